import type { Sql } from '../db/run.ts'
import type { Device } from './device.ts'

const free = 5
const longestSeconds = 15 * 60
const perAddress = 100

/** By account and network prefix: whoever guesses elsewhere locks nobody out. */
export const accountKey = (email: string, { network }: Device): string =>
  `account:${email.trim().toLowerCase()}|${network}`
const addressKey = ({ address }: Device): string => `address:${address}`

/** Holds back others with the same key until the end of the transaction: tries at once are counted one after another. */
const inTurn = (tx: Sql, key: string) => tx.rows(`select pg_advisory_xact_lock(hashtextextended($1, 7))`, [key])

/** Seconds until the next try under this key, 0 when it may come now: five failures in an hour are free, then the wait doubles up to 15 minutes. */
async function secondsToWait(tx: Sql, key: string): Promise<number> {
  const row = await tx.one<{ failures: number; waited: number }>(
    `select count(*)::int as failures, coalesce(extract(epoch from now() - max(at)), 1e9)::float as waited
     from sign_in_failure where key = $1 and at > now() - interval '1 hour'`,
    [key],
  )
  if (row === undefined || row.failures < free) return 0
  return Math.max(0, Math.ceil(Math.min(longestSeconds, 2 ** (row.failures - free)) - row.waited))
}

/** Seconds until this address is listened to again: 100 failures an hour (security.md 3). */
async function secondsForAddress(tx: Sql, from: Device): Promise<number> {
  const row = await tx.one<{ seconds: number | null }>(
    `select ceil(3600 - extract(epoch from now() - at))::int as seconds from sign_in_failure
     where key = $1 and at > now() - interval '1 hour' order by at desc offset $2 limit 1`,
    [addressKey(from), perAddress - 1],
  )
  return row?.seconds ?? 0
}

/** Counts a try before it is judged, so that a hundred at once are not all the first; seconds to wait where it may not come yet. */
export async function beginTry(tx: Sql, key: string, from: Device): Promise<number> {
  await inTurn(tx, key)
  const wait = Math.max(await secondsToWait(tx, key), await secondsForAddress(tx, from))
  if (wait > 0) return wait
  await tx.rows(`insert into sign_in_failure (key) values ($1)`, [key])
  return 0
}

/** A wrong one counts for its address too; a right one forgets those under its key. Says how many failures there are. */
export async function endTry(tx: Sql, key: string, from: Device, right: boolean): Promise<number> {
  if (right) {
    await tx.rows(`delete from sign_in_failure where key = $1`, [key])
    return 0
  }
  await tx.rows(`insert into sign_in_failure (key) values ($1)`, [addressKey(from)])
  const row = await tx.one<{ failures: number }>(
    `select count(*)::int as failures from sign_in_failure where key = $1 and at > now() - interval '1 hour'`,
    [key],
  )
  return row?.failures ?? 0
}

/** From this failure on the next try waits, and the owner is told once. */
export const isMany = (failures: number): boolean => failures === free
