import { Injectable } from '@nestjs/common'
import type { Receipt } from '@placet/shared/signing/receipt.schema'
import type { Actor } from '../kernel/auth/actor.ts'
import { Databases } from '../kernel/db/databases.ts'
import { run } from '../kernel/db/run.ts'
import { Portal } from '../kernel/portal.ts'
import { FileKeys } from '../kernel/signing/keys.ts'
import { LogProofs } from '../transparency-log/index.ts'

type Row = {
  reference: string
  meaning: string
  name: string
  office: string
  at: Date
  proof_kind: string
  proof: Buffer | null
  jws: string
  bytes: Buffer
  hash: string
  leaf_id: string
}

/** What of a signed record a receipt shows by itself. */
type Shown = { content?: { files?: { name: string; sha256: string }[] } | null }

/** Receipts of submissions and decisions, for whoever may read the signatures: row-level security says who. */
@Injectable()
export class Receipts {
  constructor(
    private readonly databases: Databases,
    private readonly portal: Portal,
    private readonly keys: FileKeys,
    private readonly proofs: LogProofs,
  ) {}

  /**
   * Of a submission the last signature, of a decision all that hold. Undefined where there is none that the reader may see;
   * null until a checkpoint covers every one of them, seconds after it was made.
   */
  async read(actor: Actor, process: Receipt['process'], id: string): Promise<Receipt | null | undefined> {
    return run(this.databases.app, actor, 'read', async (tx) => {
      const rows = await tx.rows<Row>(
        `select c.reference, s.meaning, s.printed_name as name, s.office, s.at, s.proof_kind, s.proof, s.jws, r.bytes,
           encode(r.sha256, 'hex') as hash, s.leaf_id
         from signature s join revision r on r.id = s.revision_id join submission c on c.id = s.case_id
         where s.process = $1 and s.subject_id = $2 and not exists (select 1 from signature_void v where v.signature_id = s.id)
         order by s.at desc limit $3`,
        [process, id, process === 'submission' ? 1 : 10],
      )
      const [last] = rows
      if (last === undefined) return undefined
      const signatures: Receipt['signatures'] = []
      for (const row of rows.toReversed()) {
        const log = await this.proofs.findProof(tx, row.leaf_id)
        if (log === null) return null
        signatures.push({
          meaning: row.meaning,
          name: row.name,
          office: row.office,
          at: row.at.toISOString(),
          proofKind: row.proof_kind,
          recordHash: row.hash,
          record: row.bytes.toString('utf8'),
          jws: row.jws,
          proof: row.proof?.toString('base64') ?? null,
          log,
        })
      }
      const { content } = JSON.parse(last.bytes.toString('utf8')) as Shown
      return {
        v: 1,
        type: 'placet-receipt',
        portal: this.portal.origin,
        number: last.reference,
        process,
        id,
        ...(this.portal.demonstration ? { demonstration: 'Demonstration, not valid' } : {}),
        files: (content?.files ?? []).map(({ name, sha256 }) => ({ name, sha256 })),
        signatures,
        keys: await this.keys.published(),
      }
    })
  }
}
