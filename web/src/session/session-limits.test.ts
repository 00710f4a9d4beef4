import { expect, test } from 'vitest'
import { endingOf } from './session-limits.ts'

const at = (time: string) => Date.parse(`2026-05-03T${time}:00Z`)
const facts = { expiresAt: '2026-05-03T20:00:00Z', idleMinutes: 15 }

test('a session rests until a minute before its limit at least, as the server notes a request a minute late', () => {
  expect(endingOf(facts, at('09:00'))).toEqual({ why: 'idle', at: at('09:14') })
})

test('at the end of the day it is the absolute limit that comes first', () => {
  expect(endingOf(facts, at('19:50'))).toEqual({ why: 'absolute', at: at('20:00') })
})
