import { announce } from '../announce.ts'
import type { AccountLetter } from '../announce.ts'
import type { Sql } from '../db/run.ts'
import type { Device } from './device.ts'

/** What can happen to an account. The ids are stable: alarms and mails go by them. */
export type SecurityEvent =
  | 'signedIn'
  | 'signedInFromNewDevice'
  | 'signInFailed'
  | 'manyFailures'
  | 'signedOut'
  | 'provedAgain'
  | 'proofFailed'
  | 'nameChanged'
  | 'passwordChanged'
  | 'passkeyAdded'
  | 'passkeyRemoved'
  | 'codesAdded'
  | 'codesRemoved'
  | 'recoveryCodesMade'
  | 'recoveryCodeUsed'
  | 'sessionsEnded'

/** What the person is told by mail (security.md 3): new devices, changes of factors, many failures. */
const letters: Partial<Record<SecurityEvent, AccountLetter>> = {
  signedInFromNewDevice: 'newDevice',
  manyFailures: 'manyFailures',
  passwordChanged: 'passwordChanged',
  passkeyAdded: 'factorChanged',
  passkeyRemoved: 'factorChanged',
  codesAdded: 'factorChanged',
  codesRemoved: 'factorChanged',
  recoveryCodesMade: 'factorChanged',
  recoveryCodeUsed: 'factorChanged',
}

/** Notes what happened, in the caller's transaction, and writes the letter about it; `personId` is null where the account is not known. */
export async function noteSecurity(
  tx: Sql,
  kind: SecurityEvent,
  personId: string | null,
  { device, network }: Pick<Device, 'device' | 'network'>,
  detail: object = {},
): Promise<void> {
  await tx.rows(
    `insert into security_event (kind, person_id, by_id, device, network, detail) values ($1, $2, $2, $3, $4, $5)`,
    [kind, personId, device, network, JSON.stringify(detail)],
  )
  const letter = letters[kind]
  if (personId !== null && letter !== undefined) await announce(tx, letter, personId)
}

/** Signed in: from a device that this person was never seen on, the owner is told; the very first one is no news. */
export async function noteSignIn(tx: Sql, personId: string, from: Device, way: string): Promise<void> {
  const known = await tx.one<{ any: boolean; this: boolean }>(
    `select count(*) > 0 as any, count(*) filter (where device = $2) > 0 as this from security_event
     where person_id = $1 and kind in ('signedIn', 'signedInFromNewDevice')`,
    [personId, from.device],
  )
  const isNew = known !== undefined && known.any && !known.this
  await noteSecurity(tx, isNew ? 'signedInFromNewDevice' : 'signedIn', personId, from, { way })
}
