import { createHmac } from 'node:crypto'
import { canonicalText } from '@placet/shared/canonical/canonical'
import { faultOfProof } from './assertion.ts'
import { CannotTell, Findings } from './findings.ts'
import { inForce, openJws } from './keys.ts'
import type { Key } from './keys.ts'
import { leafHash, rootOfPath, sha256 } from './merkle.ts'
import { isSignedBy, parseHead, parseNote } from './note.ts'

/** What a receipt holds of the log, in base64; see `LogProof` of the portal. */
type LogProof = {
  leaf: string
  opening: { salt: string; record: string }
  index: number
  size: number
  path: string[]
  checkpoint: string
}

/** One signature of a receipt: its JWS, the signer's own proof where it is shown, and its place in the log. */
type Signed = { jws: string; proof?: string | null; log: LogProof | null }

/** The parts of a receipt that are checked; whatever else it holds is for people. `record` is the text that was signed. */
type Receipt = { record: string | Record<string, unknown>; signatures: Signed[] }

const bytes = (text: string) => Buffer.from(text, 'base64')

/**
 * Checks one receipt with the public keys alone: what was signed, by whom, and that it stands in the log.
 * @throws {CannotTell} for what is no receipt, or where a checkpoint did not cover it yet
 */
export function verifyReceipt(value: unknown, keys: readonly Key[]): Findings {
  const receipt = value as Receipt
  if (!Array.isArray(receipt?.signatures) || receipt.signatures.length === 0 || receipt.record === undefined)
    throw new CannotTell('this is no receipt')
  const findings = new Findings()
  const text = typeof receipt.record === 'string' ? receipt.record : canonicalText(receipt.record)
  receipt.signatures.forEach((signed, index) =>
    checkSigned(signed, sha256(text), keys, (what) => findings.add(`signature ${index + 1}: ${what}`)),
  )
  return findings
}

function checkSigned(
  { jws, proof, log }: Signed,
  revision: Buffer,
  keys: readonly Key[],
  tell: (what: string) => void,
): void {
  if (log === null || log === undefined)
    throw new CannotTell('no checkpoint covered the signature yet when the receipt was made')
  const record = bytes(log.opening.record)
  const leaf = JSON.parse(bytes(log.leaf).toString()) as { at: string; commitment: string }
  if (createHmac('sha256', bytes(log.opening.salt)).update(record).digest('hex') !== leaf.commitment)
    return tell('the leaf does not commit to it')
  if ((JSON.parse(record.toString()) as { jws: string }).jws !== jws) return tell('the leaf commits to another JWS')
  const payload = openJws(jws, keys, leaf.at)
  if (typeof payload === 'string') return tell(payload)
  if (payload['revision'] !== revision.toString('hex')) tell('what was signed is not the record of the receipt')
  const proven = payload['proof'] as { kind?: string; sha256?: string } | undefined
  if (typeof proof === 'string' && proven?.sha256 !== undefined) {
    const kept = bytes(proof)
    if (sha256(kept).toString('hex') !== proven.sha256) tell('the proof is not the one that was signed')
    else {
      const fault = faultOfProof(kept, revision, String(payload['meaning']), String(payload['ceremony']), null)
      if (fault !== null) tell(fault)
    }
  }
  const note = parseNote(log.checkpoint)
  const head = note && parseHead(note.text)
  if (note === null || head === null) return tell('its checkpoint is no signed note')
  const own = keys.filter(({ purpose, x }) => purpose === 'checkpoints' && isSignedBy(note, { name: head.origin, x }))
  if (!own.some((key) => inForce(key, leaf.at) || key.notBefore !== null))
    return tell('no published key signed its checkpoint')
  const root = rootOfPath(leafHash(bytes(log.leaf)), log.index, log.size, log.path.map(bytes))
  if (log.size !== head.size || root?.equals(head.root) !== true)
    tell('its path does not lead to the root of its checkpoint')
}
