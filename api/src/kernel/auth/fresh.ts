import { stepUpRequired } from '../errors.ts'
import type { Actor } from './actor.ts'

/** Minutes for which a proof counts for sensitive acts: factors, e-mail, roles, exports (security.md 3). */
export const freshMinutes = 5

const isFresh = ({ provedAt }: Actor, minutes = freshMinutes): boolean =>
  provedAt !== undefined && Date.now() - provedAt.getTime() < minutes * 60_000

/**
 * Asks for proof within these minutes.
 * @throws STEP_UP_REQUIRED, which the web answers with a dialog before it sends the command again
 */
export function requireFresh(actor: Actor, minutes = freshMinutes): void {
  if (!isFresh(actor, minutes)) throw stepUpRequired()
}
