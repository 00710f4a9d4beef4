import { createHash } from 'node:crypto'
import pg from 'pg'
import { defaultPack } from '@placet/shared/policy-pack/default/default-pack'
import { parsePolicyPack } from '@placet/shared/policy-pack/policy-pack.schema'
import { demoAccounts } from '../kernel/auth/demo-accounts.ts'
import { hashPassword } from '../kernel/auth/password.ts'
import { StartError } from '../kernel/db/start-error.ts'
import type { Settings } from '../kernel/settings.ts'
import { seedPasskeys } from './demo-passkeys.ts'

/**
 * What a new database needs: the default policy pack and the agency's settings; in demo mode its people too.
 * Runs with the owner's login, before the application opens its own. Safe to run at every start.
 * @param origin what browsers see; passkeys are made for its host
 * @returns whether this start made the demo
 * @throws {StartError} when production meets demo data
 */
export async function seed(ownerUrl: string, mode: Settings['mode'], origin: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: ownerUrl, options: '-c role=portal_owner' })
  await client.connect()
  try {
    const { rows: demo } = await client.query(`select 1 from demo_marker`)
    if (mode === 'production' && demo.length > 0) refuseDemoData()
    await client.query('begin')
    await client.query(`select pg_advisory_xact_lock(7042026)`)
    await seedPack(client)
    await client.query(
      `insert into agency_setting (name, country, time_zone, race_ethnicity) values ($1, $2, $3, $4) on conflict do nothing`,
      mode === 'production'
        ? ['Agency', 'CH', 'UTC', []]
        : [
            'Agency for Health Models',
            'CH',
            'Europe/Zurich',
            ['Group A', 'Group B', 'Group C', 'Indigenous', 'more than one', 'not recorded'],
          ],
    )
    const isNewDemo = mode !== 'production' && demo.length === 0
    if (isNewDemo) await seedPeople(client)
    if (mode !== 'production') await seedPasskeys(client, origin)
    await client.query('commit')
    return isNewDemo
  } finally {
    await client.end()
  }
}

/** @throws {StartError} always: its accounts have passwords that everybody knows */
export function refuseDemoData(): never {
  throw new StartError('This database holds demo data: production does not start on it. Give it a database of its own.')
}

async function seedPack(client: pg.Client): Promise<void> {
  const pack = parsePolicyPack(defaultPack)
  const document = JSON.stringify(pack)
  await client.query(
    `insert into policy_pack (version, document, sha256) values ($1, $2, $3) on conflict (version) do nothing`,
    [pack.version, document, createHash('sha256').update(document).digest()],
  )
}

async function seedPeople(client: pg.Client): Promise<void> {
  await client.query(`insert into demo_marker default values`)
  const organisations = new Map<string, string>()
  for (const name of new Set(
    demoAccounts.flatMap(({ organisation }) => (organisation === null ? [] : [organisation])),
  )) {
    const { rows } = await client.query<{ id: string }>(
      `insert into organisation (name, verified_at) values ($1, now()) returning id`,
      [name],
    )
    if (rows[0] !== undefined) organisations.set(name, rows[0].id)
  }
  const passwordHash = await hashPassword(demoAccounts[0]?.password ?? '')
  for (const { email, name, office, organisation, roles, expertise } of demoAccounts) {
    const { rows } = await client.query<{ id: string }>(
      `insert into person (name, office, organisation_id, roles, expertise) values ($1, $2, $3, $4, $5) returning id`,
      [name, office, organisation === null ? null : organisations.get(organisation), roles, expertise ?? []],
    )
    await client.query(`insert into account (person_id, email, password_hash) values ($1, $2, $3)`, [
      rows[0]?.id,
      email,
      passwordHash,
    ])
  }
}
