import { describe, expect, test } from 'vitest'
import { faultsOf, made, on, someRow, testCommandInput } from '../kernel/command-input.testing.ts'
import { ConfirmAnswersInput, ImportModelCardInput, SaveAnswersInput, StartDossierInput } from './dossier.schema.ts'

const card = { ...on, card: '# Model card\n', fileName: 'README.md' }
const seen = { field: 'modelName', baseVersion: 0 }
const answers = [{ field: 'intendedPurpose', baseVersion: 0, value: ['diagnosis'] }]

describe('commands on a dossier', () => {
  testCommandInput('startDossier', StartDossierInput, { ...made, modelName: 'RadioLens XL', modelVersion: '3.1' })
  testCommandInput('importModelCard', ImportModelCardInput, { ...card, fields: [seen] }, ['fields'])
  testCommandInput('confirmAnswers', ConfirmAnswersInput, { ...on, fields: [seen] })
  testCommandInput('saveAnswers', SaveAnswersInput, { ...on, answers })

  test('a model card comes as text or as a document, not both and not neither', () => {
    const { card: _, ...neither } = card
    expect(faultsOf(ImportModelCardInput, { ...neither, card: null, documentId: someRow })).toEqual([])
    expect(faultsOf(ImportModelCardInput, { ...card, documentId: someRow })).toEqual(['card: inputOneCard'])
    expect(faultsOf(ImportModelCardInput, neither)).toEqual(['card: inputOneCard'])
  })

  test('an answer may be taken back, and a value that reaches a prototype is refused', () => {
    const save = (value: unknown) => ({ ...on, answers: [{ field: 'modelName', baseVersion: 3, value }] })
    expect(faultsOf(SaveAnswersInput, save(null))).toEqual([])
    expect(faultsOf(SaveAnswersInput, save(JSON.parse('{"__proto__":1}')))).toEqual(['answers/0/value: inputJson'])
  })

  test('half a character in an answer is left to the pack, which names the field; in a key it is refused', () => {
    const save = (value: unknown) => ({ ...on, answers: [{ field: 'modelName', baseVersion: 3, value }] })
    const rows = (cells: object) => [{ id: 'row00001', cells }]
    for (const value of ['a\ud83d', ['\udc00'], rows({ name: '\ud83d' })])
      expect(faultsOf(SaveAnswersInput, save(value))).toEqual([])
    expect(faultsOf(SaveAnswersInput, save(rows({ '\ud83d': 'x' })))).toEqual(['answers/0/value: inputJson'])
  })

  test('a save without answers, or with more than a section has, is refused', () => {
    expect(faultsOf(SaveAnswersInput, { ...on, answers: [] })).toEqual(['answers: inputTooFew'])
    const many = Array.from({ length: 201 }, () => answers[0])
    expect(faultsOf(SaveAnswersInput, { ...on, answers: many })).toEqual(['answers: inputTooMany'])
  })
})
