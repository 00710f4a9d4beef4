import { agencyRoles, applicantRoles } from '@placet/shared/people/roles'
import { has, isApplicant } from '../kernel/auth/actor.ts'
import type { Actor } from '../kernel/auth/actor.ts'
import type { Verdict } from '../kernel/policy.ts'
import { unmet } from '../kernel/workflow.ts'

/** Whom an act is about: a member of that organisation, or of the agency where it is null. */
export type Managed = { id: string | null; organisationId: string | null }

/** Pure: who may invite, change roles and remove (workflow.md 0). Each side's administrator, their own side, never themselves. */
export function mayManage(actor: Actor, { id, organisationId }: Managed): Verdict {
  if (organisationId !== actor.organisationId) return 'hidden'
  if (isApplicant(actor) && !has(actor, 'organisationAdmin')) return [unmet('people.onlyOrganisationAdmin')]
  if (!isApplicant(actor) && !has(actor, 'agencyAdmin')) return [unmet('people.onlyAgencyAdmin')]
  return id === actor.id ? [unmet('people.notOneself')] : []
}

/** Do all of these roles belong to the actor's own side? */
export const areOwnSides = (actor: Actor, roles: readonly string[]): boolean => {
  const own: readonly string[] = isApplicant(actor) ? applicantRoles : agencyRoles
  return roles.every((role) => own.includes(role))
}
