/** Roles of an applicant's people (workflow.md 0): contributor, officer, administrator of the organisation. */
export const applicantRoles = ['applicantEditor', 'applicantSigner', 'organisationAdmin'] as const

/** Roles of the agency's people. */
export const agencyRoles = [
  'screeningOfficer',
  'caseManager',
  'stageLead',
  'reviewer',
  'decisionMaker',
  'deputy',
  'integrityOfficer',
  'inspector',
  'agencyAdmin',
] as const
