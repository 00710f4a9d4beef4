import { randomBytes } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import type { Pool } from 'pg'
import { Databases } from '../db/databases.ts'
import { run } from '../db/run.ts'
import { sha256 } from '../record.ts'
import { anyone, roles, signingIn } from './actor.ts'
import type { Actor, Language, Role } from './actor.ts'

const absoluteHours = { staff: 12, applicant: 24 }
const atOnce = 5

export type Visitor = { actor: Actor; language: Language | null }

/** Sessions of our own: an opaque token in a cookie, its SHA-256 in Postgres, nothing in memory (security.md 3). */
@Injectable()
export class Sessions {
  constructor(private readonly databases: Databases) {}

  /** Who holds this token now; `anyone` when nobody does. One statement. */
  async find(token: string | undefined): Promise<Visitor> {
    if (token === undefined || !/^[\w-]{43}$/.test(token)) return { actor: anyone, language: null }
    const hash = sha256(token)
    const pool = (this.databases.app.driver as unknown as { master: Pool }).master
    const { rows } = await pool.query<{
      id: string
      name: string
      office: string | null
      organisation_id: string | null
      roles: string[]
      language: Language | null
    }>({ name: 'find-session', text: 'select * from find_session($1)', values: [hash] })
    const [row] = rows
    if (row === undefined) return { actor: anyone, language: null }
    const known = row.roles.filter(
      (role): role is Role => (roles as readonly string[]).includes(role) && role !== 'system',
    )
    const actor = {
      id: row.id,
      name: row.name,
      office: row.office ?? row.name,
      organisationId: row.organisation_id,
      roles: known,
      session: hash,
    }
    return { actor, language: row.language }
  }

  /** A new token; the oldest sessions beyond five end. */
  async begin(personId: string, staff: boolean): Promise<string> {
    const token = randomBytes(32).toString('base64url')
    const hours = staff ? absoluteHours.staff : absoluteHours.applicant
    await run(this.databases.app, signingIn, 'write', async (tx) => {
      await tx.rows(
        `insert into session (token_hash, person_id, expires_at) values ($1, $2, now() + make_interval(hours => $3))`,
        [sha256(token), personId, hours],
      )
      await tx.rows(
        `delete from session where token_hash in (select token_hash from session where person_id = $1 order by created_at desc offset $2)`,
        [personId, atOnce],
      )
    })
    return token
  }

  async end(actor: Actor): Promise<void> {
    if (actor.session === null) return
    await run(this.databases.app, actor, 'write', (tx) =>
      tx.rows(`delete from session where token_hash = $1`, [actor.session]),
    )
  }
}
