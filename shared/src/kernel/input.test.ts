import * as z from 'zod/mini'
import { describe, expect, test } from 'vitest'
import {
  baseVersion,
  command,
  commandOnVersion,
  day,
  draftKey,
  draftText,
  fileText,
  inputFaults,
  json,
  key,
  listOf,
  name,
  rowId,
  scalars,
  stageKey,
  text,
  version,
} from './input.ts'

const faults = (schema: z.core.$ZodType, value: unknown) => {
  const answer = z.safeParse(schema, value)
  return answer.success ? [] : inputFaults(answer.error).map(({ code }) => code)
}

describe('what a person may write', () => {
  test.each<[string, z.core.$ZodType, string, string]>([
    ['a name is trimmed and composed', name(20), '  Cafe\u0301 Model ', 'Café Model'],
    ['a name in Arabic', name(20), 'نموذج النيل', 'نموذج النيل'],
    ['a name of exactly its length', name(3), 'abc', 'abc'],
    ['a text has lines and tabs', text(50), ' one\r\n\ttwo\rthree\n', 'one\n\ttwo\nthree'],
    ['a text may turn its direction', text(50), 'abc \u2067نموذج\u2069', 'abc \u2067نموذج\u2069'],
    ['a draft may be empty', draftText(5), ' \n ', ''],
    ['a draft of invisible characters is empty', draftText(5), '\u200b\u2800', ''],
    ['a name keeps the joiner that its script needs', name(20), 'می\u200cخواهم', 'می\u200cخواهم'],
    ['a name of one combined picture', name(20), '\u{1f9d1}\u200d\u2695\ufe0f', '\u{1f9d1}\u200d\u2695\ufe0f'],
    ['a file keeps its blanks, so that line numbers stay true', fileText(50), '\r\n # Card\r\n', '\n # Card\n'],
    ['a key', key, 'RQ-SCR-01', 'RQ-SCR-01'],
    ['a key not chosen yet', draftKey, '', ''],
    ['a leap day', day, '2028-02-29', '2028-02-29'],
    ['the first day', day, '1900-01-01', '1900-01-01'],
    ['the last day', day, '2200-12-31', '2200-12-31'],
  ])('%s', (_, schema, written, kept) => {
    expect(z.parse(schema, written)).toBe(kept)
  })

  test.each<[string, z.core.$ZodType, unknown, string]>([
    ['half a character', name(20), 'a\ud83d', 'inputNotText'],
    ['half a character in a text', text(20), 'a\ude00', 'inputNotText'],
    ['a name of blanks', name(20), ' \u00a0 ', 'inputEmpty'],
    ['a text of blanks', text(20), '\n \t', 'inputEmpty'],
    ['a name of a zero-width space', name(20), '\u200b', 'inputEmpty'],
    ['a name of Hangul fillers', name(20), '\u3164\uffa0\u115f', 'inputEmpty'],
    ['a name of braille blanks', name(20), '\u2800 \u2800', 'inputEmpty'],
    ['a name of joiners and soft hyphens', name(20), '\u200d\u2060\u00ad\ufeff\u034f', 'inputEmpty'],
    ['a name of variation selectors and tags', name(20), '\ufe0f\u{e0041}', 'inputEmpty'],
    ['a text of invisible characters in lines', text(20), '\u200b\n\u3164', 'inputEmpty'],
    ['a file of nothing', fileText(20), '\ufeff\n\n', 'inputEmpty'],
    ['a name of two lines', name(20), 'a\nb', 'inputControlCharacter'],
    ['a name with a line separator', name(20), 'a\u2028b', 'inputControlCharacter'],
    ['a zero byte', text(20), 'a\u0000b', 'inputControlCharacter'],
    ['an escape sequence', text(20), 'a\u001b[31mb', 'inputControlCharacter'],
    ['a C1 control', draftText(20), 'a\u009bb', 'inputControlCharacter'],
    ['a control in a file', fileText(20), 'a\u000cb', 'inputControlCharacter'],
    ['a name that turns its direction', name(30), 'invoice\u202efdp.exe', 'inputBidiControl'],
    ['a name with an isolate', name(30), '\u2066abc\u2069', 'inputBidiControl'],
    ['a name that is too long', name(3), 'abcd', 'inputTooLong'],
    ['a text that is too long', text(3), 'abcd', 'inputTooLong'],
    ['a number for a text', text(3), 7, 'inputMissing'],
    ['nothing for a text', text(3), undefined, 'inputMissing'],
    ['a key with a blank', key, 'a b', 'inputKey'],
    ['a key that is a path', key, '../a', 'inputKey'],
    ['a key that is too long', stageKey, 'x'.repeat(101), 'inputKey'],
    ['an empty key', key, '', 'inputKey'],
    ['a day that no calendar has', day, '2026-02-30', 'inputDate'],
    ['no leap year', day, '2100-02-29', 'inputDate'],
    ['a month that no calendar has', day, '2026-13-01', 'inputDate'],
    ['a day too early', day, '1899-12-31', 'inputDate'],
    ['a day too late', day, '2201-01-01', 'inputDate'],
    ['a day with a time', day, '2026-12-01T00:00:00Z', 'inputDate'],
    ['an identifier that is none', rowId, '7', 'inputId'],
    ['a version before the first', version, 0, 'inputTooSmall'],
    ['a version that no row can have', version, 2 ** 31, 'inputTooBig'],
    ['a version with a fraction', version, 1.5, 'inputMissing'],
    ['a base version below none', baseVersion, -1, 'inputTooSmall'],
    ['a list that is too long', listOf(key, 2), ['a', 'b', 'c'], 'inputTooMany'],
    ['a choice that is none', z.enum(['a', 'b']), 'c', 'inputChoice'],
  ])('%s is refused', (_, schema, written, code) => {
    expect(faults(schema, written)).toContain(code)
  })

  test('a command is one intent: its identifier is a random UUID', () => {
    expect(faults(command.commandId, '3f0e1a8c-6a57-4b1e-9b8f-1d2c3b4a5f60')).toEqual([])
    expect(faults(command.commandId, '3f0e1a8c-6a57-1b1e-9b8f-1d2c3b4a5f60')).toEqual(['inputId'])
  })

  test('an identifier of a row may be of any kind that the database makes', () => {
    expect(faults(rowId, '0192d3c0-7b1a-7c3d-8e4f-5a6b7c8d9e0f')).toEqual([])
  })
})

describe('a JSON value', () => {
  test.each<[unknown]>([[null], [true], [-1.5], ['text'], [['a', 1]], [{ cells: { a: [{ id: 'x' }] } }]])(
    '%j is taken',
    (value) => {
      expect(z.parse(json, value)).toEqual(value)
    },
  )

  const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)])

  test.each<[string, unknown]>([
    ['a key that reaches the prototype', JSON.parse('{"a":{"__proto__":{"admin":true}}}')],
    ['a key named constructor', { constructor: 1 }],
    ['a key named prototype', { a: [{ prototype: 1 }] }],
    ['a value seven deep', deep(7)],
    ['half a character', ['\ud83d']],
    ['half a character in a key', { '\ud83d': 1 }],
    ['an infinity', [Infinity]],
    ['undefined', { a: undefined }],
    ['a function', { a: () => 1 }],
  ])('%s is refused', (_, value) => {
    expect(faults(json, value)).toEqual(['inputJson'])
  })

  test('six levels are taken', () => {
    expect(faults(json, deep(6))).toEqual([])
  })
})

describe('faults of an input', () => {
  test('come with their numbers and the path of the field', () => {
    const Input = z.strictObject({ ...commandOnVersion, questions: listOf(z.strictObject({ reason: text(3) }), 5) })
    const answer = z.safeParse(Input, {
      commandId: 'x',
      id: '0192d3c0-7b1a-7c3d-8e4f-5a6b7c8d9e0f',
      version: 0,
      questions: [{ reason: 'abc' }, { reason: 'abcd', admin: true }],
      state: 'approved',
    })
    if (answer.success) throw new Error('the input should not pass')
    expect(inputFaults(answer.error)).toEqual([
      { code: 'inputId', at: 'commandId' },
      { code: 'inputTooSmall', params: { least: 1 }, at: 'version' },
      { code: 'inputTooLong', params: { most: 3 }, at: 'questions/1/reason' },
      { code: 'inputUnknownField', at: 'questions/1/admin' },
      { code: 'inputUnknownField', at: 'state' },
    ])
  })

  test('identifiers and dates tell which scalar of the API they are, inside lists and optional fields too', () => {
    expect(scalars.get(rowId)).toEqual({ scalar: 'ID' })
    expect(scalars.get(key)).toEqual({ scalar: 'ID' })
    expect(scalars.get(day)).toEqual({ scalar: 'Date' })
    expect(scalars.get(json)).toEqual({ scalar: 'JSON' })
    expect(scalars.get(stageKey)).toBeUndefined()
    expect(scalars.get(listOf(rowId, 2).def.element)).toEqual({ scalar: 'ID' })
    expect(scalars.get(z.optional(day).def.innerType)).toEqual({ scalar: 'Date' })
  })
})
