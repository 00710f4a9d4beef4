import { expect, test } from 'vitest'
import { safeReturn } from './safe-return.ts'

test.each([
  ['/apply/7?tab=files#top', '/apply/7?tab=files#top'],
  ['/agency', '/agency'],
  ['/sign-in?return=%2Fapply', null],
  ['//evil.example/x', null],
  [String.raw`/\evil.example`, null],
  ['https://evil.example/', null],
  ['javascript:alert(1)', null],
  ['', null],
  [null, null],
])('%s leads to %s', (value, address) => {
  expect(safeReturn(value)).toBe(address)
})
