import { expect, test } from 'vitest'
import { cursorOf, keysOf } from './paging.ts'

test('a cursor gives back the keys it was made of', () => {
  expect(keysOf(cursorOf('2024-02-29', 'LMM-2024-0000001'), ['day', 'text'])).toEqual([
    '2024-02-29',
    'LMM-2024-0000001',
  ])
})

test.each([
  '2023-02-29',
  '2024-13-01',
  '2024-00-10',
  '2024-04-31',
  '2024-01-00',
  '0000-01-01',
  '24-01-01',
  '2024-1-1',
  'x',
])('a cursor with %s for a day is refused', (day) => {
  expect(() => keysOf(cursorOf(day, 'LMM-2024-0000001'), ['day', 'text'])).toThrow('not one of ours')
})
