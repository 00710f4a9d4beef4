import { randomBytes } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import type { Pool } from 'pg'
import { Databases } from '../db/databases.ts'
import { run } from '../db/run.ts'
import type { Sql } from '../db/run.ts'
import { sha256 } from '../record.ts'
import { anyone, isApplicant, roles, signingIn } from './actor.ts'
import type { Actor, Language, Role } from './actor.ts'
import type { Device } from './device.ts'

const absoluteHours = { staff: 12, applicant: 24 }
const idleMinutes = { staff: 15, applicant: 30 }
const atOnce = 5

export type Visitor = { actor: Actor; language: Language | null; expiresAt: Date | null }

/** A session as its person sees it in the list. */
export type ListedSession = {
  id: string
  device: string
  network: string
  createdAt: Date
  seenAt: Date
  expiresAt: Date
  current: boolean
}

const nobody: Visitor = { actor: anyone, language: null, expiresAt: null }
const nowhere = { device: '', network: '' }

const newToken = (): string => randomBytes(32).toString('base64url')

/** Minutes without a request after which a session is over. */
export const idleLimit = (actor: Actor): number => (isApplicant(actor) ? idleMinutes.applicant : idleMinutes.staff)

/** Sessions of our own: an opaque token in a cookie, its SHA-256 in Postgres, nothing in memory (security.md 3). */
@Injectable()
export class Sessions {
  constructor(private readonly databases: Databases) {}

  /** Who holds this token now; `anyone` when nobody does. One statement. */
  async find(token: string | undefined): Promise<Visitor> {
    if (token === undefined || !/^[\w-]{43}$/.test(token)) return nobody
    const hash = sha256(token)
    const pool = (this.databases.app.driver as unknown as { master: Pool }).master
    const { rows } = await pool.query<{
      id: string
      name: string
      office: string | null
      organisation_id: string | null
      roles: string[]
      language: Language | null
      session_id: string
      proved_at: Date
      expires_at: Date
    }>({ name: 'find-session', text: 'select * from find_session($1)', values: [hash] })
    const [row] = rows
    if (row === undefined) return nobody
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
      sessionId: row.session_id,
      provedAt: row.proved_at,
    }
    return { actor, language: row.language, expiresAt: row.expires_at }
  }

  /** A session for somebody who is proved by two factors: a new token, the one it replaces dead in the same transaction. */
  async begin(
    personId: string,
    staff: boolean,
    from: Pick<Device, 'device' | 'network'> = nowhere,
    replaces: Buffer | null = null,
  ): Promise<string> {
    return run(this.databases.app, signingIn, 'write', async (tx) => {
      if (replaces !== null) await tx.rows(`delete from session where token_hash = $1`, [replaces])
      return beginSession(tx, personId, staff, from)
    })
  }

  async end(actor: Actor): Promise<void> {
    if (actor.session === null) return
    await run(this.databases.app, actor, 'write', (tx) =>
      tx.rows(`delete from session where token_hash = $1`, [actor.session]),
    )
  }
}

/** A new token in the caller's transaction; the oldest sessions beyond five end. */
export async function beginSession(
  tx: Sql,
  personId: string,
  staff: boolean,
  { device, network }: Pick<Device, 'device' | 'network'>,
): Promise<string> {
  const token = newToken()
  const hours = staff ? absoluteHours.staff : absoluteHours.applicant
  await tx.rows(
    `insert into session (token_hash, person_id, expires_at, device, network) values ($1, $2, now() + make_interval(hours => $3), $4, $5)`,
    [sha256(token), personId, hours, device, network],
  )
  await tx.rows(
    `delete from session where token_hash in (select token_hash from session where person_id = $1 order by created_at desc offset $2)`,
    [personId, atOnce],
  )
  return token
}

/** Proved again: the same session under a new token, the old one dead at once. Null where it ended meanwhile. */
export async function renewSession(tx: Sql, actor: Actor): Promise<string | null> {
  const token = newToken()
  const renewed = await tx.count(`update session set token_hash = $2, proved_at = now() where token_hash = $1`, [
    actor.session,
    sha256(token),
  ])
  return renewed === 1 ? token : null
}

/**
 * A change of password or factor: every session of the person ends, the one at hand goes on under a new token.
 * `change` says whether there was one. Null where there was none, or the session at hand ended meanwhile.
 */
export async function startAfresh(tx: Sql, actor: Actor, change: () => Promise<boolean>): Promise<string | null> {
  // Read before: a change of the password ends the sessions by itself, in Postgres.
  const held = await tx.one<object>(`select * from session where token_hash = $1 for update`, [actor.session])
  if (held === undefined || !(await change())) return null
  await endSessions(tx, actor.id)
  const token = newToken()
  await tx.rows(
    `insert into session (token_hash, id, person_id, created_at, seen_at, expires_at, proved_at, device, network)
     select $2, s.id, s.person_id, s.created_at, s.seen_at, s.expires_at, s.proved_at, s.device, s.network
     from jsonb_to_record($1) as s(id uuid, person_id uuid, created_at timestamptz, seen_at timestamptz, expires_at timestamptz,
       proved_at timestamptz, device text, network text)`,
    [JSON.stringify(held), sha256(token)],
  )
  return token
}

/**
 * Ends every session of a person at once, but for one where its hash is given: by the person, or by whoever changes
 * their role or disables their account, in that transaction.
 */
export async function endSessions(tx: Sql, personId: string, but: Buffer | null = null): Promise<number> {
  const ended = await tx.one<{ n: number }>(`select end_sessions($1, $2) as n`, [personId, but])
  return ended?.n ?? 0
}

/** The sessions that a person has open, the one at hand marked; those over their limits are not among them. */
export async function listSessions(tx: Sql, actor: Actor): Promise<ListedSession[]> {
  return tx.rows<ListedSession>(
    `select id, device, network, created_at as "createdAt", seen_at as "seenAt", expires_at as "expiresAt", token_hash = $2 as current
     from session where person_id = $1 and expires_at > now() and seen_at > now() - make_interval(mins => $3)
     order by token_hash = $2 desc, seen_at desc limit $4`,
    [actor.id, actor.session, idleLimit(actor), atOnce],
  )
}
