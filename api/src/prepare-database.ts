import pg from 'pg'
import { migrations } from '../migrations/all.ts'
import { migrate } from './kernel/db/migrate.ts'
import type { DatabaseUrls } from './kernel/db/migrate.ts'
import { StartError } from './kernel/db/start-error.ts'
import { legalMoves } from './kernel/legal-moves.ts'
import type { Settings } from './kernel/settings.ts'
import { refuseDemoData, seed } from './demo/index.ts'

/**
 * The logins of this process. Whoever holds the owner's address brings the database up to date by it. In production a
 * process need not: given the logins of the roles, it looks whether `npm run migrate` was run, and changes nothing.
 * @throws {StartError} one plain sentence
 */
export async function prepareDatabase(settings: Settings): Promise<{ urls: DatabaseUrls; isNewDemo: boolean }> {
  const { owner, app, public: reader, worker, inspector } = settings.database
  if (owner !== undefined) {
    const urls = await migrate(owner, legalMoves, settings.database)
    const origin = settings.origin === '' ? 'http://localhost' : settings.origin
    return { urls, isNewDemo: await seed(owner, settings.mode, origin) }
  }
  if (app === undefined || reader === undefined || worker === undefined || inspector === undefined)
    throw new StartError(
      'DATABASE_OWNER_URL is missing: it makes the roles and migrates. A process without it needs DATABASE_URL, DATABASE_PUBLIC_URL, DATABASE_WORKER_URL and DATABASE_INSPECTOR_URL.',
    )
  await refuseUnprepared(app, settings.mode)
  return { urls: { appUrl: app, publicUrl: reader, workerUrl: worker, inspectorUrl: inspector }, isNewDemo: false }
}

/**
 * `npm run migrate`: the schema, and in production what a new database needs besides. A demonstration makes its people when
 * it starts, never here: who forgets PLACET_MODE must not find them in a database of production.
 */
export async function bringUpToDate(owner: string, settings: Settings): Promise<void> {
  await migrate(owner, legalMoves, settings.database)
  if (settings.mode === 'production') await seed(owner, settings.mode, settings.origin)
}

async function refuseUnprepared(appUrl: string, mode: Settings['mode']): Promise<void> {
  const client = new pg.Client({ connectionString: appUrl, connectionTimeoutMillis: 5000 })
  try {
    await client.connect()
    const { rows } = await client.query<{ done: number; demo: boolean }>(
      `select (select count(*)::int from migration) as done, exists (select 1 from demo_marker) as demo`,
    )
    if ((rows[0]?.done ?? 0) < migrations.length)
      throw new StartError('The database is older than this version: run npm run migrate first.')
    if (mode === 'production' && rows[0]?.demo !== false) refuseDemoData()
  } catch (cause) {
    if (cause instanceof StartError) throw cause
    throw new StartError(`The database cannot be used by DATABASE_URL: ${(cause as Error).message}.`, { cause })
  } finally {
    await client.end().catch(() => undefined)
  }
}
