import { hash, verify } from '@node-rs/argon2'
import type { DataSource } from 'typeorm'
import { run } from '../db/run.ts'
import { rateLimited } from '../errors.ts'
import type { Actor } from './actor.ts'
import { beginTry, endTry } from './tries.ts'

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

/** Was it hashed with other figures than today's? Then the right password is hashed anew at sign-in. */
export const isOutdated = (stored: string): boolean =>
  !stored.startsWith(`$argon2id$v=19$m=${figures.memoryCost},t=${figures.timeCost},p=${figures.parallelism}$`)

/** Proof again, by the person of this session. Guessing with a stolen session is slowed as guessing at the door is. */
export async function verifyOwnPassword(source: DataSource, actor: Actor, password: string): Promise<boolean> {
  const key = `proof:${actor.id}`
  const here = { device: '', network: '', address: key }
  const { stored, wait } = await run(source, actor, 'write', async (tx) => ({
    stored: await tx.one<{ password_hash: string }>(
      `select password_hash from account where person_id = $1 and disabled_at is null`,
      [actor.id],
    ),
    wait: await beginTry(tx, key, here),
  }))
  if (wait > 0) throw rateLimited()
  const right = await passwordMatches(stored?.password_hash ?? null, password)
  await run(source, actor, 'write', (tx) => endTry(tx, key, here, right))
  return right
}
