import type { Actor } from '../kernel/auth/actor.ts'
import { toRoles } from '../kernel/policy.ts'
import type { Verdict } from '../kernel/policy.ts'
import { unmet } from '../kernel/workflow.ts'
import type { CaseFacts } from '../kernel/workflow.ts'
import type { ConfidentialityClaim } from './confidentiality-claim.entity.ts'

/** Pure: the case manager rules on a claim; it is made with the dossier and ends by itself. */
export function mayClaim(actor: Actor, event: string, _: ConfidentialityClaim, facts: CaseFacts): Verdict {
  if (facts.recused) return [unmet('duty.recused')]
  return event === 'GRANT' || event === 'REFUSE' ? toRoles(actor, 'caseManager') : 'hidden'
}
