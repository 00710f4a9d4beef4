import { SoftwarePasskey } from '@placet/shared/passkey/passkey.schema'
import type { Sql } from '../db/run.ts'
import type { Role } from './actor.ts'

const password = 'placet-demo-2026'

/** People of the demo, one button each on the sign-in page. Never present in production. */
export type DemoAccount = {
  email: string
  password: string
  name: string
  office: string
  organisation: 'Helio Health' | 'Nile Medical' | null
  roles: readonly Role[]
  expertise?: readonly string[]
}

const allStages = ['technical', 'clinical', 'equity', 'data-protection', 'cybersecurity', 'ethics', 'post-market']
const agency = (
  name: string,
  email: string,
  office: string,
  roles: readonly Role[],
  expertise: readonly string[] = [],
): DemoAccount => ({
  email: `${email}@agency.example`,
  password,
  name,
  office,
  organisation: null,
  roles,
  expertise,
})

export const demoAccounts: readonly DemoAccount[] = [
  {
    email: 'officer@helio.example',
    password,
    name: 'Amira Selim',
    office: 'Regulatory officer, Helio Health',
    organisation: 'Helio Health',
    roles: ['applicantSigner', 'applicantEditor', 'organisationAdmin'],
  },
  {
    email: 'contributor@helio.example',
    password,
    name: 'Jonas Weber',
    office: 'Contributor, Helio Health',
    organisation: 'Helio Health',
    roles: ['applicantEditor'],
  },
  {
    email: 'officer@nile.example',
    password,
    name: 'Salma Farouk',
    office: 'Regulatory officer, Nile Medical',
    organisation: 'Nile Medical',
    roles: ['applicantSigner', 'applicantEditor', 'organisationAdmin'],
  },
  agency('Inès Marchand', 'screener', 'Screening officer', ['screeningOfficer']),
  agency('Tomás Rivera', 'screener2', 'Screening officer', ['screeningOfficer']),
  agency('Mariam Okafor', 'manager', 'Case manager', ['caseManager']),
  agency('Lars Nyström', 'lead', 'Stage lead', ['stageLead'], allStages),
  agency('Abena Diallo', 'reviewer.a', 'Reviewer', ['reviewer'], allStages),
  agency('Samir Haddad', 'reviewer.b', 'Reviewer', ['reviewer'], allStages),
  agency('Chiara Conti', 'reviewer.c', 'Reviewer', ['reviewer'], allStages),
  agency('Ruth Mensah', 'decision', 'Director of approvals', ['decisionMaker']),
  agency('Viktor Kovač', 'deputy', 'Deputy director of approvals', ['deputy']),
  agency('Leila Haidari', 'integrity', 'Integrity officer', ['integrityOfficer']),
  agency('Peter Lindqvist', 'inspector', 'Inspector', ['inspector']),
  agency('Noor Rahman', 'admin', 'Administrator', ['agencyAdmin']),
]

/** The passkeys of the demo's people with their private keys, by e-mail address. */
export async function readDemoPasskeys(tx: Sql): Promise<Map<string, SoftwarePasskey>> {
  const rows = await tx.rows<{ email: string; held: string }>(
    `select a.email, d.held from demo_passkey d join account a on a.person_id = d.person_id limit 100`,
  )
  return new Map(rows.map(({ email, held }) => [email, SoftwarePasskey.parse(JSON.parse(held))]))
}
