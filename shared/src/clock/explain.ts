import { addDays, addMonths, agencyDay, daysBetween, isWorkingDay, restReason, workingDayFrom } from './working-days.ts'
import type { Calendar, Day } from './working-days.ts'

/**
 * How a due date comes about. Day 0 is the day of receipt; counting starts the next day; a due date on a non-working
 * day moves to the next working day. A pause counts in the same way: the day it starts is still the agency's, the day
 * it ends still the applicant's. Nothing is stored as a count: every number here follows from the intervals.
 */

export type ClockFacts = {
  /** An ISO instant, or a day of the agency. */
  start: string
  limitDays: number
  /** Count working days only. */
  businessDays: boolean
  calendar: Calendar
  /** Instants or days; `to` is null while the clock stands still. They may overlap and come in any order. */
  pauses: readonly { from: string; to: string | null; reason: string }[]
  /** In the unit of the limit; they follow it in the order given. */
  extensions: readonly { days: number; reason: string }[]
}

export type SegmentKind = 'counted' | 'paused' | 'nonWorking' | 'extension' | 'moved'

/** Days of one kind in a row, `from` and `to` included; `days` is their number. */
export type ClockSegment = { from: Day; to: Day; days: number; kind: SegmentKind; reason: string }

type Pause = { from: Day; to: Day | null; reason: string }

const pausesByDay = ({ pauses, calendar: { timeZone } }: ClockFacts): Pause[] =>
  pauses
    .map(({ from, to, reason }) => ({
      from: agencyDay(from, timeZone),
      to: to === null ? null : agencyDay(to, timeZone),
      reason,
    }))
    .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))

const pauseOn = (day: Day, pauses: readonly Pause[]): Pause | undefined =>
  pauses.find(({ from, to }) => day > from && (to === null || day <= to))

type CountedDay = { day: Day; kind: SegmentKind; reason: string }

// Longer than any approval is valid; a clock that needs more has been given a wrong calendar.
const mostDays = 40_000

/** Each day after the start until the limit and its extensions are used up, or an open pause begins. */
function* run(facts: ClockFacts, pauses: readonly Pause[]): Generator<CountedDay> {
  const allowance = [
    { days: facts.limitDays, kind: 'counted' as const, reason: '' },
    ...facts.extensions.map(({ days, reason }) => ({ days, kind: 'extension' as const, reason })),
  ].filter(({ days }) => days > 0)
  const start = agencyDay(facts.start, facts.calendar.timeZone)
  let left = allowance[0]?.days ?? 0
  for (let ahead = 1; allowance[0] !== undefined; ahead += 1) {
    if (ahead > mostDays) throw new RangeError(`A clock that started on ${start} does not end within ${mostDays} days`)
    const day = addDays(start, ahead)
    const pause = pauseOn(day, pauses)
    if (pause?.to === null) return
    if (pause) {
      yield { day, kind: 'paused', reason: pause.reason }
      continue
    }
    const rest = facts.businessDays ? restReason(day, facts.calendar) : null
    if (rest !== null) {
      yield { day, kind: 'nonWorking', reason: rest }
      continue
    }
    const { kind, reason } = allowance[0]
    yield { day, kind, reason }
    left -= 1
    if (left === 0) {
      allowance.shift()
      left = allowance[0]?.days ?? 0
    }
  }
}

const joined = (days: Iterable<CountedDay>): ClockSegment[] => {
  const segments: ClockSegment[] = []
  for (const { day, kind, reason } of days) {
    const last = segments.at(-1)
    if (last && last.kind === kind && last.reason === reason) {
      last.to = day
      last.days += 1
    } else segments.push({ from: day, to: day, days: 1, kind, reason })
  }
  return segments
}

export type ClockExplanation = {
  /** The last day on which the deadline is met; null while an open pause keeps it from being known. */
  dueOn: Day | null
  /** From the day after the start to the due date, without gap or overlap. Counted days add up to the limit. */
  segments: ClockSegment[]
  isPaused: boolean
  isOverdue: boolean
  /** Up to and including today, or the day the clock was stopped for good; working days where the clock counts those. */
  agencyDays: number
  applicantDays: number
  /** To the due date, in the clock's unit; negative when overdue; what is left of the limit while paused. */
  daysLeft: number
}

/** The working out of a clock as of `today` (a day or an instant); `stopped` is when it ended, null while it runs. */
export const explain = (facts: ClockFacts & { today: string; stopped?: string | null }): ClockExplanation => {
  const { calendar, businessDays } = facts
  const pauses = pausesByDay(facts)
  const start = agencyDay(facts.start, calendar.timeZone)
  const today = agencyDay(facts.today, calendar.timeZone)
  const until = facts.stopped ? agencyDay(facts.stopped, calendar.timeZone) : today
  const counts = (day: Day): boolean => !businessDays || isWorkingDay(day, calendar)
  const span = (from: Day, to: Day): Day[] =>
    Array.from({ length: Math.max(0, daysBetween(from, to)) }, (_, at) => addDays(from, at + 1))

  const days = [...run(facts, pauses)]
  const total = facts.limitDays + facts.extensions.reduce((sum, extension) => sum + extension.days, 0)
  const used = days.filter(({ kind }) => kind === 'counted' || kind === 'extension').length
  const lastDay = days.at(-1)?.day ?? start
  const isOpenEnded = used < total
  const openPause = isOpenEnded ? pauses.find((pause) => pause.to === null) : undefined
  const dueOn = isOpenEnded ? null : workingDayFrom(lastDay, calendar)
  const tail = isOpenEnded
    ? span(lastDay, until).map((day) => ({ day, kind: 'paused' as const, reason: openPause?.reason ?? '' }))
    : span(lastDay, dueOn ?? lastDay).map((day) => ({
        day,
        kind: 'moved' as const,
        reason: restReason(lastDay, calendar) ?? '',
      }))

  const past = span(start, until).filter(counts)
  const applicantDays = past.filter((day) => pauseOn(day, pauses)).length
  const agencyDays = past.length - applicantDays
  const isPaused = pauses.some(({ from, to }) => from <= until && to === null) && isOpenEnded
  const isOverdue = dueOn !== null && until > dueOn
  const daysLeft =
    dueOn === null
      ? total - used
      : until > dueOn
        ? -span(dueOn, until).filter(counts).length
        : span(until, dueOn).filter((day) => counts(day) && !pauseOn(day, pauses)).length
  return {
    dueOn,
    segments: [...joined(days), ...joined(tail)],
    isPaused,
    isOverdue,
    agencyDays,
    applicantDays,
    daysLeft,
  }
}

/** The last day on which a deadline is met, by the rules above; null while an open pause keeps it from being known. */
export const dueDate = (facts: ClockFacts): Day | null => explain({ ...facts, today: facts.start }).dueOn

/** A deadline in months: the same day of a later month, moved to a working day. */
export const dueDateInMonths = (start: string, months: number, calendar: Calendar): Day =>
  workingDayFrom(addMonths(agencyDay(start, calendar.timeZone), months), calendar)
