import { describe, expect, test } from 'vitest'
import { seededRandom } from '../policy-pack/seeded-random.ts'
import { dueDate, dueDateInMonths, explain } from './explain.ts'
import type { ClockFacts, ClockSegment } from './explain.ts'
import { addDays, daysBetween, isWorkingDay } from './working-days.ts'
import type { Calendar } from './working-days.ts'

const calendar: Calendar = { weekend: [0, 6], holidays: ['2026-05-01'], timeZone: 'Africa/Cairo' }
const clock = (facts: Partial<ClockFacts>): ClockFacts => ({
  start: '2026-04-01',
  limitDays: 15,
  businessDays: false,
  calendar,
  pauses: [],
  extensions: [],
  ...facts,
})
const lines = (segments: ClockSegment[]) => segments.map(({ kind, from, to, days }) => `${kind} ${from}..${to} ${days}`)

describe('a due date', () => {
  test.each([
    ['day 0 is the day of receipt', clock({}), '2026-04-16'],
    ['the day of receipt is the agency’s, not Greenwich’s', clock({ start: '2026-04-01T22:30:00Z' }), '2026-04-17'],
    ['a Saturday moves to Monday', clock({ limitDays: 3 }), '2026-04-06'],
    ['a holiday before a weekend moves on', clock({ limitDays: 30 }), '2026-05-04'],
    [
      'working days skip weekends and holidays',
      clock({ start: '2026-04-29', limitDays: 3, businessDays: true }),
      '2026-05-05',
    ],
    [
      'three working days from a Friday',
      clock({ start: '2026-04-03', limitDays: 3, businessDays: true }),
      '2026-04-08',
    ],
    ['an extension follows', clock({ extensions: [{ days: 5, reason: 'asked' }] }), '2026-04-21'],
    [
      'a pause takes its days away',
      clock({ pauses: [{ from: '2026-04-08', to: '2026-04-18', reason: 'request' }] }),
      '2026-04-27',
    ],
    [
      'a pause within one day takes nothing',
      clock({ pauses: [{ from: '2026-04-08T08:00:00Z', to: '2026-04-08T15:00:00Z', reason: 'r' }] }),
      '2026-04-16',
    ],
    [
      'pauses that overlap count once',
      clock({
        pauses: [
          { from: '2026-04-10', to: '2026-04-14', reason: 'b' },
          { from: '2026-04-08', to: '2026-04-12', reason: 'a' },
        ],
      }),
      '2026-04-22',
    ],
    ['an open pause leaves it unknown', clock({ pauses: [{ from: '2026-04-08', to: null, reason: 'request' }] }), null],
    [
      'a pause after the end is too late',
      clock({ pauses: [{ from: '2026-04-16', to: null, reason: 'late' }] }),
      '2026-04-16',
    ],
    ['no days at all: the day itself', clock({ limitDays: 0 }), '2026-04-01'],
  ])('%s', (_name, facts, wanted) => {
    expect(dueDate(facts)).toBe(wanted)
  })

  test('in months', () => {
    expect(dueDateInMonths('2026-01-31T09:00:00Z', 1, calendar)).toBe('2026-03-02')
    expect(dueDateInMonths('2026-04-01', 1, calendar)).toBe('2026-05-04')
  })

  test('a calendar in which nobody ever works is an error', () => {
    const never = { ...calendar, weekend: [0, 1, 2, 3, 4, 5, 6] }
    expect(() => dueDate(clock({ calendar: never, businessDays: true }))).toThrow(RangeError)
  })
})

describe('its working out', () => {
  test('review clock, stopped once by a request', () => {
    const facts = clock({ limitDays: 10, pauses: [{ from: '2026-04-05', to: '2026-04-08', reason: 'request 1' }] })
    const { segments, dueOn } = explain({ ...facts, today: '2026-04-05' })
    expect(lines(segments)).toEqual([
      'counted 2026-04-02..2026-04-05 4',
      'paused 2026-04-06..2026-04-08 3',
      'counted 2026-04-09..2026-04-14 6',
    ])
    expect(segments[1]?.reason).toBe('request 1')
    expect(dueOn).toBe('2026-04-14')
  })

  test('working days, an extension and a moved date', () => {
    const facts = clock({
      start: '2026-04-28',
      limitDays: 2,
      businessDays: true,
      extensions: [{ days: 1, reason: 'granted' }],
    })
    expect(lines(explain({ ...facts, today: facts.start }).segments)).toEqual([
      'counted 2026-04-29..2026-04-30 2',
      'nonWorking 2026-05-01..2026-05-01 1',
      'nonWorking 2026-05-02..2026-05-03 2',
      'extension 2026-05-04..2026-05-04 1',
    ])
    expect(lines(explain({ ...clock({ limitDays: 3 }), today: '2026-04-01' }).segments)).toEqual([
      'counted 2026-04-02..2026-04-04 3',
      'moved 2026-04-05..2026-04-06 2',
    ])
  })

  test('an open pause runs until today', () => {
    const facts = clock({ limitDays: 10, pauses: [{ from: '2026-04-05T10:00:00Z', to: null, reason: 'request 1' }] })
    const result = explain({ ...facts, today: '2026-04-20' })
    expect(lines(result.segments)).toEqual(['counted 2026-04-02..2026-04-05 4', 'paused 2026-04-06..2026-04-20 15'])
    expect(result).toMatchObject({
      dueOn: null,
      isPaused: true,
      isOverdue: false,
      agencyDays: 4,
      applicantDays: 15,
      daysLeft: 6,
    })
  })

  test('days so far, of the agency and of the applicant', () => {
    const facts = clock({ limitDays: 10, pauses: [{ from: '2026-04-05', to: '2026-04-08', reason: 'r' }] })
    const on = (today: string) => {
      const { agencyDays, applicantDays, daysLeft, isPaused, isOverdue } = explain({ ...facts, today })
      return { agencyDays, applicantDays, daysLeft, isPaused, isOverdue }
    }
    expect(on('2026-04-01')).toEqual({
      agencyDays: 0,
      applicantDays: 0,
      daysLeft: 10,
      isPaused: false,
      isOverdue: false,
    })
    expect(on('2026-04-07')).toMatchObject({ agencyDays: 4, applicantDays: 2, daysLeft: 6 })
    expect(on('2026-04-14')).toMatchObject({ agencyDays: 10, applicantDays: 3, daysLeft: 0, isOverdue: false })
    expect(on('2026-04-16')).toMatchObject({ agencyDays: 12, applicantDays: 3, daysLeft: -2, isOverdue: true })
  })

  test('a clock that has been stopped for good counts no further', () => {
    const result = explain({ ...clock({}), today: '2026-06-01', stopped: '2026-04-10T09:00:00Z' })
    expect(result).toMatchObject({ agencyDays: 9, isOverdue: false, daysLeft: 6 })
  })
})

describe('whatever the facts', () => {
  const random = seededRandom(20261)
  const upTo = (most: number) => Math.floor(random() * (most + 1))
  const cases = Array.from({ length: 300 }, (_, at) => {
    const start = addDays('2026-01-01', upTo(700))
    const pauses = Array.from({ length: upTo(3) }, (_unused, pause) => {
      const from = addDays(start, upTo(80) - 5)
      return { from, to: addDays(from, upTo(40)), reason: `pause ${pause}` }
    })
    const facts: ClockFacts = {
      start,
      limitDays: 1 + upTo(120),
      businessDays: random() < 0.5,
      calendar: {
        weekend: random() < 0.5 ? [0, 6] : [5, 6],
        holidays: Array.from({ length: upTo(8) }, () => addDays(start, upTo(120))),
        timeZone: 'UTC',
      },
      pauses,
      extensions: Array.from({ length: upTo(2) }, (_unused, each) => ({
        days: 1 + upTo(20),
        reason: `extension ${each}`,
      })),
    }
    return { name: `case ${at}`, facts }
  })

  test('the parts of the working out are whole: in order, without gap or overlap, and add up', () => {
    for (const { name, facts } of cases) {
      const { segments, dueOn } = explain({ ...facts, today: facts.start })
      let next = addDays(facts.start, 1)
      for (const { from, to, days } of segments) {
        expect(from, name).toBe(next)
        expect(days, name).toBe(daysBetween(from, to) + 1)
        expect(days, name).toBeGreaterThan(0)
        next = addDays(to, 1)
      }
      expect(segments.at(-1)?.to, name).toBe(dueOn)
      const sum = (kind: ClockSegment['kind']) =>
        segments.reduce((total, each) => total + (each.kind === kind ? each.days : 0), 0)
      expect(sum('counted'), name).toBe(facts.limitDays)
      expect(sum('extension'), name).toBe(facts.extensions.reduce((total, each) => total + each.days, 0))
      expect(isWorkingDay(dueOn ?? '', facts.calendar), name).toBe(true)
    }
  })

  test('a day is paused exactly when a pause covers it, and moved only at the end', () => {
    for (const { name, facts } of cases) {
      const { segments } = explain({ ...facts, today: facts.start })
      for (const [at, { kind, from, to }] of segments.entries()) {
        if (kind === 'moved') expect(at, name).toBe(segments.length - 1)
        else
          for (let day = from; day <= to; day = addDays(day, 1)) {
            const isCovered = facts.pauses.some((pause) => day > pause.from && day <= (pause.to ?? day))
            expect(kind === 'paused', `${name} ${day}`).toBe(isCovered)
          }
      }
    }
  })

  test('agency and applicant days make up the time that has passed', () => {
    for (const { name, facts } of cases.filter(({ facts: each }) => !each.businessDays)) {
      const today = addDays(facts.start, 60)
      const { agencyDays, applicantDays } = explain({ ...facts, today })
      expect(agencyDays + applicantDays, name).toBe(60)
    }
  })

  test('later facts never bring the due date forward', () => {
    for (const { name, facts } of cases) {
      const plain = dueDate({ ...facts, pauses: [], extensions: [] }) ?? ''
      expect((dueDate(facts) ?? '') >= plain, name).toBe(true)
    }
  })
})
