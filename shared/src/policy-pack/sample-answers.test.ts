import { describe, expect, test } from 'vitest'
import { unmetRequirements } from './completeness.ts'
import { defaultPack } from './default/default-pack.ts'
import { riskClasses } from './pack-shape.ts'
import { localisePack } from './policy-pack.schema.ts'
import { classify } from './risk-class.ts'
import { sampleAnswers } from './sample-answers.ts'

const files = ['document-1']
const today = '2026-01-15'

describe.each(riskClasses)('a sample dossier of class %s', (riskClass) => {
  test.each([1, 2, 3, 4, 5, 6])('lacks nothing and comes out in its class (seed %i)', (seed) => {
    const answers = sampleAnswers(defaultPack, { riskClass, seed, files })
    expect(unmetRequirements(defaultPack, answers, { today })).toEqual([])
    expect(classify(defaultPack, answers).riskClass).toBe(riskClass)
    expect(answers).not.toHaveProperty('riskClass')
  })

  test('is the same for the same wish, in whatever language the pack is read', () => {
    const wish = { riskClass, seed: 11, files }
    const again = sampleAnswers(localisePack(defaultPack, 'ar'), wish)
    expect(again).toEqual(sampleAnswers(defaultPack, wish))
  })
})

test('answers that are there stay, where they are enough; those of the risk rule follow the class', () => {
  const keep = {
    modelName: 'Kept Name',
    intendedPurpose: 'Kept purpose.',
    dataCurrency: '2999-01-01',
    informationSignificance: 'treatOrDiagnose',
    outputKinds: ['generatedImage'],
    nonsense: 1,
  }
  const answers = sampleAnswers(defaultPack, { riskClass: 'I', seed: 2, files, keep })
  expect(answers).toMatchObject({
    modelName: 'Kept Name',
    intendedPurpose: 'Kept purpose.',
    outputKinds: ['generatedImage'],
  })
  expect(answers['dataCurrency']).not.toBe('2999-01-01')
  expect(answers['informationSignificance']).toBe('noClinicalRole')
  expect(answers['generativeSafety']).toHaveLength(4)
})

test('files are asked for by field and kind', () => {
  const asked: string[] = []
  const answers = sampleAnswers(defaultPack, {
    riskClass: 'III',
    seed: 1,
    files: ({ field, accept }) => {
      asked.push(`${field} ${accept ?? 'any'}`)
      return [`file-${field}`]
    },
  })
  expect(asked).toContain('sbom application/json')
  expect(asked).toContain('instructionsForUse application/pdf')
  expect(answers['sbom']).toEqual(['file-sbom'])
})

test('texts are real sentences: none is the fallback', () => {
  const dossiers = riskClasses.flatMap((riskClass) =>
    [1, 2, 3, 4].map((seed) => JSON.stringify(sampleAnswers(defaultPack, { riskClass, seed, files }))),
  )
  for (const dossier of dossiers) {
    expect(dossier).not.toContain('Described in the documents attached')
    expect(dossier).not.toContain('As described in the attached file')
  }
})
