import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import type { DatabaseUrls } from '../src/kernel/db/migrate.ts'
import { command, withDatabase } from './template-database.ts'

/** A database of a test file's own, with the login of each role. */
export type ClonedDatabase = DatabaseUrls & {
  /** as the owner: what a test looks at in SQL, past the row-level security */
  ownerUrl: string
  drop(): Promise<void>
}

/** Copies the migrated template; takes some tens of milliseconds. Call once per test file and `drop` at its end. */
export async function cloneDatabase(): Promise<ClonedDatabase> {
  const template = inject('template')
  const name = `placet_test_${randomBytes(6).toString('hex')}`
  await command(template.ownerUrl, `CREATE DATABASE ${name} TEMPLATE ${template.name}`)
  // Grants on the database itself are not copied with it.
  await command(template.ownerUrl, `REVOKE ALL ON DATABASE ${name} FROM public`)
  await command(
    template.ownerUrl,
    `GRANT CONNECT ON DATABASE ${name} TO portal_app, portal_public, portal_worker, portal_inspector, portal_owner`,
  )
  await command(template.ownerUrl, `GRANT CREATE ON DATABASE ${name} TO portal_owner`)
  return {
    ownerUrl: withDatabase(template.ownerUrl, name),
    appUrl: withDatabase(template.appUrl, name),
    publicUrl: withDatabase(template.publicUrl, name),
    workerUrl: withDatabase(template.workerUrl, name),
    inspectorUrl: withDatabase(template.inspectorUrl, name),
    drop: () => command(template.ownerUrl, `DROP DATABASE ${name} WITH (FORCE)`),
  }
}
