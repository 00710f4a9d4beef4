import { randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import type { Sql } from '../db/run.ts'
import { sha256 } from '../record.ts'
import type { SecretBox } from './secret-box.ts'

/** One-time codes as every app makes them: SHA-1, six digits, 30 s; 160 bits of seed (RFC 4226 4). */
const period = 30
const seedBytes = 20
const window = 1
const recoveryCodes = 10

const totpOf = (seed: Buffer, label = '') =>
  new TOTP({
    issuer: 'Placet',
    label,
    algorithm: 'SHA1',
    digits: 6,
    period,
    secret: new Secret({ buffer: new Uint8Array(seed).buffer }),
  })

/** A new seed, which counts once a first code of it was right; what an app is told, as text and as an otpauth address. */
export async function startCodes(
  tx: Sql,
  box: SecretBox,
  { personId, email }: { personId: string; email: string },
): Promise<{ secret: string; uri: string }> {
  const seed = randomBytes(seedBytes)
  await tx.rows(
    `insert into totp (person_id, seed) values ($1, $2)
     on conflict (person_id) do update set seed = excluded.seed, created_at = now(), last_step = 0 where totp.confirmed_at is null`,
    [personId, box.seal(seed, personId)],
  )
  const totp = totpOf(seed, email)
  return { secret: totp.secret.base32, uri: totp.toString() }
}

/** Takes the code, once: a code of this step or an earlier one is refused from then on. `pending`: of a seed that is not confirmed yet. */
export async function takeCode(
  tx: Sql,
  box: SecretBox,
  personId: string,
  code: string,
  { pending = false, now = Date.now() } = {},
): Promise<boolean> {
  const totp = await tx.one<{ seed: Buffer; last_step: string }>(
    `select seed, last_step from totp where person_id = $1 and (confirmed_at is null) = $2 for update`,
    [personId, pending],
  )
  if (totp === undefined) return false
  const delta = totpOf(box.open(totp.seed, personId)).validate({ token: code, timestamp: now, window })
  if (delta === null) return false
  const step = Math.floor(now / 1000 / period) + delta
  return (
    (await tx.count(
      `update totp set last_step = $2, confirmed_at = coalesce(confirmed_at, now()) where person_id = $1 and last_step < $2`,
      [personId, step],
    )) === 1
  )
}

/** As shown and as typed: hyphens, spaces and case do not count. */
const bare = (code: string): string => code.toUpperCase().replaceAll(/[^A-Z2-7]/g, '')
const hashOf = (code: string): Buffer => sha256(bare(code))

/** Ten new ones in place of all that there were; shown once, of 128 random bits each, so that a plain hash keeps them. */
export async function makeRecoveryCodes(tx: Sql, personId: string): Promise<string[]> {
  const codes = Array.from({ length: recoveryCodes }, () =>
    (new Secret({ buffer: new Uint8Array(randomBytes(16)).buffer }).base32.match(/.{1,4}/g) ?? []).join('-'),
  )
  await tx.rows(`delete from recovery_code where person_id = $1`, [personId])
  await tx.rows(`insert into recovery_code (person_id, code_hash) select $1, unnest($2::bytea[])`, [
    personId,
    codes.map(hashOf),
  ])
  return codes
}

/** Takes a recovery code, which then works no more. */
export async function takeRecoveryCode(tx: Sql, personId: string, code: string): Promise<boolean> {
  return (
    (await tx.count(
      `update recovery_code set used_at = now() where person_id = $1 and code_hash = $2 and used_at is null`,
      [personId, hashOf(code)],
    )) === 1
  )
}
