import { describe, expect, test } from 'vitest'
import { submission } from '@placet/shared/submission/submission.machine'
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
import { Submission } from './submission.entity.ts'
import { mayEditDossier, mayScreen, maySubmission } from './submission.policy.ts'

const asked = [
  ...['CREATE', 'SUBMIT', 'RESUBMIT', 'REQUEST_ADVICE', 'GIVE_ADVICE', 'DISCARD', 'WITHDRAW', 'ACKNOWLEDGE'],
  ...['ACCEPT', 'RETURN_WITH_LIST', 'PROPOSE_OUT_OF_SCOPE', 'CONFIRM_OUT_OF_SCOPE', 'REJECT_OUT_OF_SCOPE'],
  ...['NAME_MANAGER', 'EXTEND_HOLD'],
]
const inState = (state: string, managerId: string | null = null) =>
  Object.assign(new Submission(), { organisationId: applicant, state, managerId })
const judge = (
  actor: Actor,
  event: string,
  state: string,
  facts: CaseFacts,
  scopeProposer: string | null = 'another',
) => maySubmission(actor, event, inState(state), { ...facts, scopeProposer, decisionMade: false })

describe('one person of each role', () => {
  testRoles(
    { process: submission, asked, verdict: (event, state, actor) => judge(actor, event, state, noPart) },
    `
    event                 in                                                                       editor                 signer  orgAdmin               screener  manager  lead  reviewer  decider  deputy  integrity  inspector  admin
    CREATE                (new)                                                                    yes                    yes     –                      –         –        –     –         –        –       –          –          –
    DISCARD               draft                                                                    yes                    yes     –                      –         –        –     –         –        –       –          –          –
    REQUEST_ADVICE        draft                                                                    yes                    yes     –                      –         –        –     –         –        –       –          –          –
    GIVE_ADVICE           preAdvice                                                                –                      –       –                      –         –        –     –         –        –       –          –          –
    SUBMIT                draft                                                                    duty.onlyOfficerSigns  yes     duty.onlyOfficerSigns  –         –        –     –         –        –       –          –          –
    RESUBMIT              returnedIncomplete                                                       duty.onlyOfficerSigns  yes     duty.onlyOfficerSigns  –         –        –     –         –        –       –          –          –
    WITHDRAW              submitted screening outOfScopeProposed returnedIncomplete inReview onHold consolidation decisionPending  duty.onlyOfficerSigns  yes     duty.onlyOfficerSigns  –         –        –     –         –        –       –          –          –
    ACKNOWLEDGE           submitted                                                                –                      –       –                      yes       –        –     –         –        –       –          –          –
    RETURN_WITH_LIST      screening                                                                –                      –       –                      yes       –        –     –         –        –       –          –          –
    ACCEPT                screening                                                                –                      –       –                      yes       –        –     –         –        –       –          –          –
    PROPOSE_OUT_OF_SCOPE  screening                                                                –                      –       –                      yes       –        –     –         –        –       –          –          –
    CONFIRM_OUT_OF_SCOPE  outOfScopeProposed                                                       –                      –       –                      yes       yes      –     –         –        –       –          –          –
    REJECT_OUT_OF_SCOPE   outOfScopeProposed                                                       –                      –       –                      yes       yes      –     –         –        –       –          –          –
    NAME_MANAGER          inReview onHold consolidation decisionPending                             –                      –       –                      yes       yes      –     –         –        –       –          –          –
    EXTEND_HOLD           returnedIncomplete                                                       –                      –       –                      yes       –        –     –         –        –       –          –          –
    `,
  )
})

const officer = person('applicantSigner')
const screener = person('screeningOfficer')
const circumstances: Record<string, [Actor, CaseFacts, proposer?: string]> = {
  'officer of others': [ofOthers(officer), noPart],
  'recused screener': [screener, recused],
  'recused officer': [officer, recused],
  'screener who proposed': [screener, withPart('screener'), screener.id],
  adviser: [person('reviewer'), withPart('adviser')],
}

describe('circumstances', () => {
  testCircumstances(
    {
      process: submission,
      asked,
      verdict: (event, state, [actor, facts, proposer]) => judge(actor, event, state, facts, proposer),
    },
    circumstances,
    `
    event                 in                                                                       officer of others  recused screener  recused officer  screener who proposed  adviser
    CREATE                (new)                                                                    –                  duty.recused      duty.recused     –                      –
    DISCARD               draft                                                                    –                  duty.recused      duty.recused     –                      –
    REQUEST_ADVICE        draft                                                                    –                  duty.recused      duty.recused     –                      –
    GIVE_ADVICE           preAdvice                                                                –                  duty.recused      duty.recused     –                      yes
    SUBMIT                draft                                                                    –                  duty.recused      duty.recused     –                      –
    RESUBMIT              returnedIncomplete                                                       –                  duty.recused      duty.recused     –                      –
    WITHDRAW              submitted screening outOfScopeProposed returnedIncomplete inReview onHold consolidation decisionPending  –                  duty.recused      duty.recused     –                      –
    ACKNOWLEDGE           submitted                                                                –                  duty.recused      duty.recused     yes                    –
    RETURN_WITH_LIST      screening                                                                –                  duty.recused      duty.recused     yes                    –
    ACCEPT                screening                                                                –                  duty.recused      duty.recused     yes                    –
    PROPOSE_OUT_OF_SCOPE  screening                                                                –                  duty.recused      duty.recused     yes                    –
    CONFIRM_OUT_OF_SCOPE  outOfScopeProposed                                                       –                  duty.recused      duty.recused     duty.secondPerson      –
    REJECT_OUT_OF_SCOPE   outOfScopeProposed                                                       –                  duty.recused      duty.recused     duty.secondPerson      –
    NAME_MANAGER          inReview onHold consolidation decisionPending                             –                  duty.recused      duty.recused     yes                    –
    EXTEND_HOLD           returnedIncomplete                                                       –                  duty.recused      duty.recused     yes                    –
    `,
  )
})

test.each([
  ['an editor of the applicant', person('applicantEditor'), true],
  ['an officer of the applicant', officer, true],
  ['an administrator of the applicant', person('organisationAdmin'), false],
  ['an editor of others', ofOthers(person('applicantEditor')), false],
  ['a screener', screener, false],
  ['a case manager', person('caseManager'), false],
])('%s writes in the dossier: %3$s', (_, actor, may) => {
  expect(mayEditDossier(actor, inState('draft'))).toBe(may)
})

test('only a screener who is not recused writes the screening record', () => {
  expect(mayScreen(screener, false)).toBe(true)
  expect(mayScreen(screener, true)).toBe(false)
  expect(mayScreen(person('caseManager'), false)).toBe(false)
})

test('a place that is filled is handed over by those who manage cases', () => {
  const may = (actor: Actor) =>
    maySubmission(actor, 'NAME_MANAGER', inState('onHold', 'somebody'), {
      ...noPart,
      scopeProposer: null,
      decisionMade: false,
    })
  expect(may(person('caseManager'))).toEqual([])
  expect(may(screener)).toEqual([{ code: 'duty.onlyCaseManager' }])
})

test('what is decided and past recall is no longer withdrawn', () => {
  const facts = { ...noPart, scopeProposer: null, decisionMade: true }
  expect(maySubmission(officer, 'WITHDRAW', inState('decisionPending'), facts)).toEqual([{ code: 'duty.decisionMade' }])
})
