import { Injectable } from '@nestjs/common'
import { dueDate, dueDateInMonths, explain } from '@placet/shared/clock/explain'
import type { ClockFacts } from '@placet/shared/clock/explain'
import { agencyDay, endOfDay } from '@placet/shared/clock/working-days'
import { clockLimit, clockOf } from '@placet/shared/policy-pack/clock-limits'
import type { PolicyPack, RiskClass } from '@placet/shared/policy-pack/policy-pack.schema'
import type { Language } from '../kernel/auth/actor.ts'
import type { Tx } from '../kernel/db/run.ts'
import { say } from '../kernel/wording.ts'
import { PolicyPacks } from '../policy-packs/index.ts'
import { Clock } from './clock.ts'

/** Where a clock stands: what reactions hand over. */
export type Place = { tx: Tx; at: Date; caseId: string; organisationId: string }

/** A timer that fires `event` on its subject, or marks a breach, or reminds. */
export type Due = { event: string; kind: 'event' | 'breach' | 'reminder'; daysBefore?: number }

type Row = {
  id: string
  key: string
  binds: string
  process: string
  subject_id: string
  limit_days: number
  business_days: boolean
  extended_days: number
  started_at: Date
  due_at: Date | null
  ended_at: Date | null
  intervals: { from: string; to: string | null; start: string; stop: string | null }[]
}

const clockColumns = `c.id, c.key, c.binds, c.process, c.subject_id, c.limit_days, c.business_days, c.extended_days, c.started_at, c.due_at, c.ended_at,
  (select json_agg(json_build_object('from', i.started_at, 'to', i.stopped_at, 'start', i.start_reason, 'stop', i.stop_reason) order by i.started_at)
   from clock_interval i where i.clock_id = c.id) as intervals`

/** How long before the end of its clock a timer fires: `REMIND:30` is 30 days. */
const before = `make_interval(days => coalesce((regexp_match(event, ':(\\d+)$'))[1]::int, 0))`

/** Clocks that stand behind the case's own line in a queue, most binding first. */
const caseClocks = ['irResponse', 'irCompleteness', 'screeningHold', 'screening', 'acknowledge', 'review']

/** Clocks of a case: intervals with start, stop and reason; due dates and timers follow from them. Called in the transaction of the event. */
@Injectable()
export class Clocks {
  constructor(private readonly packs: PolicyPacks) {}

  /** Starts a clock of the pack for a subject, with the timers that hang on it. */
  async start(
    place: Place,
    what: {
      packId: string
      riskClass: RiskClass
      key: string
      process: string
      subjectId: string
      applicantSees: boolean
      reason: string
      dues: Due[]
      /** Overrides the pack's days, where they depend on the case. */
      days?: number
      /** Counted from here instead of now. */
      from?: Date
    },
  ): Promise<void> {
    const { tx, at, caseId, organisationId } = place
    const pack = this.packs.get(what.packId)
    const limit = limitDays(pack, what.key, what.riskClass, what.days)
    const from = what.from ?? at
    const [clock] = await tx.rows<{ id: string }>(
      `insert into clock (case_id, organisation_id, applicant_sees, process, subject_id, key, binds, limit_days, business_days, started_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id`,
      [
        caseId,
        organisationId,
        what.applicantSees,
        what.process,
        what.subjectId,
        what.key,
        clockOf(pack, what.key).binds,
        limit.days,
        limit.businessDays,
        from,
      ],
    )
    if (clock === undefined) return
    await tx.rows(
      `insert into clock_interval (clock_id, case_id, organisation_id, started_at, start_reason) values ($1, $2, $3, $4, $5)`,
      [clock.id, caseId, organisationId, from, what.reason],
    )
    for (const due of what.dues)
      await tx.rows(
        `insert into timer (due_at, case_id, organisation_id, process, subject_id, event, clock_id, kind) values ('infinity', $1, $2, $3, $4, $5, $6, $7)`,
        [caseId, organisationId, what.process, what.subjectId, withDays(due), clock.id, due.kind],
      )
    await this.schedule(place, clock.id)
  }

  /** A moment that is not a clock of days: a timer alone. */
  async remindAt(
    place: Place,
    what: { dueAt: Date; process: string; subjectId: string; event: string; kind: Due['kind'] },
  ): Promise<void> {
    await place.tx.rows(
      `insert into timer (due_at, case_id, organisation_id, process, subject_id, event, kind) values ($1, $2, $3, $4, $5, $6, $7)`,
      [what.dueAt, place.caseId, place.organisationId, what.process, what.subjectId, what.event, what.kind],
    )
  }

  /** A moment that came when its event could not follow comes again. */
  async remindAgain({ tx }: Place, subjectId: string, event: string): Promise<void> {
    await tx.rows(
      `update timer set fired_at = null where subject_id = $1 and event = $2 and clock_id is null and fired_at is not null and cancelled_at is null`,
      [subjectId, event],
    )
  }

  /** Stops the running clocks of these keys; their days stand still until `resume`. */
  async pause(place: Place, keys: readonly string[], reason: string, subjectId?: string): Promise<void> {
    for (const clock of await this.running(place, keys, subjectId)) {
      if (clock.intervals.at(-1)?.to !== null) continue
      await place.tx.rows(
        `update clock_interval set stopped_at = $2, stop_reason = $3 where clock_id = $1 and stopped_at is null`,
        [clock.id, place.at, reason],
      )
      await this.schedule(place, clock.id)
    }
  }

  /** Restarts paused clocks as of `from` (the day of the answer, not of its judgement). */
  async resume(place: Place, keys: readonly string[], reason: string, from: Date, subjectId?: string): Promise<void> {
    for (const clock of await this.running(place, keys, subjectId)) {
      const last = clock.intervals.at(-1)
      if (last?.to == null) continue
      const start = from < new Date(last.to) ? new Date(last.to) : from
      await place.tx.rows(
        `insert into clock_interval (clock_id, case_id, organisation_id, started_at, start_reason) values ($1, $2, $3, $4, $5)
         on conflict on constraint clock_interval_pkey do update set stopped_at = null, stop_reason = null`,
        [clock.id, place.caseId, place.organisationId, start, reason],
      )
      await this.schedule(place, clock.id)
    }
  }

  /** `days` is every day granted so far, in the clock's unit. Reminders that lie ahead again are given again. */
  async extend(place: Place, subjectId: string, key: string, days: number): Promise<void> {
    const [clock] = await place.tx.rows<{ id: string }>(
      `update clock set extended_days = $3 where subject_id = $1 and key = $2 and ended_at is null returning id`,
      [subjectId, key, days],
    )
    if (clock === undefined) return
    await this.schedule(place, clock.id)
    await place.tx.rows(
      `update timer t set fired_at = null, due_at = c.due_at - ${before} from clock c where c.id = t.clock_id and c.id = $1
         and t.kind = 'reminder' and t.fired_at is not null and c.due_at - ${before} > $2`,
      [clock.id, place.at],
    )
  }

  /** Ends clocks for good, and their timers. Without keys: every clock and timer of the subject. */
  async end(place: Place, subjectId: string, keys: readonly string[] | null, reason: string): Promise<void> {
    const { tx, at } = place
    const ended = await tx.rows<{ id: string }>(
      `update clock set ended_at = $1, end_reason = $2 where subject_id = $3 and ($4::text[] is null or key = any($4)) and ended_at is null returning id`,
      [at, reason, subjectId, keys],
    )
    const ids = ended.map(({ id }) => id)
    await tx.rows(
      `update clock_interval set stopped_at = greatest($2, started_at), stop_reason = $3 where clock_id = any($1) and stopped_at is null`,
      [ids, at, reason],
    )
    await tx.rows(
      `update timer set cancelled_at = $2 where fired_at is null and cancelled_at is null and (clock_id = any($1) or ($3 and subject_id = $4 and clock_id is null))`,
      [ids, at, keys === null, subjectId],
    )
    await this.copyToCase(place)
  }

  /** What fell due while the subject could not follow falls due again, as long as its clock runs. */
  async rearm({ tx }: Place, subjectId: string, key: string): Promise<void> {
    await tx.rows(
      `update timer t set fired_at = null from clock c where c.id = t.clock_id and t.kind = 'event' and t.fired_at is not null
         and c.subject_id = $1 and c.key = $2 and c.ended_at is null`,
      [subjectId, key],
    )
  }

  /** Every clock and timer of the case ends: it is over. */
  async endAll(place: Place, reason: string): Promise<void> {
    const rows = await place.tx.rows<{ subject_id: string }>(
      `select distinct subject_id from clock where case_id = $1 and ended_at is null
       union select distinct subject_id from timer where case_id = $1 and fired_at is null and cancelled_at is null`,
      [place.caseId],
    )
    for (const { subject_id } of rows) await this.end(place, subject_id, null, reason)
  }

  /** Clocks of a case as its reader sees them, each with its working out. */
  async ofCase(tx: Tx, caseId: string, packId: string, language: Language, at: Date): Promise<Clock[]> {
    const rows = await tx.rows<Row>(
      `select ${clockColumns} from clock c where c.case_id = $1 order by c.started_at, c.key limit 300`,
      [caseId],
    )
    const pack = this.packs.local(packId, language)
    return rows.map((row) => {
      const facts = this.factsOf(row, at, (reason) => say(language, reason))
      const told = explain({ ...facts, today: at.toISOString(), stopped: row.ended_at?.toISOString() ?? null })
      return Object.assign(new Clock(), {
        id: row.id,
        clock: row.key,
        label: clockOf(pack, row.key).label,
        binds: row.binds,
        subjectId: row.subject_id,
        startedAt: row.started_at,
        stoppedAt: row.ended_at,
        dueAt: row.due_at,
        paused: told.isPaused && row.ended_at === null,
        overdue: told.isOverdue,
        daysLeft: told.daysLeft,
        unit: row.business_days ? 'workingDays' : 'days',
        segments: told.segments.map((segment) => ({
          ...segment,
          reason: segment.reason === '' ? '' : wordOf(language, segment.reason),
        })),
      })
    })
  }

  /** The end of the agency's day that lies `months` later. */
  monthsLater(at: Date, months: number): Date {
    const calendar = this.packs.calendar(at)
    return new Date(endOfDay(dueDateInMonths(at.toISOString(), months, calendar), calendar.timeZone))
  }

  /** Today for the agency, YYYY-MM-DD. */
  today(at: Date): string {
    return agencyDay(at.toISOString(), this.packs.calendar(at).timeZone)
  }

  private running({ tx, caseId }: Place, keys: readonly string[], subjectId?: string): Promise<Row[]> {
    return tx.rows<Row>(
      `select ${clockColumns} from clock c where c.case_id = $1 and c.key = any($2) and c.ended_at is null and ($3::uuid is null or c.subject_id = $3) limit 100`,
      [caseId, keys, subjectId ?? null],
    )
  }

  private factsOf(row: Row, at: Date, word: (reason: string) => string): ClockFacts {
    const intervals = row.intervals ?? []
    const pauses = intervals.flatMap(({ to, stop }, index) =>
      to === null || (row.ended_at !== null && index === intervals.length - 1)
        ? []
        : [
            {
              from: new Date(to).toISOString(),
              to: intervals[index + 1] === undefined ? null : new Date(intervals[index + 1]?.from ?? to).toISOString(),
              reason: word(stop ?? 'clock.paused'),
            },
          ],
    )
    return {
      start: row.started_at.toISOString(),
      limitDays: row.limit_days,
      businessDays: row.business_days,
      calendar: this.packs.calendar(at),
      pauses,
      extensions: row.extended_days > 0 ? [{ days: row.extended_days, reason: word('clock.extended') }] : [],
    }
  }

  /** Works out the due date anew and moves the clock's waiting timers to it. */
  private async schedule(place: Place, clockId: string): Promise<void> {
    const { tx, at } = place
    const [row] = await tx.rows<Row>(`select ${clockColumns} from clock c where c.id = $1`, [clockId])
    if (row === undefined) return
    const facts = this.factsOf(row, at, (reason) => reason)
    const day = dueDate(facts)
    const dueAt = day === null ? null : new Date(endOfDay(day, facts.calendar.timeZone))
    await tx.rows(`update clock set due_at = $2 where id = $1`, [clockId, dueAt])
    await tx.rows(
      `update timer set due_at = case when $2::timestamptz is null then 'infinity'::timestamptz
         else $2::timestamptz - ${before} end
       where clock_id = $1 and fired_at is null and cancelled_at is null`,
      [clockId, dueAt],
    )
    await this.copyToCase(place)
  }

  /** The queue's line: the clock that binds the case now, copied onto the submission. */
  private async copyToCase({ tx, caseId }: Place): Promise<void> {
    await tx.rows(
      `update submission s set due_at = c.due_at, due_clock = c.key, paused = coalesce(c.paused, false)
       from (select 1) one left join lateral (
         select k.due_at, k.key, exists (select 1 from clock r where r.case_id = $1 and r.key like 'review%' and r.ended_at is null and r.due_at is null) as paused
         from clock k where k.case_id = $1 and k.ended_at is null and (k.key = any($2) or k.key ~ '^review(I|II|III|IV)$')
         order by coalesce(array_position($2::text[], k.key), 99), k.started_at desc limit 1) c on true
       where s.id = $1`,
      [caseId, caseClocks],
    )
  }
}

const withDays = ({ event, daysBefore }: Due) => (daysBefore === undefined ? event : `${event}:${daysBefore}`)

const wordOf = (language: Language, reason: string) =>
  reason === 'weekend' || reason === 'holiday' ? say(language, `clock.${reason}`) : reason

function limitDays(
  pack: PolicyPack,
  key: string,
  riskClass: RiskClass,
  days: number | undefined,
): { days: number; businessDays: boolean } {
  const limit = clockLimit(pack, key, riskClass)
  if (days !== undefined) return { days, businessDays: limit !== null && 'days' in limit && limit.businessDays }
  if (limit === null || !('days' in limit)) throw new Error(`the clock ${key} has no limit in days`)
  return limit
}
