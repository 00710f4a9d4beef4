import { describe } from 'vitest'
import { reviewerAssignment } from '@placet/shared/assignment/assignment.machine'
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
import { ReviewerAssignment } from './reviewer-assignment.entity.ts'
import { mayAssign } from './reviewer-assignment.policy.ts'

const asked = [
  ...['PROPOSE', 'OPEN', 'DECLARE_NO_INTEREST', 'DECLARE_INTEREST', 'DECLINE', 'CLEAR_WITH_REASON', 'NEW_INTEREST'],
  ...['CHALLENGE', 'RECUSE', 'REASSIGN'],
]
type Stage = { leadId?: string | null; reviewerIsLead?: boolean }
const judge = (actor: Actor, event: string, state: string, facts: CaseFacts, reviewerId: string, stage: Stage = {}) =>
  mayAssign(actor, event, Object.assign(new ReviewerAssignment(), { organisationId: applicant, state, reviewerId }), {
    ...facts,
    leadId: person('stageLead').id,
    reviewerIsLead: false,
    ...stage,
  })

describe('one person of each role; the reviewer is somebody else, the lead leads the stage', () => {
  testRoles(
    {
      process: reviewerAssignment,
      asked,
      verdict: (event, state, actor) => judge(actor, event, state, noPart, 'another'),
    },
    `
    event                in                               editor  signer  orgAdmin  screener  manager  lead  reviewer  decider  deputy  integrity  inspector  admin
    PROPOSE              (new)                            –       –       –         –         yes      yes   –         –        –       –          –          –
    OPEN                 proposed                         –       –       –         –         –        –     –         –        –       –          –          –
    DECLARE_NO_INTEREST  declaring                        –       –       –         –         –        –     –         –        –       –          –          –
    DECLARE_INTEREST     declaring                        –       –       –         –         –        –     –         –        –       –          –          –
    DECLINE              declaring                        –       –       –         –         –        –     –         –        –       –          –          –
    CLEAR_WITH_REASON    integrityCheck                   –       –       –         –         –        –     –         –        –       yes        –          –
    NEW_INTEREST         active completed                 –       –       –         –         –        –     –         –        –       –          –          –
    CHALLENGE            active completed                 –       yes     –         –         yes      yes   yes       –        –       –          –          –
    RECUSE               active completed integrityCheck  –       –       –         –         –        –     –         –        –       yes        –          –
    REASSIGN             active                           –       –       –         –         yes      yes   –         –        –       –          –          –
    `,
  )
})

const reviewer = person('reviewer')
const lead = person('stageLead')
const officer = person('integrityOfficer')
const circumstances: Record<string, [Actor, CaseFacts, reviewerId: string, stage?: Stage]> = {
  'the reviewer': [reviewer, noPart, reviewer.id],
  'the reviewer, recused': [reviewer, recused, reviewer.id],
  'lead of another stage': [lead, withPart('stageLead'), 'another', { leadId: 'another lead' }],
  'reviewer leads the stage': [lead, withPart('stageLead'), 'another', { reviewerIsLead: true }],
  'recused lead': [lead, recused, 'another'],
  'integrity officer in the case': [officer, withPart('screener'), 'another'],
  'officer of others': [ofOthers(person('applicantSigner')), noPart, 'another'],
  'the reviewer, under check': [reviewer, { ...recused, underCheck: true }, reviewer.id],
  'officer who reviews': [officer, noPart, officer.id],
}

describe('circumstances', () => {
  testCircumstances(
    {
      process: reviewerAssignment,
      asked,
      verdict: (event, state, [actor, facts, reviewerId, stage]) =>
        judge(actor, event, state, facts, reviewerId, stage),
    },
    circumstances,
    `
    event                in                               the reviewer  the reviewer, recused  lead of another stage  reviewer leads the stage  recused lead  integrity officer in the case  officer of others  the reviewer, under check  officer who reviews
    PROPOSE              (new)                            –             –                      duty.notLeadOfStage    duty.leadReviewed         duty.recused  –                              –                  –                          –
    OPEN                 proposed                         yes           duty.recused           –                      –                         duty.recused  –                              –                  yes                        yes
    DECLARE_NO_INTEREST  declaring                        yes           duty.recused           –                      –                         duty.recused  –                              –                  yes                        yes
    DECLARE_INTEREST     declaring                        yes           duty.recused           –                      –                         duty.recused  –                              –                  yes                        yes
    DECLINE              declaring                        yes           yes                    –                      –                         duty.recused  –                              –                  yes                        yes
    CLEAR_WITH_REASON    integrityCheck                   –             –                      –                      –                         duty.recused  duty.integrityInCase           –                  –                          duty.integrityInCase
    NEW_INTEREST         active completed                 yes           yes                    –                      –                         duty.recused  –                              –                  yes                        yes
    CHALLENGE            active completed                 –             –                      yes                    yes                       duty.recused  –                              –                  –                          –
    RECUSE               active completed integrityCheck  yes           yes                    –                      –                         duty.recused  yes                            –                  yes                        yes
    REASSIGN             active                           –             –                      duty.notLeadOfStage    yes                       duty.recused  –                              –                  –                          –
    `,
  )
})
