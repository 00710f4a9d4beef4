import { randomBytes } from 'node:crypto'
import type { Sql } from '../db/run.ts'

/** What an answer to a challenge may be used for. A signing ceremony brings its own challenge and is none of these. */
export type Purpose = 'enrol' | 'signIn' | 'secondFactor' | 'stepUp'

/** Whom a challenge was given to: the person, where known, and the SHA-256 of their session or half-proved sign-in. */
export type Holder = { personId: string | null; boundTo: Buffer | null }

const minutes = 5

/** 32 random bytes kept on the server for five minutes (security.md 3). Those that ran out go at the same time. */
export async function giveChallenge(tx: Sql, purpose: Purpose, { personId, boundTo }: Holder): Promise<Buffer> {
  const challenge = randomBytes(32)
  await tx.rows(
    `with over as (delete from proof_challenge where expires_at < now() - interval '1 hour')
     insert into proof_challenge (challenge, purpose, person_id, bound_to, expires_at)
     values ($1, $2, $3, $4, now() + make_interval(mins => $5))`,
    [challenge, purpose, personId, boundTo, minutes],
  )
  return challenge
}

/** Takes the challenge away, whatever the answer to it is worth: false where it was not out for this purpose and holder. */
export async function takeChallenge(
  tx: Sql,
  challenge: Buffer,
  purpose: Purpose,
  { personId, boundTo }: Holder,
): Promise<boolean> {
  const taken = await tx.one<{ fresh: boolean }>(
    `delete from proof_challenge where challenge = $1 and purpose = $2 and person_id is not distinct from $3
       and bound_to is not distinct from $4 returning expires_at > now() as fresh`,
    [challenge, purpose, personId, boundTo],
  )
  return taken?.fresh ?? false
}
