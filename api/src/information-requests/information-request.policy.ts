import type { Actor } from '../kernel/auth/actor.ts'
import { has, isAgency, isApplicant } from '../kernel/auth/actor.ts'
import type { Verdict } from '../kernel/policy.ts'
import { toRoles } from '../kernel/policy.ts'
import { unmet } from '../kernel/workflow.ts'
import type { CaseFacts } from '../kernel/workflow.ts'
import type { InformationRequest } from './information-request.entity.ts'

/** Where the case stands. */
export type RequestDuty = { caseState: string }

/** Pure: who may do what to an information request (workflow.md 5). */
export function mayRequest(
  actor: Actor,
  event: string,
  request: InformationRequest,
  facts: RequestDuty & CaseFacts,
): Verdict {
  if (facts.recused) return [unmet('duty.recused')]
  const own = isApplicant(actor) && actor.organisationId === request.organisationId
  switch (event) {
    case 'COLLECT_QUESTIONS':
    case 'RULE':
    case 'JUDGE_COMPLETE':
    case 'JUDGE_INCOMPLETE':
    case 'CANCEL':
      return toRoles(actor, 'caseManager')
    case 'DISCARD':
      return isAgency(actor) && request.draftedBy === actor.id ? [] : toRoles(actor, 'caseManager')
    case 'ALLOW_CLOCK_STOP':
      if (!has(actor, 'decisionMaker')) return 'hidden'
      return request.draftedBy === actor.id ? [unmet('duty.secondPerson')] : []
    case 'APPROVE_AND_SEND':
      if (!has(actor, 'caseManager')) return 'hidden'
      return facts.caseState === 'inReview' || facts.caseState === 'consolidation'
        ? []
        : [unmet('request.caseNotInReview')]
    case 'ASK_EXTENSION':
    case 'ANSWER':
    case 'COMPLETE':
      if (!own) return 'hidden'
      return has(actor, 'applicantSigner') ? [] : [unmet('duty.onlyOfficerSigns')]
    default:
      return 'hidden'
  }
}
