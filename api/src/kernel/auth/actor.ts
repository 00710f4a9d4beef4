import { agencyRoles, applicantRoles } from '@placet/shared/people/roles'

/** The roles of workflow.md 0 that an account can hold. */
export const roles = [...applicantRoles, ...agencyRoles, 'system'] as const
export type Role = (typeof roles)[number]

/** Roles whose holders see every filed case (recusal aside). Reviewers see only what is assigned; the agency admin sees none. */
const caseWideRoles: readonly Role[] = [
  'screeningOfficer',
  'caseManager',
  'stageLead',
  'decisionMaker',
  'deputy',
  'integrityOfficer',
  'inspector',
]

export type Language = 'en' | 'fr' | 'ar'

/** Who acts or reads, for one request. Nothing about rights is kept beyond it. */
export type Actor = {
  readonly id: string
  readonly name: string
  /** Printed under signatures and shown instead of the name where the reader may not know it. */
  readonly office: string
  readonly organisationId: string | null
  readonly roles: readonly Role[]
  /** SHA-256 of the session's token; null for the system and the public. */
  readonly session: Buffer | null
  /** Of the session, which keeps it when its token is changed for a new one. */
  readonly sessionId?: string
  /** When the person last proved who they are, in this session. */
  readonly provedAt?: Date
}

const nobody = '00000000-0000-4000-8000-000000000000'
const systemId = '00000000-0000-4000-8000-00000000515e'
/** In `case_access`: everyone in the agency who sees all filed cases. */
export const agencyId = '00000000-0000-4000-8000-00000000a9e1'

/** The portal itself: timers, reactions. */
export const system: Actor = {
  id: systemId,
  name: 'Placet',
  office: 'system',
  organisationId: null,
  roles: ['system'],
  session: null,
}

/** No account. */
export const anyone: Actor = { id: nobody, name: '', office: 'public', organisationId: null, roles: [], session: null }

/** Someone who proves who they are: sees accounts and sessions, nothing else. */
export const signingIn: Actor = { ...anyone, id: nobody, office: 'signing in' }

export const has = (actor: Actor, ...wanted: Role[]): boolean => wanted.some((role) => actor.roles.includes(role))
export const isApplicant = (actor: Actor): boolean => actor.organisationId !== null
export const isAgency = (actor: Actor): boolean =>
  actor.organisationId === null && actor.roles.length > 0 && !has(actor, 'system')
export const seesAllCases = (actor: Actor): boolean => isAgency(actor) && has(actor, ...caseWideRoles)
/** Who may read who read a case. */
export const readsAccess = (actor: Actor): boolean => isAgency(actor) && has(actor, 'inspector', 'integrityOfficer')
