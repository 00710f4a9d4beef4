import { describe, expect, test } from 'vitest'
import { faultsOf, on, seal, seen, testCommandInput } from '../kernel/command-input.testing.ts'
import * as inputs from './decision.schema.ts'

const reason = 'The gap is bounded by the condition.'
const draft = {
  ...seen,
  outcome: 'approveWithConditions',
  reasons: reason,
  publicSummary: '',
  departures: [{ stage: 'equity', reason: '' }],
  conditions: [{ text: 'Report by age group.', dueAt: '2027-06-01', evidence: '' }],
  answers: [{ question: 'RQ-DEC-01', answer: 'yes', reason }],
}

describe('commands on a decision', () => {
  testCommandInput('startDecision', inputs.StartDecisionInput, { ...on, kind: 'registration' })
  testCommandInput('saveDecision', inputs.SaveDecisionInput, draft, ['outcome'])
  testCommandInput('giveNotice', inputs.GiveNoticeInput, { ...seen, text: 'We intend to refuse.' })
  testCommandInput('commentOnNotice', inputs.CommentOnNoticeInput, { ...seen, text: 'The sample was larger.' })
  testCommandInput('submitForSignature', inputs.SubmitForSignatureInput, seen)
  testCommandInput('returnToDrafter', inputs.ReturnToDrafterInput, { ...seen, reason })
  testCommandInput('signDecision', inputs.SignDecisionInput, { ...seen, affirmed: true, ...seal })
  testCommandInput('recallDecision', inputs.RecallDecisionInput, { ...seen, reason })
  testCommandInput('countersignDecision', inputs.CountersignDecisionInput, { ...seen, affirmed: false, ...seal })
  testCommandInput('abandonDecision', inputs.AbandonDecisionInput, { ...seen, reason })

  test('a condition is due on a day, even in a draft', () => {
    const conditions = [{ text: '', dueAt: 'soon', evidence: '' }]
    expect(faultsOf(inputs.SaveDecisionInput, { ...draft, conditions })).toEqual(['conditions/0/dueAt: inputDate'])
  })

  test('an outcome or a kind that nobody knows is refused', () => {
    expect(faultsOf(inputs.SaveDecisionInput, { ...draft, outcome: 'approved' })).toEqual(['outcome: inputChoice'])
    expect(faultsOf(inputs.StartDecisionInput, { ...on, kind: 'pardon' })).toEqual(['kind: inputChoice'])
  })
})
