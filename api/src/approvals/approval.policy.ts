import type { Actor } from '../kernel/auth/actor.ts'
import { has, isApplicant } from '../kernel/auth/actor.ts'
import type { Verdict } from '../kernel/policy.ts'
import { unmet } from '../kernel/workflow.ts'
import type { CaseFacts } from '../kernel/workflow.ts'
import type { Approval } from './approval.entity.ts'

/** Pure: of an approval's events only the holder's surrender is asked for by a person; the rest follow from decisions and time. */
export function mayApproval(actor: Actor, event: string, subject: Approval, _: CaseFacts): Verdict {
  if (event !== 'SURRENDER' || !isApplicant(actor) || actor.organisationId !== subject.organisationId) return 'hidden'
  return has(actor, 'applicantSigner') ? [] : [unmet('duty.onlyOfficerSigns')]
}
