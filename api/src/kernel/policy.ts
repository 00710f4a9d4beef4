import { SetMetadata } from '@nestjs/common'
import type { Unmet } from '@placet/shared/kernel/process'
import { agencyRoles, applicantRoles } from '@placet/shared/people/roles'
import type { Actor, Role } from './auth/actor.ts'
import { has, isAgency, isApplicant } from './auth/actor.ts'

/** First door of every root field: who may knock at all. Rows and acts are judged behind it. */
export type Door = 'public' | 'signedIn' | 'applicant' | 'agency' | 'agencyAdmin'
export const doorKey = 'placet:door'

/** Deny by default: a root field or route without this refuses everyone, and the boot check fails. */
export const Policy = (door: Door) => SetMetadata(doorKey, door)

export function mayKnock(door: Door, actor: Actor): boolean {
  switch (door) {
    case 'public':
      return true
    case 'signedIn':
      return actor.roles.length > 0
    case 'applicant':
      return isApplicant(actor)
    case 'agency':
      return isAgency(actor)
    case 'agencyAdmin':
      return has(actor, 'agencyAdmin')
  }
}

/** Whom a door lets in, and who gives that role: what a refusal at it says. */
export const neededAt = (door: Door): { roles: readonly Role[]; grantedBy: Role | null } => {
  switch (door) {
    case 'applicant':
      return { roles: applicantRoles, grantedBy: 'organisationAdmin' }
    case 'agency':
      return { roles: agencyRoles, grantedBy: 'agencyAdmin' }
    case 'agencyAdmin':
      return { roles: ['agencyAdmin'], grantedBy: 'agencyAdmin' }
    default:
      return { roles: [], grantedBy: null }
  }
}

/**
 * What a policy says of one event: no reasons means yes; reasons mean no, and are shown beside the disabled button;
 * 'hidden' means no, and nobody in this place would expect the button.
 */
export type Verdict = Unmet[] | 'hidden'

/** Allowed to holders of one of the roles; hidden to the rest. */
export const toRoles = (actor: Actor, ...wanted: Role[]): Verdict => (has(actor, ...wanted) ? [] : 'hidden')
