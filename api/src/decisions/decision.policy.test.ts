import { describe, expect, test } from 'vitest'
import { decision } from '@placet/shared/decision/decision.machine'
import {
  applicant,
  noPart,
  ofOthers,
  person,
  recused,
  testCircumstances,
  testRoles,
  withPart,
} from '../../test/policy-table.ts'
import type { Actor } from '../kernel/auth/actor.ts'
import type { CaseFacts } from '../kernel/workflow.ts'
import { Decision } from './decision.entity.ts'
import { mayDecide, workingParts } from './decision.policy.ts'

const asked = [
  ...['START', 'GIVE_NOTICE', 'COMMENTS_RECEIVED', 'SUBMIT_FOR_SIGNATURE', 'SIGN', 'COUNTERSIGN'],
  ...['RETURN_TO_DRAFTER', 'RECALL', 'ABANDON'],
]
type Written = { drafterId?: string; signerId?: string; caseState?: string }
const judge = (actor: Actor, event: string, state: string, facts: CaseFacts, written: Written = {}) => {
  const { drafterId = 'the drafter', signerId = null, caseState = 'consolidation' } = written
  const subject = Object.assign(new Decision(), { organisationId: applicant, state, drafterId, signerId })
  return mayDecide(actor, event, subject, { ...facts, caseState, finalDecision: false })
}

const decider = person('decisionMaker')
const deputy = person('deputy')
const manager = person('caseManager')

describe('one person of each role; a director of no part in the case has signed', () => {
  testRoles(
    {
      process: decision,
      asked,
      verdict: (event, state, actor) => judge(actor, event, state, noPart, { signerId: decider.id }),
    },
    `
    event                 in                                    editor                 signer  orgAdmin               screener  manager  lead  reviewer  decider             deputy                   integrity  inspector  admin
    START                 (new)                                 –                      –       –                      –         yes      –     –         –                   –                        –          –          –
    GIVE_NOTICE           drafting                              –                      –       –                      –         yes      –     –         –                   –                        –          –          –
    COMMENTS_RECEIVED     noticeOfIntent                        duty.onlyOfficerSigns  yes     duty.onlyOfficerSigns  –         –        –     –         –                   –                        –          –          –
    SUBMIT_FOR_SIGNATURE  drafting                              –                      –       –                      –         yes      –     –         –                   –                        –          –          –
    SIGN                  forSignature                          –                      –       –                      –         –        –     –         yes                 yes                      –          –          –
    COUNTERSIGN           signed                                –                      –       –                      –         –        –     –         sameSigner          yes                      –          –          –
    RETURN_TO_DRAFTER     forSignature                          –                      –       –                      –         –        –     –         yes                 yes                      –          –          –
    RETURN_TO_DRAFTER     signed                                –                      –       –                      –         –        –     –         duty.signerRecalls  yes                      –          –          –
    RECALL                signed                                –                      –       –                      –         –        –     –         yes                 duty.onlySignerRecalls  –          –          –
    ABANDON               drafting noticeOfIntent forSignature  –                      –       –                      –         yes      –     –         –                   –                        –          –          –
    `,
  )
})

const circumstances: Record<string, [Actor, CaseFacts, Written?]> = {
  'officer of others': [ofOthers(person('applicantSigner')), noPart],
  'recused manager': [manager, recused],
  'manager, case in review': [manager, withPart('caseManager'), { caseState: 'inReview' }],
  'recused director': [decider, recused],
  'director who screened': [person('decisionMaker', 'screeningOfficer'), withPart('screener')],
  'deputy who drafted': [deputy, withPart('drafter'), { drafterId: deputy.id }],
  'deputy who signed': [deputy, withPart('signer'), { signerId: deputy.id }],
}

describe('circumstances', () => {
  testCircumstances(
    {
      process: decision,
      asked,
      verdict: (event, state, [actor, facts, written]) => judge(actor, event, state, facts, written),
    },
    circumstances,
    `
    event                 in                                    officer of others  recused manager  manager, case in review      recused director  director who screened    deputy who drafted       deputy who signed
    START                 (new)                                 –                  duty.recused     duty.caseNotInConsolidation  duty.recused      –                        –                        –
    GIVE_NOTICE           drafting                              –                  duty.recused     yes                          duty.recused      –                        –                        –
    COMMENTS_RECEIVED     noticeOfIntent                        –                  duty.recused     –                            duty.recused      –                        –                        –
    SUBMIT_FOR_SIGNATURE  drafting                              –                  duty.recused     yes                          duty.recused      –                        –                        –
    SIGN                  forSignature                          –                  duty.recused     signerHasPart                duty.recused      signerHasPart            duty.drafterDoesNotSign  yes
    COUNTERSIGN           signed                                –                  duty.recused     signerHasPart                duty.recused      signerHasPart            duty.drafterDoesNotSign  sameSigner
    RETURN_TO_DRAFTER     forSignature                          –                  duty.recused     –                            duty.recused      signerHasPart            signerHasPart            yes
    RETURN_TO_DRAFTER     signed                                –                  duty.recused     –                            duty.recused      signerHasPart            signerHasPart            duty.signerRecalls
    RECALL                signed                                –                  duty.recused     –                            duty.recused      duty.onlySignerRecalls  duty.onlySignerRecalls  yes
    ABANDON               drafting noticeOfIntent forSignature  –                  duty.recused     yes                          duty.recused      –                        –                        –
    `,
  )
})

test.each([
  ...['submitter', 'adviser', 'screener', 'caseManager', 'stageLead', 'reviewer', 'drafter'].map(
    (part) => [part, false] as const,
  ),
  ...['signer', 'countersigner'].map((part) => [part, true] as const),
])('whoever was %s in the case signs its decision: %s', (part, may) => {
  for (const [event, state] of [
    ['SIGN', 'forSignature'],
    ['COUNTERSIGN', 'signed'],
  ] as const) {
    const verdict = judge(decider, event, state, withPart(part))
    expect(verdict === 'hidden' ? verdict : verdict.map(({ code }) => code)).toEqual(may ? [] : ['signerHasPart'])
  }
  expect(workingParts.includes(part)).toBe(!may)
})
