import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { answerLimits, checkAnswer } from './answer.ts'
import type { AnswerContext } from './answer.ts'
import { defaultPack } from './default/default-pack.ts'
import { allFields } from './fields.ts'
import type { PackField } from './pack-shape.ts'
import { sampleAnswers } from './sample-answers.ts'

const today = '2026-01-15'
const context: AnswerContext = { answers: { languages: [{ id: 'lang0001', cells: { language: 'Arabic' } }] }, today }

const codes = (field: string, value: unknown, more: Partial<AnswerContext> = {}): string[] =>
  checkAnswer(defaultPack, field, value, { ...context, ...more }).map((issue) => issue.code)

const row = (cells: object, id = 'row00001') => ({ id, cells })
const person = { name: 'Amina Haddad', role: 'Officer', email: 'amina@helio.example' }
const fieldOfType = (type: PackField['type']): string =>
  allFields(defaultPack).find((field) => field.type === type)?.id ?? ''

describe('one answer, by the type of its field', () => {
  test.each([
    ['text', 'modelName', 'Lumen', []],
    ['text, empty', 'modelName', null, []],
    ['text, no string', 'modelName', 7, ['answerShape']],
    ['text, own limit', 'modelName', 'x'.repeat(121), ['answerTooLong']],
    ['text, at its limit, counted in characters', 'modelName', '😀'.repeat(120), []],
    ['text, default limit', 'publicContact', 'x'.repeat(501), ['answerTooLong']],
    ['text, one line only', 'modelName', 'a\nb', ['answerControlCharacters']],
    ['longText', 'operatingLogic', 'a\n\tb', []],
    ['longText, default limit', 'operatingLogic', 'x'.repeat(20_001), ['answerTooLong']],
    ['longText in Arabic with a direction mark', 'operatingLogic', 'الإصدار \u200e2.1\u200e', []],
    ['select', 'changePlan', 'locked', []],
    ['select, not offered', 'changePlan', 'sometimes', ['answerNotAnOption']],
    ['select, a property of every object', 'changePlan', 'constructor', ['answerNotAnOption']],
    ['multiSelect', 'inputModalities', ['text', 'speech'], []],
    ['multiSelect, not offered', 'inputModalities', ['text', 'smell'], ['answerNotAnOption']],
    ['multiSelect, twice', 'inputModalities', ['text', 'text'], ['answerRepeatedChoice']],
    ['multiSelect, no list', 'inputModalities', 'text', ['answerShape']],
    ['multiSelect, none and some', 'vulnerableGroups', ['none', 'children'], ['answerNoneWithOthers']],
    ['boolean', 'patientFacing', false, []],
    ['boolean, a word', 'patientFacing', 'false', ['answerShape']],
    ['a commitment refused is well-formed', 'declarationAccuracy', false, []],
    ['date', 'dataCurrency', '2024-02-29', []],
    ['date that does not exist', 'dataCurrency', '2025-02-29', ['answerNotADate']],
    ['date with time', 'dataCurrency', '2024-02-29T00:00:00Z', ['answerNotADate']],
    ['date before 1900', 'dataCurrency', '1066-10-14', ['answerNotADate']],
    ['date that must be past', 'dataCurrency', '2026-01-16', ['answerDateNotPast']],
    ['file', 'humanRightsImpact', ['0198a7c2-1111-7000-8000-000000000001'], []],
    ['file, no list', 'humanRightsImpact', 'document', ['answerShape']],
    ['file, a path', 'humanRightsImpact', ['../../etc/passwd'], ['answerShape']],
    ['file, too many', 'humanRightsImpact', Array.from({ length: 11 }, (_, at) => `d${at}`), ['answerTooManyFiles']],
    ['person', 'safetyContact', person, []],
    ['person with telephone', 'safetyContact', { ...person, phone: '+20 2 5550-0100' }, []],
    ['person begun', 'safetyContact', { name: 'Amina', role: '', email: '' }, []],
    ['person without e-mail', 'safetyContact', { name: 'a', role: 'b' }, ['answerShape']],
    ['person with more than we ask', 'safetyContact', { ...person, salary: 1 }, ['answerShape']],
    ['person, e-mail', 'safetyContact', { ...person, email: 'amina at helio' }, ['answerNotAnEmail']],
    ['person, telephone', 'safetyContact', { ...person, phone: 'ask me' }, ['answerNotAPhone']],
    ['computed', 'riskClass', 'I', ['answerComputed']],
    ['no such field', 'horoscope', 'Leo', ['answerUnknownField']],
    ['no such field, but a property of every object', '__proto__', {}, ['answerUnknownField']],
  ])('%s', (_name, field, value, wanted) => {
    expect(codes(field, value)).toEqual(wanted)
  })

  test('files must be known, accepted and of the kind that is asked for', () => {
    const documents = new Map([
      ['pdf', { mediaType: 'application/pdf', state: 'clean' as const }],
      ['png', { mediaType: 'image/png', state: 'clean' as const }],
      ['bad', { mediaType: 'application/pdf', state: 'rejected' as const }],
      ['new', { mediaType: null, state: 'received' as const }],
    ])
    const findDocument = (id: string) => documents.get(id)
    const check = (id: string) => codes('instructionsForUse', [id], { findDocument })
    expect(check('pdf')).toEqual([])
    expect(check('new')).toEqual([])
    expect(check('png')).toEqual(['answerFileType'])
    expect(check('bad')).toEqual(['answerFileRejected'])
    expect(check('of-another-case')).toEqual(['answerFileUnknown'])
  })
})

describe('a table', () => {
  test.each([
    ['rows with some cells', 'languages', [row({ language: 'Arabic', input: true })], []],
    ['empty cells', 'languages', [row({ language: null, input: null, dialects: '' })], []],
    ['too few rows are no matter of form', 'hazardTable', [row({ hazard: 'x' })], []],
    ['no list', 'languages', { 0: row({}) }, ['answerShape']],
    ['a row that is none', 'languages', ['Arabic'], ['answerShape']],
    ['a row with more than id and cells', 'languages', [{ ...row({}), note: 1 }], ['answerShape']],
    ['cells that are a list', 'languages', [{ id: 'row00001', cells: [] as unknown[] }], ['answerShape']],
    ['an id of another form', 'languages', [row({}, 'r1')], ['answerRowId']],
    ['the same id twice', 'languages', [row({}), row({})], ['answerRowId']],
    ['a column that does not exist', 'languages', [row({ colour: 'red' })], ['answerUnknownColumn']],
    ['a computed column', 'subgroupMetrics', [row({ axis: 'sex', gap: 0.1 })], ['answerComputed']],
    ['a cell of the wrong type', 'languages', [row({ input: 'yes' })], ['answerShape']],
    ['a whole number', 'evaluationDatasets', [row({ n: 1.5 })], ['answerNotWhole']],
    ['no negative count', 'evaluationDatasets', [row({ n: -1 })], ['answerNumberAtLeast']],
    ['a number in words', 'evaluationDatasets', [row({ n: '12' })], ['answerNotANumber']],
    ['a number without end', 'evaluationDatasets', [row({ n: Number.POSITIVE_INFINITY })], ['answerNotANumber']],
    ['a number without measure', 'headlineMetrics', [row({ estimate: 1e300 })], ['answerNumberTooLarge']],
    ['percent', 'evaluationDatasets', [row({ prevalence: 100 })], []],
    ['percent over 100', 'evaluationDatasets', [row({ prevalence: 100.1 })], ['answerNumberBetween']],
    ['percent below 0', 'evaluationDatasets', [row({ prevalence: -0.1 })], ['answerNumberBetween']],
    ['https', 'clinicalEvidence', [row({ publication: 'https://example.org/a' })], []],
    ['script address', 'clinicalEvidence', [row({ publication: 'javascript:alert(1)' })], ['answerNotAUrl']],
    [
      'address with a password',
      'clinicalEvidence',
      [row({ publication: 'https://a:b@example.org' })],
      ['answerNotAUrl'],
    ],
    ['data address', 'clinicalEvidence', [row({ publication: 'data:text/html,x' })], ['answerNotAUrl']],
    ['cell text may have lines', 'engagementLog', [row({ concern: 'a\nb' })], []],
    ['cell text has a limit', 'engagementLog', [row({ selection: 'x'.repeat(2001) })], ['answerTooLong']],
    ['group of the axis chosen', 'subgroupMetrics', [row({ axis: 'sex', group: 'female' })], []],
    ['group of another axis', 'subgroupMetrics', [row({ axis: 'ageBand', group: 'female' })], ['answerNotAnOption']],
    ['group without axis', 'subgroupMetrics', [row({ group: 'female' })], ['answerNotAnOption']],
    ['group that follows another answer', 'subgroupMetrics', [row({ axis: 'language', group: 'Arabic' })], []],
    [
      'group that the other answer lacks',
      'subgroupMetrics',
      [row({ axis: 'language', group: 'Latin' })],
      ['answerNotAnOption'],
    ],
    ['interval', 'headlineMetrics', [row({ estimate: 0.9, ciLow: 0.9, ciHigh: 0.9 })], []],
    [
      'estimate below its interval',
      'headlineMetrics',
      [row({ estimate: 0.8, ciLow: 0.85, ciHigh: 0.9 })],
      ['answerIntervalLow'],
    ],
    [
      'estimate above its interval',
      'headlineMetrics',
      [row({ estimate: 0.95, ciLow: 0.85, ciHigh: 0.9 })],
      ['answerIntervalHigh'],
    ],
    ['interval upside down', 'headlineMetrics', [row({ ciLow: 0.9, ciHigh: 0.8 })], ['answerIntervalLow']],
  ])('%s', (_name, field, value, wanted) => {
    expect(codes(field, value)).toEqual(wanted)
  })

  test('holds 500 rows and no more', () => {
    const rows = Array.from({ length: 501 }, (_, at) => row({ language: 'x' }, `row${String(at).padStart(5, '0')}`))
    expect(codes('languages', rows.slice(0, answerLimits.rows))).toEqual([])
    expect(codes('languages', rows)).toEqual(['answerTooManyRows'])
  })

  test('an issue says in which row and column it stands', () => {
    const [issue] = checkAnswer(defaultPack, 'evaluationDatasets', [row({ n: 1 }), row({ n: -1 }, 'row00002')], context)
    expect(issue).toEqual({
      path: 'evaluationDatasets/row00002/n',
      code: 'answerNumberAtLeast',
      params: { field: 'evaluationDatasets', row: 2, column: 'n', min: 0 },
    })
  })
})

describe('hostile input', () => {
  test.each([
    ['NUL', 'a\u0000b', 'answerControlCharacters'],
    ['escape', 'a\u001b[31mb', 'answerControlCharacters'],
    ['C1 control', 'a\u0085b', 'answerControlCharacters'],
    ['lone high surrogate', 'a\ud83d', 'answerBrokenCharacters'],
    ['lone low surrogate', '\udc00a', 'answerBrokenCharacters'],
    ['right-to-left override', 'file\u202egpj.exe', 'answerDirectionCharacters'],
    ['isolate', 'a\u2066b', 'answerDirectionCharacters'],
  ])('%s is refused in every text', (_name, text, code) => {
    expect(codes('modelName', text)).toEqual([code])
    expect(codes('operatingLogic', text)).toEqual([code])
    expect(codes('languages', [row({ language: text })])).toEqual([code])
    expect(codes('safetyContact', { ...person, name: text })).toEqual([code])
  })

  test('a direction mark has no place in a name', () => {
    expect(codes('modelName', 'Lumen\u200f')).toEqual(['answerDirectionCharacters'])
    expect(codes('languages', [row({ language: 'A\u200eb' })])).toEqual(['answerDirectionCharacters'])
  })

  test.each(['__proto__', 'constructor', 'prototype', 'toString'])('%s is no column, no part of a person', (key) => {
    const cells: unknown = JSON.parse(`{"${key}": {"polluted": true}}`)
    expect(codes('languages', [row(cells as object)])).toEqual(['answerUnknownColumn'])
    const withKey: unknown = JSON.parse(`{"name":"a","role":"b","email":"","${key}":"x"}`)
    expect(codes('safetyContact', withKey)).toEqual(['answerShape'])
    expect({}).not.toHaveProperty('polluted')
  })

  test('no value of any kind makes the check fail, whatever the field', () => {
    const values: unknown[] = [
      undefined,
      NaN,
      -0,
      1n,
      Symbol.iterator,
      () => 1,
      new Date(),
      new Map(),
      [[]],
      [null],
      [{ id: null, cells: null }],
      { length: 3 },
      Object.create(null),
      [undefined],
      [row(Object.create(null))],
      '',
      'x'.repeat(100_000),
      { name: {}, role: [], email: 1 },
    ]
    for (const field of allFields(defaultPack))
      for (const value of values)
        expect(Array.isArray(checkAnswer(defaultPack, field.id, value, context)), field.id).toBe(true)
  })

  const list = new URL('../../../../shared/data/strings/blns.json', import.meta.url)
  test.skipIf(!existsSync(list))(
    'naughty strings (skipped where ../shared/data is absent): stored as they are, or refused with a reason',
    () => {
      const strings = JSON.parse(readFileSync(list, 'utf8')) as string[]
      const verdicts = strings.map((text) => codes('operatingLogic', text))
      expect(verdicts.every((verdict) => verdict.length <= 1)).toBe(true)
      expect(verdicts.filter((verdict) => verdict.length === 0).length).toBeGreaterThan(450)
    },
  )
})

test('every field of the pack has a type that the check knows: samples pass, a foreign shape does not', () => {
  const answers = { ...sampleAnswers(defaultPack, { riskClass: 'IV', seed: 5, files: ['d'] }) }
  const others = allFields(defaultPack).filter((field) => !field.computed)
  // The risk class alone is worked out; everything else somebody answers.
  expect(others).toHaveLength(allFields(defaultPack).length - 1)
  for (const field of others) {
    const value = answers[field.id]
    if (value !== undefined) expect(checkAnswer(defaultPack, field.id, value, { answers, today }), field.id).toEqual([])
    expect(checkAnswer(defaultPack, field.id, { shape: 'none' }, { answers, today }), field.id).toHaveLength(1)
  }
  expect(fieldOfType('metricTable')).toBe('memorisationTest')
})
