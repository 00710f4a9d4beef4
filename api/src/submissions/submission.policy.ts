import type { Actor } from '../kernel/auth/actor.ts'
import { has, isApplicant } from '../kernel/auth/actor.ts'
import { toRoles } from '../kernel/policy.ts'
import type { Verdict } from '../kernel/policy.ts'
import { unmet } from '../kernel/workflow.ts'
import type { CaseFacts } from '../kernel/workflow.ts'
import type { Submission } from './submission.entity.ts'

export type SubmissionDuty = {
  /** Who proposed that the case is out of scope; the second person must be another. */
  scopeProposer: string | null
  /** The one signature that the decision needs was given, and can no longer be recalled. */
  decisionMade: boolean
}

/** Pure: who may do what to a submission (workflow.md 1). */
export function maySubmission(
  actor: Actor,
  event: string,
  subject: Submission,
  facts: SubmissionDuty & CaseFacts,
): Verdict {
  if (facts.recused) return [unmet('duty.recused')]
  const own = isApplicant(actor) && actor.organisationId === subject.organisationId
  switch (event) {
    case 'CREATE':
    case 'DISCARD':
    case 'REQUEST_ADVICE':
      return own ? toRoles(actor, 'applicantEditor', 'applicantSigner') : 'hidden'
    case 'SUBMIT':
    case 'RESUBMIT':
    case 'WITHDRAW':
      if (!own) return 'hidden'
      if (!has(actor, 'applicantSigner')) return [unmet('duty.onlyOfficerSigns')]
      return event === 'WITHDRAW' && facts.decisionMade ? [unmet('duty.decisionMade')] : []
    case 'GIVE_ADVICE':
      return facts.parts.includes('adviser') ? [] : 'hidden'
    case 'NAME_MANAGER':
      if (has(actor, 'caseManager')) return []
      // Accepting a file names its manager; where the place stands empty, screening still may.
      if (!has(actor, 'screeningOfficer')) return 'hidden'
      return subject.managerId === null ? [] : [unmet('duty.onlyCaseManager')]
    case 'EXTEND_HOLD':
    case 'ACKNOWLEDGE':
    case 'RETURN_WITH_LIST':
    case 'ACCEPT':
    case 'PROPOSE_OUT_OF_SCOPE':
      return toRoles(actor, 'screeningOfficer')
    case 'CONFIRM_OUT_OF_SCOPE':
    case 'REJECT_OUT_OF_SCOPE':
      if (!has(actor, 'screeningOfficer', 'caseManager')) return 'hidden'
      return facts.scopeProposer === actor.id ? [unmet('duty.secondPerson')] : []
    default:
      return 'hidden'
  }
}

/** That one officer finds a case out of scope is the agency's own until a second one agrees: it is still being screened. */
export const submissionStateFor = (actor: Actor, state: string): string =>
  isApplicant(actor) && state === 'outOfScopeProposed' ? 'screening' : state

/** Who may write in the dossier at all. */
export const mayEditDossier = (actor: Actor, subject: Submission): boolean =>
  isApplicant(actor) &&
  actor.organisationId === subject.organisationId &&
  has(actor, 'applicantEditor', 'applicantSigner')

/** Who may write the screening record. */
export const mayScreen = (actor: Actor, recused: boolean): boolean => !recused && has(actor, 'screeningOfficer')
