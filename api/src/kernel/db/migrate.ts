import { createHash } from 'node:crypto'
import pg from 'pg'
import { DataSource } from 'typeorm'
import { migrations } from '../../../migrations/all.ts'
import { coverTables } from './coverage.ts'
import { letInspectorRead } from './inspector.ts'
import { StartError } from './start-error.ts'

/** How each role of the database is reached. */
export type DatabaseUrls = { appUrl: string; publicUrl: string; workerUrl: string; inspectorUrl: string }

const logins = ['portal_app', 'portal_public', 'portal_worker', 'portal_inspector'] as const

/** One row of `legal_transition`. */
export type LegalTransition = { process: string; from: string; event: string; to: string }

/**
 * Makes the roles, runs the migrations as `portal_owner`, writes the machines' legal moves, and answers with the login of
 * each role. Safe to run again and at the same time from two processes (an advisory lock holds the second back).
 * Role passwords are derived from the owner's, so that every process that knows the owner's URL agrees on them.
 * @param given logins that the operator made: those roles keep their passwords
 * @throws {StartError} where the server is too old, cannot be reached, or refuses what the owner must be able to do
 */
export async function migrate(
  ownerUrl: string,
  legal: readonly LegalTransition[],
  given: { app?: string; public?: string; worker?: string; inspector?: string } = {},
): Promise<DatabaseUrls> {
  const client = new pg.Client({ connectionString: ownerUrl, connectionTimeoutMillis: 5000 })
  try {
    await client.connect()
  } catch (cause) {
    const { host, port } = new pg.Client({ connectionString: ownerUrl })
    throw new StartError(`The database at ${host}:${port} cannot be reached: ${(cause as Error).message}.`, { cause })
  }
  try {
    const { rows } = await client.query<{ version: number }>(
      `select current_setting('server_version_num')::int as version`,
    )
    if ((rows[0]?.version ?? 0) < 150000) throw new StartError('Placet needs PostgreSQL 15 or newer.')
    await client.query(`select pg_advisory_lock(7042024)`)
    const passwords = await makeRoles(client, ownerUrl, given)
    const source = new DataSource({
      type: 'postgres',
      url: ownerUrl,
      migrations,
      migrationsTableName: 'migration',
      migrationsTransactionMode: 'each',
      synchronize: false,
      extra: { options: '-c role=portal_owner', max: 2 },
    })
    await source.initialize()
    try {
      await source.runMigrations()
      for (const row of legal)
        await source.query(`insert into legal_transition values ($1, $2, $3, $4) on conflict do nothing`, [
          row.process,
          row.from,
          row.event,
          row.to,
        ])
      const runner = source.createQueryRunner()
      await runner.startTransaction()
      try {
        await coverTables(runner)
        await letInspectorRead(runner)
        await runner.commitTransaction()
      } finally {
        if (runner.isTransactionActive) await runner.rollbackTransaction()
        await runner.release()
      }
    } finally {
      await source.destroy()
    }
    const as = (role: (typeof logins)[number]) => {
      const url = new URL(ownerUrl)
      url.username = role
      url.password = passwords[role] ?? ''
      return url.toString()
    }
    return {
      appUrl: given.app ?? as('portal_app'),
      publicUrl: given.public ?? as('portal_public'),
      workerUrl: given.worker ?? as('portal_worker'),
      inspectorUrl: given.inspector ?? as('portal_inspector'),
    }
  } finally {
    await client.end()
  }
}

async function makeRoles(
  client: pg.Client,
  ownerUrl: string,
  given: { app?: string; public?: string; worker?: string; inspector?: string },
): Promise<Record<string, string>> {
  const secret = new URL(ownerUrl).password
  const passwords: Record<string, string> = {}
  const kept = new Set(
    Object.values(given).flatMap((url) => (url === undefined ? [] : [decodeURIComponent(new URL(url).username)])),
  )
  const { rows } = await client.query<{ name: string }>(
    `select rolname as name from pg_roles where rolname like 'portal\\_%'`,
  )
  const there = new Set(rows.map(({ name }) => name))
  if (!there.has('portal_owner')) await client.query(`create role portal_owner nologin nosuperuser nobypassrls`)
  await client.query(`grant portal_owner to current_user`)
  for (const role of logins) {
    if (!there.has(role))
      await client.query(`create role ${role} login nosuperuser nobypassrls nocreatedb nocreaterole`)
    if (kept.has(role)) continue
    const password = createHash('sha256').update(`${secret}\n${role}`).digest('base64url')
    passwords[role] = password
    await client.query(`alter role ${role} password '${password}'`)
  }
  const { rows: me } = await client.query<{ super: boolean }>(
    `select rolsuper as super from pg_roles where rolname = current_user`,
  )
  // Made where the owner may make it (BYPASSRLS is a superuser's to give); its password is the operator's.
  const backup = me[0]?.super === true || there.has('portal_backup') ? ['portal_backup'] : []
  if (backup.length > 0 && !there.has('portal_backup'))
    await client.query(`create role portal_backup login nosuperuser bypassrls; grant pg_read_all_data to portal_backup;
      alter role portal_backup set default_transaction_read_only = on`)
  const { rows: where } = await client.query<{ name: string }>(`select quote_ident(current_database()) as name`)
  await client.query(`
    revoke all on database ${where[0]?.name} from public;
    grant connect on database ${where[0]?.name} to ${[...logins, ...backup].join(', ')}, portal_owner;
    grant create on database ${where[0]?.name} to portal_owner;
    revoke all on schema public from public;
    grant all on schema public to portal_owner;
    grant usage on schema public to ${logins.join(', ')};
    create extension if not exists pg_trgm with schema public;
    alter role portal_app set statement_timeout = '5s';
    alter role portal_app set lock_timeout = '2s';
    alter role portal_app set idle_in_transaction_session_timeout = '10s';
    alter role portal_public set statement_timeout = '5s';
    alter role portal_public set default_transaction_read_only = on;
    alter role portal_worker set statement_timeout = '5min';
    alter role portal_worker set lock_timeout = '5s';
    alter role portal_inspector set default_transaction_read_only = on;
    alter role portal_inspector set statement_timeout = '5s';
    alter role portal_inspector set idle_in_transaction_session_timeout = '10s';
  `)
  return passwords
}
