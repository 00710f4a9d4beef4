import { signingChallenge } from '@placet/shared/signing/signing-challenge'
import type { CeremonyTerms } from '@placet/shared/signing/signing-challenge'
import type { ProofKind, SealProof } from '@placet/shared/signing/seal-proof.schema'
import type { DataSource } from 'typeorm'
import { isApplicant } from '../auth/actor.ts'
import type { Actor } from '../auth/actor.ts'
import { takeCode } from '../auth/codes.ts'
import { factorsOf } from '../auth/factors.ts'
import { isAssertion, relyingParty, requestOptions, verifyAssertion } from '../auth/passkeys.ts'
import { verifyOwnPassword } from '../auth/password.ts'
import type { SecretBox } from '../auth/secret-box.ts'
import { beginTry } from '../auth/tries.ts'
import { run } from '../db/run.ts'
import type { Tx } from '../db/run.ts'
import { rateLimited } from '../errors.ts'
import type { Portal } from '../portal.ts'
import { canonicalBytes } from '../record.ts'

/** What a ceremony asks of its signer; `request` is for `navigator.credentials.get`. */
export type Asked = { proofKind: ProofKind; request: object | null }

/** Proof that holds: its kind, and the canonical bytes that are kept with the signature. */
export type Proven = { kind: ProofKind; bytes: Buffer }

/** By what this person may prove a signature: staff by a passkey only. Null where they hold nothing that counts. */
export async function proofKindOf(tx: Tx, actor: Actor): Promise<ProofKind | null> {
  const { passkeys, codes } = await factorsOf(tx, actor.id)
  if (passkeys > 0) return 'passkey'
  return codes && isApplicant(actor) ? 'passwordAndCode' : null
}

export async function askFor(
  tx: Tx,
  portal: Portal,
  actor: Actor,
  proofKind: ProofKind,
  terms: CeremonyTerms,
): Promise<Asked> {
  if (proofKind !== 'passkey') return { proofKind, request: null }
  const challenge = Buffer.from(await signingChallenge(terms))
  return { proofKind, request: await requestOptions(tx, relyingParty(portal), actor.id, challenge) }
}

const codeKey = (actor: Actor): string => `signingCode:${actor.id}`

/**
 * Judges the password before the transaction that seals: hashing under a case's lock would hold up everyone else. The code is
 * counted before it is judged, as nothing of a refused seal stays. @throws RATE_LIMITED after too many
 */
export async function isOwnPassword(source: DataSource, actor: Actor, password: string): Promise<boolean> {
  if (!isApplicant(actor) || !(await verifyOwnPassword(source, actor, password))) return false
  const here = { device: '', network: '', address: codeKey(actor) }
  const wait = await run(source, actor, 'write', (tx) => beginTry(tx, codeKey(actor), here))
  if (wait > 0) throw rateLimited()
  return true
}

/**
 * Checks the proof against the ceremony's own terms, in the sealing transaction: an assertion is worth nothing for any other
 * record, meaning, ceremony or person. Null where it is not right.
 */
export async function check(
  tx: Tx,
  portal: Portal,
  box: SecretBox,
  actor: Actor,
  proof: SealProof,
  terms: CeremonyTerms,
): Promise<Proven | null> {
  const nonce = Buffer.from(terms.nonce).toString('base64url')
  if (proof.kind !== 'passkey') {
    // The password was judged before the case was locked. Whoever holds a passkey signs by it.
    if ((await proofKindOf(tx, actor)) !== 'passwordAndCode' || !(await takeCode(tx, box, actor.id, proof.code)))
      return null
    await tx.rows(`delete from sign_in_failure where key = $1`, [codeKey(actor)])
    return { kind: 'passwordAndCode', bytes: canonicalBytes({ v: 1, kind: 'passwordAndCode', nonce }) }
  }
  const party = relyingParty(portal)
  const challenge = Buffer.from(await signingChallenge(terms))
  const right = await verifyAssertion(tx, party, actor.id, proof.assertion, challenge)
  if (right === null) return null
  const { clientDataJSON, authenticatorData, signature, userHandle } = proof.assertion.response
  const bytes = canonicalBytes({
    v: 1,
    kind: 'passkey',
    nonce,
    rp: { id: party.id, origin: party.origin },
    credential: right.credentialId,
    publicKey: right.publicKey.toString('base64url'),
    counter: right.counter,
    assertion: { clientDataJSON, authenticatorData, signature, userHandle: userHandle ?? null },
  })
  return { kind: 'passkey', bytes }
}

type Kept = {
  kind: ProofKind
  nonce: string
  rp: { id: string; origin: string }
  credential: string
  publicKey: string
  assertion: { clientDataJSON: string; authenticatorData: string; signature: string; userHandle: string | null }
}

/** Is what was kept with a signature the signer's own proof over these terms? Asked later, with nothing but the bytes. */
export async function isProof(bytes: Buffer, terms: Omit<CeremonyTerms, 'nonce'>): Promise<boolean> {
  const kept = JSON.parse(bytes.toString('utf8')) as Kept
  if (kept.kind !== 'passkey') return kept.kind === 'passwordAndCode'
  const challenge = Buffer.from(await signingChallenge({ ...terms, nonce: Buffer.from(kept.nonce, 'base64url') }))
  const { credential: id, rp, publicKey, assertion } = kept
  return isAssertion(rp, Buffer.from(publicKey, 'base64url'), { id, response: assertion }, challenge)
}
