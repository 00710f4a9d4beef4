import { describe, expect, test } from 'vitest'
import { faultsOf, on, seal, seen, someRow, testCommandInput } from '../kernel/command-input.testing.ts'
import * as inputs from './review-stage.schema.ts'

const reason = 'Two of three sites.'
const answer = {
  ...on,
  question: 'RQ-CLI-03',
  baseVersion: 2,
  answer: 'partly',
  reason,
  evidence: [
    { kind: 'field', at: 'clinicalSites' },
    { kind: 'document', at: someRow, page: 12 },
  ],
}

describe('commands on a review stage', () => {
  testCommandInput('setStageLead', inputs.SetStageLeadInput, { ...seen, leadId: someRow })
  testCommandInput('saveReviewAnswer', inputs.SaveReviewAnswerInput, answer, ['answer'])
  testCommandInput('saveRecommendation', inputs.SaveRecommendationInput, {
    ...on,
    reportVersion: 1,
    recommendation: 'approveWithConditions',
    summary: '',
  })
  testCommandInput('signReport', inputs.SignReportInput, { ...seen, ...seal })
  testCommandInput('fileDissent', inputs.FileDissentInput, {
    ...on,
    reportVersion: 1,
    text: 'The sample is too small.',
  })
  testCommandInput('saveReconciliation', inputs.SaveReconciliationInput, {
    ...seen,
    question: 'RQ-CLI-03',
    answer: 'no',
    reason,
  })
  testCommandInput('saveStageRecommendation', inputs.SaveStageRecommendationInput, {
    ...seen,
    recommendation: 'refuse',
  })
  testCommandInput('returnStage', inputs.ReturnStageInput, { ...seen, reason })
  testCommandInput('signReconciliation', inputs.SignReconciliationInput, { ...seen, ...seal })
  testCommandInput('reopenStage', inputs.ReopenStageInput, { ...seen, reason, ground: 'newEvidence' })

  test('a page belongs to a document', () => {
    const evidence = [{ kind: 'field', at: 'clinicalSites', page: 1 }]
    expect(faultsOf(inputs.SaveReviewAnswerInput, { ...answer, evidence })).toEqual([
      'evidence/0/page: inputPageOfField',
    ])
  })

  test('nobody reopens a stage on the ground that is the system’s own', () => {
    expect(faultsOf(inputs.ReopenStageInput, { ...seen, reason, ground: 'recusal' })).toEqual(['ground: inputChoice'])
  })
})
