import type { Actor } from '../kernel/auth/actor.ts'
import { has } from '../kernel/auth/actor.ts'
import type { Verdict } from '../kernel/policy.ts'
import { toRoles } from '../kernel/policy.ts'
import { unmet } from '../kernel/workflow.ts'
import type { CaseFacts } from '../kernel/workflow.ts'
import type { ReviewStage } from './review-stage.entity.ts'

/** What the asking person has to do with the stage. */
export type StageDuty = {
  /** Has, or had, an assignment to it. */
  reviewsHere: boolean
  /** Has an active assignment to it. */
  mayReview: boolean
  signedOwn: boolean
  /** The case is in consolidation: a stage may be taken up again. */
  caseOpen: boolean
}

/** Pure: who may do what in a stage (workflow.md 2). */
export function mayReviewStage(actor: Actor, event: string, stage: ReviewStage, facts: StageDuty & CaseFacts): Verdict {
  if (facts.recused) return [unmet('duty.recused')]
  switch (event) {
    case 'REPORT_SIGNED':
      if (!facts.mayReview) return 'hidden'
      return facts.signedOwn ? [unmet('duty.reportSignedAlready')] : []
    case 'LEAD_SIGNS':
    case 'RETURN_FOR_WORK':
      if (!has(actor, 'stageLead')) return 'hidden'
      if (stage.leadId !== actor.id) return [unmet('duty.notLeadOfStage')]
      return facts.reviewsHere ? [unmet('duty.leadReviewed')] : []
    case 'REOPEN':
      if (!has(actor, 'caseManager')) return 'hidden'
      return facts.caseOpen ? [] : [unmet('duty.caseNotInConsolidation')]
    default:
      return toRoles(actor, 'system')
  }
}
