import { hash, verify } from '@node-rs/argon2'
import type { DataSource } from 'typeorm'
import { run } from '../db/run.ts'
import type { Tx } from '../db/run.ts'
import { rateLimited } from '../errors.ts'
import type { Actor } from './actor.ts'

/** argon2id, m = 64 MiB, t = 3, p = 1 (security.md 3). The demo hashes with the same figures as production. */
const figures = { memoryCost: 65_536, timeCost: 3, parallelism: 1, outputLen: 32 }
const atOnce = 2
const waitMs = 2_000

let busy = 0
const waiting: (() => void)[] = []

/** At most two hashes at once per process; who waits two seconds in vain gets RATE_LIMITED. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (busy >= atOnce)
    await new Promise<void>((resolve, reject) => {
      const turn = () => {
        clearTimeout(timer)
        resolve()
      }
      const timer = setTimeout(() => {
        waiting.splice(waiting.indexOf(turn), 1)
        reject(rateLimited())
      }, waitMs)
      waiting.push(turn)
    })
  busy += 1
  try {
    return await work()
  } finally {
    busy -= 1
    waiting.shift()?.()
  }
}

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFC'), figures)

/** A hash of nothing anyone knows: unknown accounts cost the same time. */
const dummy = hash(crypto.randomUUID(), figures)

export async function passwordMatches(stored: string | null, password: string): Promise<boolean> {
  const against = stored ?? (await dummy)
  const right = await inTurn(() => verify(against, password.normalize('NFC')))
  return right && stored !== null
}

const free = 5
const longestSeconds = 15 * 60

/** Seconds until the next try under this key, 0 when it may come now: five failures in an hour are free, then the wait doubles up to 15 minutes. */
export async function secondsToWait(tx: Tx, key: string): Promise<number> {
  const row = await tx.one<{ failures: number; waited: number }>(
    `select count(*)::int as failures, coalesce(extract(epoch from now() - max(at)), 1e9)::float as waited
     from sign_in_failure where key = $1 and at > now() - interval '1 hour'`,
    [key],
  )
  if (row === undefined || row.failures < free) return 0
  return Math.max(0, Math.ceil(Math.min(longestSeconds, 2 ** (row.failures - free)) - row.waited))
}

export async function countTry(tx: Tx, key: string, right: boolean): Promise<void> {
  if (right) await tx.rows(`delete from sign_in_failure where key = $1`, [key])
  else await tx.rows(`insert into sign_in_failure (key) values ($1)`, [key])
}

/** Proof again, by the person of this session. Guessing with a stolen session is slowed as guessing at the door is. */
export async function verifyOwnPassword(source: DataSource, actor: Actor, password: string): Promise<boolean> {
  const key = `proof:${actor.id}`
  const { stored, wait } = await run(source, actor, 'read', async (tx) => ({
    stored: await tx.one<{ password_hash: string }>(
      `select password_hash from account where person_id = $1 and disabled_at is null`,
      [actor.id],
    ),
    wait: await secondsToWait(tx, key),
  }))
  if (wait > 0) throw rateLimited()
  const right = await passwordMatches(stored?.password_hash ?? null, password)
  if (!right) await run(source, actor, 'write', (tx) => countTry(tx, key, false))
  return right
}
