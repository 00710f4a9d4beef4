import { describe, expect, test } from 'vitest'
import { holds, isAnswered } from './condition.ts'
import { defaultPack } from './default/default-pack.ts'
import type { Condition } from './pack-shape.ts'

const isA: Condition = { field: 'letter', equals: 'a' }
const isOn: Condition = { field: 'switch', equals: true }
const hasText: Condition = { field: 'kinds', includes: 'text' }

describe('a condition of the pack', () => {
  test.each([
    ['equals', isA, { letter: 'a' }, true],
    ['equals, another value', isA, { letter: 'b' }, false],
    ['equals compares without conversion', isOn, { switch: 'true' }, false],
    ['equals false is an answer', { field: 'switch', equals: false }, { switch: false }, true],
    ['unanswered is not false', { field: 'switch', equals: false }, {}, false],
    ['includes', hasText, { kinds: ['speech', 'text'] }, true],
    ['includes, not chosen', hasText, { kinds: ['speech'] }, false],
    ['includes looks into lists only', hasText, { kinds: 'text' }, false],
    ['unanswered leaf is false', isA, {}, false],
    ['null is unanswered', isA, { letter: null }, false],
    ['not of an unanswered leaf is true', { not: isA }, {}, true],
    ['anyOf', { anyOf: [isA, isOn] }, { switch: true }, true],
    ['anyOf, none', { anyOf: [isA, isOn] }, {}, false],
    ['allOf', { allOf: [isA, isOn] }, { letter: 'a', switch: true }, true],
    ['allOf, one missing', { allOf: [isA, isOn] }, { letter: 'a' }, false],
    ['nested', { anyOf: [{ allOf: [isA, { not: isOn }] }, hasText] }, { letter: 'a' }, true],
    ['what an object inherits is no answer', { field: 'constructor', equals: 'x' }, {}, false],
  ] satisfies [string, Condition, Record<string, unknown>, boolean][])('%s', (_name, condition, answers, wanted) => {
    expect(holds(condition, answers)).toBe(wanted)
  })

  test('a derived condition is read from the pack, and is false without it', () => {
    const personal: Condition = { derived: 'hasPersonalData' }
    expect(holds(personal, { trainedOnPersonalData: 'unknown' }, defaultPack)).toBe(true)
    expect(holds(personal, { personalDataInUse: true }, defaultPack)).toBe(true)
    expect(holds(personal, { trainedOnPersonalData: 'no', personalDataInUse: false }, defaultPack)).toBe(false)
    expect(holds({ derived: 'independentAuditDue' }, { deploymentScale: 'over1m' }, defaultPack)).toBe(true)
    expect(holds(personal, { personalDataInUse: true })).toBe(false)
  })

  test('false and 0 are answers; blank text and an empty list are not', () => {
    expect([false, 0, 'x', ['x'], {}].map(isAnswered)).toEqual([true, true, true, true, true])
    expect([null, undefined, '', ' \n', '\u200b\u3164', []].map(isAnswered)).toEqual(Array(6).fill(false))
  })
})
