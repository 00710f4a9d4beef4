import * as z from 'zod/mini'
import { command, commandOn, commandOnVersion, email, listOf, name, reason, stageKey } from '../kernel/input.ts'
import { agencyRoles, applicantRoles } from './roles.ts'

export const mailLanguage = z.enum(['en', 'fr', 'ar'])
/** At least one; whether they are roles of the right side is for the server, which knows who asks. */
const roles = z.array(z.enum([...applicantRoles, ...agencyRoles])).check(z.minLength(1), z.maxLength(12))
/** Stages of the policy pack that a reviewer or lead knows about. */
const expertise = listOf(stageKey, 20)

/** Invites somebody into one's own organisation, or into the agency; `language` is that of the letter. */
export const InviteColleagueInput = z.strictObject({ ...command, email, language: mailLanguage, roles, expertise })
export type InviteColleagueInput = z.infer<typeof InviteColleagueInput>

/** Sends an open invitation again, with another link: the one before it works no more. */
export const ResendInvitationInput = z.strictObject(commandOn)
export type ResendInvitationInput = z.infer<typeof ResendInvitationInput>

export const WithdrawInvitationInput = z.strictObject(commandOn)
export type WithdrawInvitationInput = z.infer<typeof WithdrawInvitationInput>

/** The roles and fields that the person has from now on: grants and revokes what differs. */
export const ChangeRolesInput = z.strictObject({ ...commandOnVersion, roles, expertise })
export type ChangeRolesInput = z.infer<typeof ChangeRolesInput>

/** Ends the account: sessions and access at once, the name under what was signed stays. */
export const RemoveColleagueInput = z.strictObject({ ...commandOnVersion, reason })
export type RemoveColleagueInput = z.infer<typeof RemoveColleagueInput>

export const VerifyOrganisationInput = z.strictObject(commandOnVersion)
export type VerifyOrganisationInput = z.infer<typeof VerifyOrganisationInput>

export const RefuseOrganisationInput = z.strictObject({ ...commandOnVersion, reason })
export type RefuseOrganisationInput = z.infer<typeof RefuseOrganisationInput>

/** Taken as typed: neither trimmed nor normalised here. What makes it too weak is for the server. */
const password = z.string().check(
  z.refine<string>((typed) => typed.isWellFormed(), 'inputNotText'),
  z.minLength(1),
  z.maxLength(256),
)
const token = z.string().check(z.regex(/^[\w-]{43}$/, 'inputKey'))

/** Asks for a link by which a new organisation, and its first person, are made. */
export const RegisterOrganisation = z.strictObject({ organisationName: name(200), email, language: mailLanguage })
export type RegisterOrganisation = z.infer<typeof RegisterOrganisation>

/** What a link is for; asked by POST, so that the token stands in no address. */
export const ReadLink = z.strictObject({ token })
export type ReadLink = z.infer<typeof ReadLink>

/** Makes the account that an invitation or a registration is for. */
export const Join = z.strictObject({ token, name: name(200), office: z.nullable(name(200)), password })
export type Join = z.infer<typeof Join>

export const AskReset = z.strictObject({ email, language: mailLanguage })
export type AskReset = z.infer<typeof AskReset>

export const ResetPassword = z.strictObject({ token, password })
export type ResetPassword = z.infer<typeof ResetPassword>

/** Asks to be reached at another address, which counts once its link was opened. */
export const ChangeEmailInput = z.strictObject({ ...command, email })
export type ChangeEmailInput = z.infer<typeof ChangeEmailInput>
