import { describe, expect, test } from 'vitest'
import {
  addDays,
  addMonths,
  agencyDay,
  daysBetween,
  endOfDay,
  isWorkingDay,
  restReason,
  workingDayFrom,
} from './working-days.ts'
import type { Calendar } from './working-days.ts'

const cairo: Calendar = { weekend: [5, 6], holidays: ['2026-04-25'], timeZone: 'Africa/Cairo' }

describe('days of the agency', () => {
  test('an instant falls on the day that its calendar shows', () => {
    expect(agencyDay('2026-05-03T21:30:00Z', 'Africa/Cairo')).toBe('2026-05-04')
    expect(agencyDay('2026-05-03T21:30:00Z', 'UTC')).toBe('2026-05-03')
    expect(agencyDay('2026-05-03T01:00:00+02:00', 'America/New_York')).toBe('2026-05-02')
    expect(agencyDay('2026-05-03', 'Pacific/Auckland')).toBe('2026-05-03')
  })

  test.each(['yesterday', '2026-05-03T10:00:00', '2026-13-01', ''])('"%s" is neither day nor instant', (at) => {
    expect(() => agencyDay(at, 'UTC')).toThrow(RangeError)
  })

  test.each([
    ['2026-05-03', 'UTC', '2026-05-03T23:59:59.000Z'],
    ['2026-05-03', 'Africa/Cairo', '2026-05-03T20:59:59.000Z'],
    ['2026-01-03', 'Africa/Cairo', '2026-01-03T21:59:59.000Z'],
    // Egypt puts its clocks forward at the midnight that follows.
    ['2026-04-23', 'Africa/Cairo', '2026-04-23T21:59:59.000Z'],
    ['2026-10-25', 'Europe/Paris', '2026-10-25T22:59:59.000Z'],
    ['2026-03-29', 'Europe/Paris', '2026-03-29T21:59:59.000Z'],
    ['2026-05-03', 'Pacific/Kiritimati', '2026-05-03T09:59:59.000Z'],
    ['2026-05-03', 'America/Los_Angeles', '2026-05-04T06:59:59.000Z'],
  ])('the last second of %s in %s', (day, timeZone, wanted) => {
    expect(endOfDay(day, timeZone)).toBe(wanted)
    expect(agencyDay(wanted, timeZone)).toBe(day)
  })

  test.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2028-02-29', 12, '2029-02-28'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2026-05-15', 60, '2031-05-15'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-05-15', 0, '2026-05-15'],
  ])('%s and %i months', (day, months, wanted) => {
    expect(addMonths(day, months)).toBe(wanted)
  })

  test('days are added and counted across clock changes and leap years', () => {
    expect(addDays('2028-02-28', 2)).toBe('2028-03-01')
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31')
    expect(daysBetween('2026-03-01', '2026-11-01')).toBe(245)
    expect(daysBetween('2026-11-01', '2026-03-01')).toBe(-245)
  })
})

describe('working days', () => {
  test('neither the weekend nor a holiday is one', () => {
    expect(isWorkingDay('2026-05-03', cairo)).toBe(true) // a Sunday
    expect(restReason('2026-05-01', cairo)).toBe('weekend') // a Friday
    expect(restReason('2026-04-25', { ...cairo, weekend: [] })).toBe('holiday')
    expect(workingDayFrom('2026-05-01', cairo)).toBe('2026-05-03')
    expect(workingDayFrom('2026-05-03', cairo)).toBe('2026-05-03')
  })

  test('a calendar without working days is an error, not an endless search', () => {
    expect(() => workingDayFrom('2026-05-01', { ...cairo, weekend: [0, 1, 2, 3, 4, 5, 6] })).toThrow(RangeError)
  })
})
