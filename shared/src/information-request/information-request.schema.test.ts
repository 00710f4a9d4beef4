import { describe, expect, test } from 'vitest'
import { faultsOf, on, seal, seen, someRow, testCommandInput } from '../kernel/command-input.testing.ts'
import * as inputs from './information-request.schema.ts'

const reason = 'The report of one site is late.'
const question = {
  stage: 'data-protection',
  field: 'trainingData',
  question: 'Where does it come from?',
  reason: 'The source is not named.',
  satisfiedBy: 'The contract.',
}
const judged = { question: someRow, complete: false, judgement: 'The contract is not signed.' }

describe('commands on an information request', () => {
  testCommandInput('draftInformationRequest', inputs.DraftInformationRequestInput, {
    ...on,
    questions: [question],
    stopsClock: true,
  })
  testCommandInput('saveInformationRequest', inputs.SaveInformationRequestInput, {
    ...seen,
    questions: [{ ...question, id: someRow }],
  })
  testCommandInput('allowClockStop', inputs.AllowClockStopInput, { ...seen, reason: 'New evidence.' })
  testCommandInput('discardInformationRequest', inputs.DiscardInformationRequestInput, { ...seen, reason })
  testCommandInput('sendInformationRequest', inputs.SendInformationRequestInput, seen)
  testCommandInput('askExtension', inputs.AskExtensionInput, { ...seen, days: 30, reason })
  testCommandInput('ruleExtension', inputs.RuleExtensionInput, { ...seen, grant: false, reason })
  testCommandInput('saveRequestAnswer', inputs.SaveRequestAnswerInput, {
    ...on,
    question: someRow,
    baseVersion: 0,
    answer: '',
  })
  testCommandInput('answerInformationRequest', inputs.AnswerInformationRequestInput, { ...seen, ...seal })
  testCommandInput('judgeRequest', inputs.JudgeRequestInput, { ...seen, judgements: [judged] })
  testCommandInput('completeInformationRequest', inputs.CompleteInformationRequestInput, { ...seen, ...seal })
  testCommandInput('cancelInformationRequest', inputs.CancelInformationRequestInput, { ...seen, reason })

  test('an answer that is not complete says what it lacks; a complete one need not', () => {
    const judge = (complete: boolean) => ({ ...seen, judgements: [{ ...judged, complete, judgement: ' ' }] })
    expect(faultsOf(inputs.JudgeRequestInput, judge(true))).toEqual([])
    expect(faultsOf(inputs.JudgeRequestInput, judge(false))).toEqual(['judgements/0/judgement: inputEmpty'])
  })

  test('a question is judged once', () => {
    expect(faultsOf(inputs.JudgeRequestInput, { ...seen, judgements: [judged, judged] })).toEqual([
      'judgements: inputRepeated',
    ])
  })

  test.each([
    [0, ['days: inputTooSmall']],
    [180, []],
    [181, ['days: inputTooBig']],
  ])('an extension of %i days', (days, expected) => {
    expect(faultsOf(inputs.AskExtensionInput, { ...seen, days, reason })).toEqual(expected)
  })
})
