import { describe } from 'vitest'
import { informationRequest } from '@placet/shared/information-request/information-request.machine'
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
import { InformationRequest } from './information-request.entity.ts'
import { mayRequest } from './information-request.policy.ts'

const asked = [
  ...['COLLECT_QUESTIONS', 'APPROVE_AND_SEND', 'ASK_EXTENSION', 'RULE', 'ANSWER', 'JUDGE_INCOMPLETE', 'COMPLETE'],
  ...['JUDGE_COMPLETE', 'CANCEL', 'ALLOW_CLOCK_STOP', 'DISCARD'],
]
const draftedBy = 'the-drafter'
const judge = (actor: Actor, event: string, state: string, facts: CaseFacts, caseState = 'inReview') =>
  mayRequest(actor, event, Object.assign(new InformationRequest(), { organisationId: applicant, state, draftedBy }), {
    ...facts,
    caseState,
  })

describe('one person of each role, the case in review', () => {
  testRoles(
    { process: informationRequest, asked, verdict: (event, state, actor) => judge(actor, event, state, noPart) },
    `
    event              in                     editor                 signer  orgAdmin               screener  manager  lead  reviewer  decider  deputy  integrity  inspector  admin
    COLLECT_QUESTIONS  (new)                  –                      –       –                      –         yes      –     –         –        –       –          –          –
    APPROVE_AND_SEND   drafted                –                      –       –                      –         yes      –     –         –        –       –          –          –
    DISCARD            drafted                –                      –       –                      –         yes      –     –         –        –       –          –          –
    ALLOW_CLOCK_STOP   drafted                –                      –       –                      –         –        –     –         yes      –       –          –          –
    ASK_EXTENSION      issued                 duty.onlyOfficerSigns  yes     duty.onlyOfficerSigns  –         –        –     –         –        –       –          –          –
    RULE               extensionAsked         –                      –       –                      –         yes      –     –         –        –       –          –          –
    ANSWER             issued extensionAsked  duty.onlyOfficerSigns  yes     duty.onlyOfficerSigns  –         –        –     –         –        –       –          –          –
    JUDGE_INCOMPLETE   answered               –                      –       –                      –         yes      –     –         –        –       –          –          –
    COMPLETE           incomplete             duty.onlyOfficerSigns  yes     duty.onlyOfficerSigns  –         –        –     –         –        –       –          –          –
    JUDGE_COMPLETE     answered               –                      –       –                      –         yes      –     –         –        –       –          –          –
    CANCEL             issued                 –                      –       –                      –         yes      –     –         –        –       –          –          –
    `,
  )
})

const officer = person('applicantSigner')
const manager = person('caseManager')
const circumstances: Record<string, [Actor, CaseFacts, caseState?: string]> = {
  'officer of others': [ofOthers(officer), noPart],
  'recused manager': [manager, recused],
  'manager of the case': [manager, withPart('caseManager')],
  'manager, case on hold': [manager, noPart, 'onHold'],
  'manager, consolidation': [manager, noPart, 'consolidation'],
  'decider who drafted': [{ ...person('caseManager', 'decisionMaker'), id: draftedBy }, noPart],
}

describe('circumstances', () => {
  testCircumstances(
    {
      process: informationRequest,
      asked,
      verdict: (event, state, [actor, facts, caseState]) => judge(actor, event, state, facts, caseState),
    },
    circumstances,
    `
    event              in                     officer of others  recused manager  manager of the case  manager, case on hold    manager, consolidation  decider who drafted
    COLLECT_QUESTIONS  (new)                  –                  duty.recused     yes                  yes                      yes  yes
    APPROVE_AND_SEND   drafted                –                  duty.recused     yes                  request.caseNotInReview  yes  yes
    DISCARD            drafted                –                  duty.recused     yes                  yes                      yes                     yes
    ALLOW_CLOCK_STOP   drafted                –                  duty.recused     –                    –                        –                       duty.secondPerson
    ASK_EXTENSION      issued                 –                  duty.recused     –                    –                        –  –
    RULE               extensionAsked         –                  duty.recused     yes                  yes                      yes  yes
    ANSWER             issued extensionAsked  –                  duty.recused     –                    –                        –  –
    JUDGE_INCOMPLETE   answered               –                  duty.recused     yes                  yes                      yes  yes
    COMPLETE           incomplete             –                  duty.recused     –                    –                        –  –
    JUDGE_COMPLETE     answered               –                  duty.recused     yes                  yes                      yes  yes
    CANCEL             issued                 –                  duty.recused     yes                  yes                      yes  yes
    `,
  )
})
