import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { migrate } from '../src/kernel/db/migrate.ts'
import type { DatabaseUrls } from '../src/kernel/db/migrate.ts'
import { legalMoves } from '../src/kernel/legal-moves.ts'

/** The migrated template and how its server is reached; the URLs name the template's own database. */
export type Template = DatabaseUrls & { name: string; ownerUrl: string }

/**
 * Makes and migrates the database that every test file clones.
 *
 * @param ownerUrl connection string of a role that may create databases and roles
 */
export async function makeTemplate(ownerUrl: string): Promise<{ template: Template; drop(): Promise<void> }> {
  const name = `placet_template_${randomBytes(4).toString('hex')}`
  await command(ownerUrl, `CREATE DATABASE ${name}`)
  const drop = () => command(ownerUrl, `DROP DATABASE ${name} WITH (FORCE)`)
  try {
    const own = withDatabase(ownerUrl, name)
    const urls = await migrate(own, legalMoves)
    return { template: { name, ownerUrl: own, ...urls }, drop }
  } catch (error) {
    await drop()
    throw error
  }
}

/** The same connection string with another database. */
export function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.toString()
}

/** One statement on a connection of its own, on the server's maintenance database: a template must have no visitors. */
export async function command(ownerUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: withDatabase(ownerUrl, 'postgres') })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
