import { createHmac } from 'node:crypto'
import { faultOfProof } from './assertion.ts'
import { CannotTell, Findings } from './findings.ts'
import { openJws } from './keys.ts'
import type { Key } from './keys.ts'
import { leafHash, rootOfPath, sha256 } from './merkle.ts'
import { isSignedBy, parseHead, parseNote } from './note.ts'

/** What a receipt holds of the log, in base64. */
type LogProof = {
  leaf: string
  opening: { salt: string; record: string }
  index: number
  size: number
  path: string[]
  checkpoint: string
}

/** One signature: what is shown of it, the text that was signed, its JWS, the signer's own proof, its place in the log. */
type Signed = {
  meaning: string
  name: string
  office: string
  at: string
  proofKind: string
  recordHash: string
  record: string
  jws: string
  proof: string | null
  log: LogProof
}
type File = { name: string; sha256: string }
type Receipt = { type: string; number: string; process: string; id: string; files: File[]; signatures: Signed[] }

const bytes = (text: string) => Buffer.from(text, 'base64')

/**
 * Checks one receipt of the portal with the public keys alone: what was signed, by whom, proven how, and that it stands in
 * the log. The keys inside the receipt are not believed.
 * @throws {CannotTell} for what is no receipt
 */
export function verifyReceipt(value: unknown, keys: readonly Key[]): Findings {
  const receipt = value as Receipt
  if (receipt?.type !== 'placet-receipt' || !Array.isArray(receipt.signatures) || receipt.signatures.length === 0)
    throw new CannotTell('this is no receipt of a portal')
  const findings = new Findings()
  for (const [index, signed] of receipt.signatures.entries()) {
    const tell = (what: string) => findings.add(`signature ${index + 1}: ${what}`)
    try {
      checkSigned(receipt, signed, keys, tell)
    } catch (cause) {
      tell(`it can not be read: ${(cause as Error).message}`)
    }
  }
  return findings
}

function checkSigned(receipt: Receipt, signed: Signed, keys: readonly Key[], tell: (what: string) => void): void {
  const { log, jws } = signed
  const opened = bytes(log.opening.record)
  const leaf = JSON.parse(bytes(log.leaf).toString()) as { at: string; commitment: string }
  if (createHmac('sha256', bytes(log.opening.salt)).update(opened).digest('hex') !== leaf.commitment)
    return tell('the leaf does not commit to it')
  if ((JSON.parse(opened.toString()) as { jws: string }).jws !== jws) return tell('the leaf commits to another JWS')
  const payload = openJws(jws, keys, leaf.at)
  if (typeof payload === 'string') return tell(payload)
  const revision = sha256(signed.record)
  if (payload['revision'] !== revision.toString('hex')) return tell('what was signed is not the record of the receipt')
  const proven = payload['proof'] as { kind?: string; sha256?: string } | undefined
  const shown: [what: string, value: unknown, said: unknown][] = [
    ['meaning', signed.meaning, payload['meaning']],
    ['name', signed.name, payload['name']],
    ['office', signed.office, payload['office']],
    ['time', signed.at, payload['at']],
    ['hash of the record', signed.recordHash, payload['revision']],
    ['kind of proof', signed.proofKind, proven?.kind],
    ['process', receipt.process, payload['type']],
    ['id', receipt.id, payload['id']],
  ]
  for (const [what, value, said] of shown) if (value !== said) tell(`the ${what} that is shown was not signed`)
  const { content } = JSON.parse(signed.record) as { content: { reference?: string; files?: File[] } | null }
  const list = (files: readonly File[]) => files.map(({ name, sha256: hash }) => `${hash} ${name}`).join('\n')
  if (content?.reference !== receipt.number) tell('the number that is shown was not signed')
  if (list(content?.files ?? []) !== list(receipt.files)) tell('the files that are shown were not signed')
  if (proven?.sha256 !== undefined) checkProof(signed, revision, String(payload['ceremony']), proven.sha256, tell)
  checkPlace(log, keys, tell)
}

function checkProof(
  signed: Signed,
  revision: Buffer,
  ceremony: string,
  hash: string,
  tell: (what: string) => void,
): void {
  const proof = bytes(signed.proof ?? '')
  if (sha256(proof).toString('hex') !== hash) return tell('the proof is not the one that was signed')
  const fault = faultOfProof(proof, revision, signed.meaning, ceremony, null)
  if (fault !== null) tell(fault)
}

function checkPlace(log: LogProof, keys: readonly Key[], tell: (what: string) => void): void {
  const note = parseNote(log.checkpoint)
  const head = note && parseHead(note.text)
  if (note === null || head === null) return tell('its checkpoint is no signed note')
  const own = keys.filter(({ purpose }) => purpose === 'checkpoints')
  if (!own.some(({ x }) => isSignedBy(note, { name: head.origin, x })))
    return tell('no published key signed its checkpoint')
  const root = rootOfPath(leafHash(bytes(log.leaf)), log.index, log.size, log.path.map(bytes))
  if (log.size !== head.size || root?.equals(head.root) !== true)
    tell('its path does not lead to the root of its checkpoint')
}
