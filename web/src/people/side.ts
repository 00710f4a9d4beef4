import { agencyRoles, applicantRoles } from '@placet/shared/people/roles'

/** Which people a list is about: those of an organisation, or those of the agency with the stages they may know about. */
export type Side = { roles: readonly string[]; stages: readonly { key: string; name: string }[]; refetch: string[] }

export const rolesOfOrganisation: readonly string[] = applicantRoles
export const rolesOfAgency: readonly string[] = agencyRoles
