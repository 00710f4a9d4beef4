import { createHmac } from 'node:crypto'
import type { Receipt, ReceiptVerdict } from '@placet/shared/signing/receipt.schema'
import { sha256 } from '../kernel/record.ts'
import type { PublishedKey } from '../kernel/signing/keys.ts'
import { isProof } from '../kernel/signing/proof.ts'
import { decisionType } from '../kernel/signing/signer.ts'
import { verifySignature } from '../kernel/signing/verify-signature.ts'
import { leafHash, logOrigin, openCheckpoint, verifyInclusion } from '../transparency-log/index.ts'

type Signed = Receipt['signatures'][number]
type Said = Record<string, unknown> & { proof?: { kind?: string; sha256?: string } }

const fromBase64 = (text: string) => Buffer.from(text, 'base64')
const read = (bytes: Buffer | string) => JSON.parse(bytes.toString()) as Record<string, unknown>

/**
 * Checks a receipt by itself, with this portal's keys: every signature over its record, by its signer, in the log. What it
 * shows to people must be what was signed. @throws {SyntaxError} where a part that must be JSON is none
 */
export async function checkReceipt(
  receipt: Receipt,
  keys: readonly PublishedKey[],
  origin: string,
): Promise<ReceiptVerdict> {
  for (const signed of receipt.signatures) {
    const fault = await faultOf(signed, receipt, keys, origin)
    if (fault === 'foreign') return { verdict: 'foreign' }
    if (fault !== null) return { verdict: 'changed', what: fault }
  }
  return {
    verdict: 'intact',
    number: receipt.number,
    process: receipt.process,
    demonstration: receipt.signatures.some(({ record }) => read(record)['demonstration'] !== undefined),
    signatures: receipt.signatures.map(({ meaning, name, office, at, proofKind }) => ({
      meaning,
      name,
      office,
      at,
      proofKind,
    })),
  }
}

/** The first thing that does not hold, by one word for each; null where all does. */
async function faultOf(
  signed: Signed,
  receipt: Receipt,
  keys: readonly PublishedKey[],
  origin: string,
): Promise<string | null> {
  const { log, record } = signed
  const leaf = read(fromBase64(log.leaf))
  const opened = fromBase64(log.opening.record)
  const commitment = createHmac('sha256', fromBase64(log.opening.salt)).update(opened).digest('hex')
  if (commitment !== leaf['commitment'] || read(opened)['jws'] !== signed.jws) return 'leaf'
  const at = new Date(String(leaf['at']))
  const verdict = verifySignature(signed.jws, { keys, purpose: 'decisions', typ: decisionType, at })
  if ('fault' in verdict) return verdict.fault === 'unknownKey' ? 'foreign' : 'signature'
  const said = read(verdict.payload) as Said
  const hash = sha256(record)
  if (said['revision'] !== hash.toString('hex') || signed.recordHash !== said['revision']) return 'record'
  const shown = { meaning: signed.meaning, name: signed.name, office: signed.office, at: signed.at, id: receipt.id }
  if (Object.entries(shown).some(([member, value]) => said[member] !== value)) return 'shown'
  if (said.proof?.kind !== signed.proofKind || said['type'] !== receipt.process) return 'shown'
  if (!isAsRecorded(receipt, read(record))) return 'shown'
  const terms = { revisionHash: hash, meaning: signed.meaning, ceremonyId: String(said['ceremony']) }
  if (said.proof.sha256 !== undefined) {
    const proof = fromBase64(signed.proof ?? '')
    if (sha256(proof).toString('hex') !== said.proof.sha256 || !(await isProof(proof, terms))) return 'proof'
  }
  const logKeys = keys.filter(({ purpose }) => purpose === 'checkpoints')
  const head = openCheckpoint(log.checkpoint, logOrigin(origin), logKeys)
  if (head === null || head.size !== log.size) return 'checkpoint'
  const path = log.path.map(fromBase64)
  return verifyInclusion(leafHash(fromBase64(log.leaf)), log.index, log.size, path, head.root) ? null : 'checkpoint'
}

/** Number and files at the top of the receipt are those of the record. */
function isAsRecorded({ number, files }: Receipt, record: Record<string, unknown>): boolean {
  const content = record['content'] as { reference?: string; files?: { name: string; sha256: string }[] } | null
  const recorded = (content?.files ?? []).map(({ name, sha256 }) => `${sha256} ${name}`)
  return (
    content?.reference === number && recorded.join('\n') === files.map((one) => `${one.sha256} ${one.name}`).join('\n')
  )
}
