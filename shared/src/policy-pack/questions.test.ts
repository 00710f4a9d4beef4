import { describe, expect, test } from 'vitest'
import { clockLimit, reviewClockOf } from './clock-limits.ts'
import { defaultPack } from './default/default-pack.ts'
import { riskClasses } from './pack-shape.ts'
import { notAvailable, questionsOf, reviewersNeeded, signaturesNeeded, stagesOf } from './questions.ts'

const personal = { personalDataInUse: true }
const impersonal = { trainedOnPersonalData: 'no', personalDataInUse: false }

describe('the stages of a case', () => {
  test('class I has four, data protection only where personal data are used', () => {
    expect(stagesOf(defaultPack, 'I', impersonal)).toEqual(['technical', 'ethics', 'post-market'])
    expect(stagesOf(defaultPack, 'I', personal)).toEqual(['technical', 'data-protection', 'ethics', 'post-market'])
  })

  test.each(['II', 'III', 'IV'] as const)('class %s has all seven', (riskClass) => {
    const all = ['technical', 'clinical', 'equity', 'data-protection', 'cybersecurity', 'ethics', 'post-market']
    expect(stagesOf(defaultPack, riskClass, impersonal)).toEqual(all)
  })

  test('each has something to ask, and so have screening and decision', () => {
    for (const riskClass of riskClasses)
      for (const stage of ['screening', 'decision', ...stagesOf(defaultPack, riskClass, personal)])
        expect(questionsOf(defaultPack, stage, riskClass), `${stage} of class ${riskClass}`).not.toEqual([])
  })
})

describe('the questions of a stage', () => {
  test('are the pack’s own and those of WHO that are asked in review, for this class', () => {
    const ids = questionsOf(defaultPack, 'data-protection', 'I').map((question) => question.id)
    expect(ids.filter((id) => id.startsWith('RQ-'))).toEqual([
      'RQ-DPR-01',
      'RQ-DPR-02',
      'RQ-DPR-03',
      'RQ-DPR-04',
      'RQ-DPR-05',
    ])
    expect(ids).not.toContain('WHO-DEV-01')
    expect(questionsOf(defaultPack, 'data-protection', 'II').map((question) => question.id)).toContain('WHO-DEV-01')
    const [first] = questionsOf(defaultPack, 'data-protection', 'II').filter(({ id }) => id === 'WHO-DEV-01')
    expect(first).toMatchObject({ fields: ['dpiaFile', 'dpiaSummary'], answers: ['yes', 'partly', 'no'] })
    expect(first?.who).toMatchObject({ en: 'Assess data-protection impact before training' })
  })

  test('leave out what is asked after release and what the agency asks itself', () => {
    const asked = new Set(
      defaultPack.stages.flatMap(({ key }) =>
        riskClasses.flatMap((each) => questionsOf(defaultPack, key, each).map(({ id }) => id)),
      ),
    )
    const notInReview = defaultPack.whoRecommendations.filter((item) => item.askAt !== 'review')
    expect(notInReview).toHaveLength(19)
    expect(notInReview.filter((item) => asked.has(item.id))).toEqual([])
    expect(asked.size).toBe(48 + 48)
  })
})

test.each([
  ['I', 'technical', 1],
  ['II', 'clinical', 1],
  ['III', 'clinical', 2],
  ['III', 'equity', 1],
  ['IV', 'clinical', 2],
  ['IV', 'ethics', 2],
] as const)('class %s, stage %s: %i reviewers', (riskClass, stage, wanted) => {
  expect(reviewersNeeded(defaultPack, riskClass, stage)).toBe(wanted)
})

test.each([
  ['I', 'registration', 'approve', false, 1],
  ['II', 'registration', 'approveWithConditions', false, 1],
  ['III', 'registration', 'approve', false, 2],
  ['IV', 'renewal', 'approve', false, 2],
  ['I', 'registration', 'refuse', false, 2],
  ['I', 'registration', 'approve', true, 2],
  ['II', 'suspension', null, false, 2],
  ['I', 'revocation', null, false, 2],
] as const)('class %s, %s, %s, departs: %s: %i signatures', (riskClass, kind, outcome, departs, wanted) => {
  expect(signaturesNeeded(defaultPack, riskClass, { kind, outcome, departs })).toBe(wanted)
})

test('class IV asks for a panel and public comment, which this version does not have', () => {
  expect(notAvailable(defaultPack, 'IV')).toEqual(['advisoryPanel', 'publicComment'])
  expect(notAvailable(defaultPack, 'III')).toEqual([])
})

test.each([
  ['acknowledge', 'I', { days: 3, businessDays: true }],
  ['screening', 'II', { days: 15, businessDays: false }],
  ['firstSubstantiveContact', 'II', { days: 60, businessDays: false }],
  ['stageReport', 'I', { days: 23, businessDays: false }],
  ['stageReport', 'IV', { days: 105, businessDays: false }],
  ['auditDue', 'III', { months: 24 }],
  ['missedDecision', 'I', { days: 10, businessDays: false }],
  ['incidentOther', 'I', null],
] as const)('clock %s of class %s', (clock, riskClass, wanted) => {
  expect(clockLimit(defaultPack, clock, riskClass)).toEqual(wanted)
})

test('each class has a review clock as long as its target', () => {
  for (const { id, targetReviewDays } of defaultPack.classes)
    expect(clockLimit(defaultPack, reviewClockOf(id), id)).toEqual({ days: targetReviewDays, businessDays: false })
  expect(() => clockLimit(defaultPack, 'siesta', 'I')).toThrow(/no clock "siesta"/)
})
