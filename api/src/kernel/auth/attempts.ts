import { randomBytes } from 'node:crypto'
import type { Sql } from '../db/run.ts'
import { sha256 } from '../record.ts'

/** A sign-in whose first factor was right; never a session (security.md 3). */
export type Attempt = { hash: Buffer; personId: string; staff: boolean; email: string; name: string }

const minutes = 5
const mostWrongCodes = 5

export const attemptHash = (token: string | undefined): Buffer | null =>
  token !== undefined && /^[\w-]{43}$/.test(token) ? sha256(token) : null

/** Begins one; its token is for the cookie. Those that ran out go at the same time. */
export async function beginAttempt(tx: Sql, personId: string): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await tx.rows(
    `with over as (delete from sign_in_attempt where expires_at < now())
     insert into sign_in_attempt (token_hash, person_id, expires_at) values ($1, $2, now() + make_interval(mins => $3))`,
    [sha256(token), personId, minutes],
  )
  return token
}

/** The attempt of this token, locked until the end of the transaction: it is completed once. Undefined when it is over. */
export async function findAttempt(tx: Sql, hash: Buffer | null): Promise<Attempt | undefined> {
  if (hash === null) return undefined
  const locked = await tx.one<{ person_id: string }>(
    `select person_id from sign_in_attempt where token_hash = $1 and expires_at > now() for update`,
    [hash],
  )
  if (locked === undefined) return undefined
  const person = await tx.one<{ staff: boolean; email: string; name: string }>(
    `select p.organisation_id is null as staff, a.email, p.name from person p join account a on a.person_id = p.id
     where p.id = $1 and a.disabled_at is null`,
    [locked.person_id],
  )
  return person && { hash, personId: locked.person_id, ...person }
}

export const endAttempt = (tx: Sql, { hash }: Attempt) =>
  tx.rows(`delete from sign_in_attempt where token_hash = $1`, [hash])

/** Five codes may be tried in one attempt; then it is over. */
export async function countWrongCode(tx: Sql, { hash }: Attempt): Promise<void> {
  await tx.rows(`update sign_in_attempt set wrong_codes = wrong_codes + 1 where token_hash = $1`, [hash])
  await tx.rows(`delete from sign_in_attempt where token_hash = $1 and wrong_codes >= $2`, [hash, mostWrongCodes])
}
