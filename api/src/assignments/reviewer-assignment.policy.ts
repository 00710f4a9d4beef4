import type { Actor } from '../kernel/auth/actor.ts'
import { has, isAgency } from '../kernel/auth/actor.ts'
import type { Verdict } from '../kernel/policy.ts'
import { toRoles } from '../kernel/policy.ts'
import { unmet } from '../kernel/workflow.ts'
import type { CaseFacts } from '../kernel/workflow.ts'
import type { ReviewerAssignment } from './reviewer-assignment.entity.ts'

/** Who leads the stage. */
export type AssignmentDuty = { leadId: string | null; reviewerIsLead: boolean }

/** Pure: who proposes reviewers to the stage that this lead has. */
export function mayPropose(actor: Actor, leadId: string | null): Verdict {
  if (!has(actor, 'stageLead', 'caseManager')) return 'hidden'
  return has(actor, 'caseManager') || leadId === actor.id ? [] : [unmet('duty.notLeadOfStage')]
}

/** Pure: who may do what to an assignment (workflow.md 3). */
export function mayAssign(
  actor: Actor,
  event: string,
  subject: ReviewerAssignment,
  facts: AssignmentDuty & CaseFacts,
): Verdict {
  const own = subject.reviewerId === actor.id
  if (facts.recused && !own) return [unmet('duty.recused')]
  switch (event) {
    case 'PROPOSE': {
      const verdict = mayPropose(actor, facts.leadId)
      if (verdict === 'hidden' || verdict.length > 0) return verdict
      return facts.reviewerIsLead ? [unmet('duty.leadReviewed')] : []
    }
    case 'OPEN':
    case 'DECLARE_NO_INTEREST':
    case 'DECLARE_INTEREST':
      // Whoever stepped out of the case takes no other part in it; to decline is all that is left.
      if (!own) return 'hidden'
      return facts.recused && !facts.underCheck ? [unmet('duty.recused')] : []
    case 'DECLINE':
    case 'NEW_INTEREST':
      return own ? [] : 'hidden'
    case 'CLEAR_WITH_REASON':
      if (!has(actor, 'integrityOfficer')) return 'hidden'
      return own || facts.parts.length > 0 ? [unmet('duty.integrityInCase')] : []
    case 'RECUSE':
      return own ? [] : toRoles(actor, 'integrityOfficer')
    case 'CHALLENGE':
      if (own) return 'hidden'
      if (isAgency(actor)) return toRoles(actor, 'reviewer', 'stageLead', 'caseManager')
      return actor.organisationId === subject.organisationId ? toRoles(actor, 'applicantSigner') : 'hidden'
    case 'REASSIGN':
      if (!has(actor, 'stageLead', 'caseManager')) return 'hidden'
      return facts.leadId === actor.id || has(actor, 'caseManager') ? [] : [unmet('duty.notLeadOfStage')]
    default:
      return 'hidden'
  }
}
