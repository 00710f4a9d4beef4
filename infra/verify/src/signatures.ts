import { faultOfProof } from './assertion.ts'
import type { Findings } from './findings.ts'
import { openJws } from './keys.ts'
import type { Key } from './keys.ts'
import type { Opened } from './leaves.ts'
import { sha256 } from './merkle.ts'
import { bytesOf, valuesOf } from './row-text.ts'
import type { Values } from './row-text.ts'
import type { Source } from './source.ts'

/** Every signature against its leaf, its key, the frozen record it was made over, and the signer's own proof. */
export class Signatures {
  private readonly logged = new Map<string, Opened>()
  private readonly findings: Findings
  private readonly keys: readonly Key[]

  constructor(findings: Findings, keys: readonly Key[]) {
    this.findings = findings
    this.keys = keys
  }

  /** Takes in a leaf of type `signature`. */
  take(opened: Opened): void {
    this.logged.set(String(opened.record['signature']), opened)
  }

  async check(source: Source): Promise<void> {
    const revisions = new Map<string, Buffer>()
    for await (const text of source.rows('revision')) {
      const { id, bytes, sha256: hash } = valuesOf(text)
      if (!sha256(bytesOf(bytes)).equals(bytesOf(hash)))
        this.findings.add(`revision ${String(id)} does not have its hash`)
      revisions.set(String(id), bytesOf(hash))
    }
    const nonces = new Map<string, Buffer>()
    for await (const text of source.rows('signing_ceremony')) {
      const { id, nonce } = valuesOf(text)
      nonces.set(String(id), bytesOf(nonce))
    }
    for await (const text of source.rows('signature')) this.checkOne(valuesOf(text), revisions, nonces)
    for (const [id, { position }] of this.logged)
      this.findings.add(`signature ${id} is in the log and not there`, position ?? undefined)
  }

  private checkOne(row: Values, revisions: ReadonlyMap<string, Buffer>, nonces: ReadonlyMap<string, Buffer>): void {
    const id = String(row['id'])
    const opened = this.logged.get(id)
    this.logged.delete(id)
    if (opened === undefined) return this.findings.add(`signature ${id} has no leaf`)
    const tell = (what: string) => this.findings.add(`signature ${id}: ${what}`, opened.position ?? undefined)
    if (opened.id !== row['leaf_id']) tell('its leaf is another one')
    if (opened.record['jws'] !== row['jws']) return tell('its JWS is not the one that its leaf commits to')
    const payload = openJws(String(row['jws']), this.keys, opened.leaf.at)
    if (typeof payload === 'string') return tell(payload)
    const revision = revisions.get(String(row['revision_id']))
    if (revision === undefined) return tell('the record that it was made over is not there')
    const said: Record<string, unknown> = {
      revision: revision.toString('hex'),
      type: row['process'],
      id: row['subject_id'],
      meaning: row['meaning'],
      signer: row['signer_id'],
      name: row['printed_name'],
      office: row['office'],
      at: new Date(String(row['at'])).toISOString(),
      ceremony: row['ceremony_id'],
    }
    const other = Object.keys(said).filter((name) => said[name] !== payload[name])
    if (other.length > 0) tell(`not as was signed: ${other.join(', ')}`)
    this.checkProof(row, payload, revision, nonces, tell)
  }

  private checkProof(
    row: Values,
    payload: Values,
    revision: Buffer,
    nonces: ReadonlyMap<string, Buffer>,
    tell: (what: string) => void,
  ): void {
    const proven = payload['proof'] as { kind?: string; sha256?: string } | undefined
    if (proven?.kind !== row['proof_kind']) tell('its kind of proof is not the one that was signed')
    const proof = row['proof']
    if (proven?.sha256 === undefined) return
    if (typeof proof !== 'string' || sha256(bytesOf(proof)).toString('hex') !== proven.sha256)
      return tell('its proof is not the one that was signed')
    const nonce = nonces.get(String(row['ceremony_id'])) ?? null
    try {
      const fault = faultOfProof(bytesOf(proof), revision, String(row['meaning']), String(row['ceremony_id']), nonce)
      if (fault !== null) tell(fault)
    } catch (cause) {
      tell(`its proof can not be read: ${(cause as Error).message}`)
    }
  }
}
