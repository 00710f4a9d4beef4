/** A day of the agency's calendar, "YYYY-MM-DD". Compares as text. */
export type Day = string

export type Calendar = {
  /** Days of the week without work: 0 is Sunday, 6 Saturday. */
  weekend: number[]
  holidays: Day[]
  /** IANA name, such as "Africa/Cairo"; decides which day an instant falls on. */
  timeZone: string
}

const dayMs = 86_400_000
const dayPattern = /^\d{4}-\d{2}-\d{2}$/

const utc = (day: Day): number => {
  const at = Date.parse(`${day}T00:00:00Z`)
  if (!dayPattern.test(day) || Number.isNaN(at)) throw new RangeError(`"${day}" is not a day of the form YYYY-MM-DD`)
  return at
}

const dayOf = (ms: number): Day => new Date(ms).toISOString().slice(0, 10)

// A formatter costs more to make than all the arithmetic here.
const formatters = new Map<string, Intl.DateTimeFormat>()

const formatterOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = formatters.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  formatters.set(timeZone, made)
  return made
}

/** The wall clock of a time zone at an instant, as if it were UTC, in milliseconds. */
const wallClock = (instant: number, timeZone: string): number => {
  const parts = new Map(
    formatterOf(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  )
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '00'
  return Date.parse(
    `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}Z`,
  )
}

/** The agency's day at an instant (ISO 8601 with offset); a day is given back as it is. Throws a RangeError otherwise. */
export const agencyDay = (at: string, timeZone: string): Day => {
  if (dayPattern.test(at)) return dayOf(utc(at))
  const instant = Date.parse(at)
  if (Number.isNaN(instant) || !/(Z|[+-]\d{2}:?\d{2})$/i.test(at)) throw new RangeError(`"${at}" is not an instant`)
  return dayOf(wallClock(instant, timeZone))
}

/** The last second of a day in the time zone, as an ISO instant: a deadline may be met until then. */
export const endOfDay = (day: Day, timeZone: string): string => {
  const wanted = utc(day) + dayMs - 1000
  // The offset at the first guess may be that of the other side of a clock change; the second guess is right.
  const first = wanted - (wallClock(wanted, timeZone) - wanted)
  const second = first - (wallClock(first, timeZone) - wanted)
  return new Date(second).toISOString()
}

/** `days` may be negative. */
export const addDays = (day: Day, days: number): Day => dayOf(utc(day) + days * dayMs)

/** Whole days from one day to another; negative when `to` is earlier. */
export const daysBetween = (from: Day, to: Day): number => Math.round((utc(to) - utc(from)) / dayMs)

/** The same day of a later (or earlier) month; where that month is shorter, its last day. 31 January + 1 is 28 February. */
export const addMonths = (day: Day, months: number): Day => {
  const date = new Date(utc(day))
  const target = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1)
  const next = new Date(target)
  const lastDay = new Date(Date.UTC(next.getUTCFullYear(), next.getUTCMonth() + 1, 0)).getUTCDate()
  return dayOf(target + (Math.min(date.getUTCDate(), lastDay) - 1) * dayMs)
}

const isWeekend = (day: Day, { weekend }: Calendar): boolean => weekend.includes(new Date(utc(day)).getUTCDay())

/** Why nobody works on a day; null on a working day. */
export const restReason = (day: Day, calendar: Calendar): 'weekend' | 'holiday' | null =>
  isWeekend(day, calendar) ? 'weekend' : calendar.holidays.includes(day) ? 'holiday' : null

export const isWorkingDay = (day: Day, calendar: Calendar): boolean => restReason(day, calendar) === null

/** The day itself, or the first working day after it. Throws a RangeError for a calendar without working days. */
export const workingDayFrom = (day: Day, calendar: Calendar): Day => {
  for (let ahead = 0; ahead < 400; ahead += 1) {
    const candidate = addDays(day, ahead)
    if (isWorkingDay(candidate, calendar)) return candidate
  }
  throw new RangeError('The calendar has no working day within 400 days')
}
