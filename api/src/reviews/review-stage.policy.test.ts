import { describe } from 'vitest'
import { reviewStage } from '@placet/shared/review-stage/review-stage.machine'
import { applicant, noPart, person, recused, testCircumstances, testRoles, withPart } from '../../test/policy-table.ts'
import type { Actor } from '../kernel/auth/actor.ts'
import type { CaseFacts } from '../kernel/workflow.ts'
import { ReviewStage } from './review-stage.entity.ts'
import { mayReviewStage } from './review-stage.policy.ts'
import type { StageDuty } from './review-stage.policy.ts'

const asked = ['REPORT_SIGNED', 'RETURN_FOR_WORK', 'LEAD_SIGNS', 'REOPEN']
const nothing: StageDuty = { reviewsHere: false, mayReview: false, signedOwn: false, caseOpen: true }
const judge = (
  actor: Actor,
  event: string,
  state: string,
  facts: CaseFacts & Partial<StageDuty>,
  leadId = person('stageLead').id,
) =>
  mayReviewStage(actor, event, Object.assign(new ReviewStage(), { organisationId: applicant, state, leadId }), {
    ...nothing,
    ...facts,
  })

describe('one person of each role, the lead leading this stage and the case in consolidation', () => {
  testRoles(
    { process: reviewStage, asked, verdict: (event, state, actor) => judge(actor, event, state, noPart) },
    `
    event            in          editor  signer  orgAdmin  screener  manager  lead  reviewer  decider  deputy  integrity  inspector  admin
    REPORT_SIGNED    inProgress  –       –       –         –         –        –     –         –        –       –          –          –
    RETURN_FOR_WORK  leadCheck   –       –       –         –         –        yes   –         –        –       –          –          –
    LEAD_SIGNS       leadCheck   –       –       –         –         –        yes   –         –        –       –          –          –
    REOPEN           reported    –       –       –         –         yes      –     –         –        –       –          –          –
    `,
  )
})

const lead = person('stageLead')
const manager = person('caseManager')
const reviewer = person('reviewer')
const circumstances: Record<string, [Actor, CaseFacts & Partial<StageDuty>, leadId?: string]> = {
  'active reviewer': [reviewer, { ...withPart('reviewer'), reviewsHere: true, mayReview: true }],
  'reviewer who signed': [reviewer, { ...withPart('reviewer'), reviewsHere: true, mayReview: true, signedOwn: true }],
  'reviewer who left': [reviewer, { ...withPart('reviewer'), reviewsHere: true }],
  'recused reviewer': [reviewer, { ...recused, reviewsHere: true }],
  'lead of another stage': [lead, withPart('stageLead'), 'another'],
  'lead who reviewed': [lead, { ...withPart('stageLead', 'reviewer'), reviewsHere: true }],
  'recused lead': [lead, recused],
  'manager, case in review': [manager, { ...withPart('caseManager'), caseOpen: false }],
}

describe('circumstances', () => {
  testCircumstances(
    {
      process: reviewStage,
      asked,
      verdict: (event, state, [actor, facts, leadId]) => judge(actor, event, state, facts, leadId),
    },
    circumstances,
    `
    event            in          active reviewer  reviewer who signed       reviewer who left  recused reviewer  lead of another stage  lead who reviewed  recused lead  manager, case in review
    REPORT_SIGNED    inProgress  yes              duty.reportSignedAlready  –                  duty.recused      –                      –                  duty.recused  –
    RETURN_FOR_WORK  leadCheck   –                –                         –                  duty.recused      duty.notLeadOfStage    duty.leadReviewed  duty.recused  –
    LEAD_SIGNS       leadCheck   –                –                         –                  duty.recused      duty.notLeadOfStage    duty.leadReviewed  duty.recused  –
    REOPEN           reported    –                –                         –                  duty.recused      –                      –                  duty.recused  duty.caseNotInConsolidation
    `,
  )
})
