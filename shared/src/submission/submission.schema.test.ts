import { describe, expect, test } from 'vitest'
import { faultsOf, on, seal, seen, someRow, testCommandInput } from '../kernel/command-input.testing.ts'
import * as inputs from './submission.schema.ts'

const reason = 'The purpose does not say who the patients are.'
const screening = {
  ...on,
  screeningVersion: 0,
  answers: [{ question: 'RQ-SCR-01', answer: 'partly', reason }],
  citations: [{ field: 'intendedPurpose', reason }],
  classConfirmed: 'III',
  classReason: '',
}

describe('commands on a submission', () => {
  testCommandInput('discardDossier', inputs.DiscardDossierInput, seen)
  testCommandInput('requestAdvice', inputs.RequestAdviceInput, { ...seen, adviserId: someRow })
  testCommandInput('giveAdvice', inputs.GiveAdviceInput, { ...seen, advice: 'File as Class III.' })
  testCommandInput('submitDossier', inputs.SubmitDossierInput, { ...seen, ...seal })
  testCommandInput('resubmitDossier', inputs.ResubmitDossierInput, { ...seen, ...seal })
  testCommandInput('withdrawSubmission', inputs.WithdrawSubmissionInput, { ...seen, reason })
  testCommandInput('acknowledgeSubmission', inputs.AcknowledgeSubmissionInput, seen)
  testCommandInput('saveScreening', inputs.SaveScreeningInput, screening, ['classConfirmed', 'classReason'])
  testCommandInput('returnSubmission', inputs.ReturnSubmissionInput, seen)
  testCommandInput('acceptSubmission', inputs.AcceptSubmissionInput, { ...seen, caseManagerId: someRow }, [
    'caseManagerId',
  ])
  testCommandInput('nameCaseManager', inputs.NameCaseManagerInput, { ...seen, managerId: someRow, reason })
  testCommandInput('extendScreeningHold', inputs.ExtendScreeningHoldInput, { ...seen, days: 30, reason })
  testCommandInput('proposeOutOfScope', inputs.ProposeOutOfScopeInput, { ...seen, reason })
  testCommandInput('confirmOutOfScope', inputs.ConfirmOutOfScopeInput, { ...seen, reason })
  testCommandInput('rejectOutOfScope', inputs.RejectOutOfScopeInput, { ...seen, reason })
  testCommandInput('recuseSelf', inputs.RecuseSelfInput, { ...on, reason })

  test('screening may be saved half done, but an answer is yes, partly or no', () => {
    const saved = (answer: string) => ({
      ...screening,
      answers: [{ question: 'RQ-SCR-01', answer, reason: '' }],
      citations: [{ field: '', reason: '' }],
      classConfirmed: null,
    })
    expect(faultsOf(inputs.SaveScreeningInput, saved('no'))).toEqual([])
    expect(faultsOf(inputs.SaveScreeningInput, saved('maybe'))).toEqual(['answers/0/answer: inputChoice'])
  })

  test('a withdrawal gives its reason', () => {
    expect(faultsOf(inputs.WithdrawSubmissionInput, { ...seen, reason: ' ' })).toEqual(['reason: inputEmpty'])
  })
})
