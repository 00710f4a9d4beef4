import { Injectable, Logger } from '@nestjs/common'
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common'
import { system } from '../kernel/auth/actor.ts'
import { Databases } from '../kernel/db/databases.ts'
import { run } from '../kernel/db/run.ts'
import { Portal } from '../kernel/portal.ts'
import { recordAct } from '../kernel/record.ts'
import { checkContent } from './content-check.ts'
import type { Verdict } from './content-check.ts'
import { FileStore } from './file-store.ts'
import { askClamd } from './inspection/clamd.ts'
import { askedTypes } from './media-type.ts'

const atOnce = 2
const retryAfterMs = 60_000

type Waiting = { id: string; case_id: string; storage_key: string; name: string; declared_type: string; size: string }

/**
 * Looks at each file once it is whole, in this process: received → scanning → clean | rejected. No verdict, no release.
 * A file on which the process stopped is looked at again when it starts.
 */
@Injectable()
export class DocumentScanner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(DocumentScanner.name)
  private readonly waiting = new Set<string>()
  private readonly running = new Map<string, Promise<void>>()
  private readonly retries = new Set<NodeJS.Timeout>()
  private readonly stopping = new AbortController()

  constructor(
    private readonly databases: Databases,
    private readonly files: FileStore,
    private readonly portal: Portal,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const rows = await run(this.databases.worker, system, 'read', (tx) =>
      tx.rows<{ id: string }>(`select id from document where state in ('received', 'scanning') order by uploaded_at`),
    )
    for (const { id } of rows) this.begin(id)
  }

  /** Stops in the middle: what has no verdict yet gets one after the next start. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort()
    this.waiting.clear()
    for (const retry of this.retries) clearTimeout(retry)
    await this.settled()
  }

  /** Has the file looked at, soon; asking twice is asking once. */
  begin(id: string): void {
    if (this.stopping.signal.aborted) return
    this.waiting.add(id)
    this.next()
  }

  /** Resolves when nothing waits and nothing runs. */
  async settled(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running.values())
  }

  private next(): void {
    for (const id of this.waiting) {
      if (this.running.size >= atOnce) return
      if (this.running.has(id)) continue
      this.waiting.delete(id)
      const scan = this.scan(id)
        .catch((cause: unknown) => this.failed(id, cause))
        .finally(() => {
          this.running.delete(id)
          this.next()
        })
      this.running.set(id, scan)
    }
  }

  private failed(id: string, cause: unknown): void {
    if (this.stopping.signal.aborted) return
    this.log.error(`no verdict on document ${id}: ${cause instanceof Error ? cause.message : 'unknown fault'}`)
    const retry = setTimeout(() => {
      this.retries.delete(retry)
      this.begin(id)
    }, retryAfterMs)
    retry.unref()
    this.retries.add(retry)
  }

  private async scan(id: string): Promise<void> {
    const document = await run(this.databases.worker, system, 'write', (tx) =>
      tx.one<Waiting>(
        `update document set state = 'scanning' where id = $1 and state in ('received', 'scanning')
         returning id, case_id, storage_key, name, declared_type, size`,
        [id],
      ),
    )
    if (document === undefined) return
    const verdict = await this.judge(document)
    const isClean = 'mediaType' in verdict
    if (isClean) await this.files.keep(id, document.storage_key)
    else await this.files.forgetUpload(id)
    await run(this.databases.worker, system, 'write', async (tx) => {
      const changed = await tx.count(
        `update document set state = $2, media_type = $3, sha256 = $4, rejection = $5,
           rejected_at = case when $2 = 'rejected' then now() end where id = $1 and state = 'scanning'`,
        [
          id,
          isClean ? 'clean' : 'rejected',
          isClean ? verdict.mediaType : null,
          verdict.sha256 || null,
          isClean ? null : verdict.rejection,
        ],
      )
      if (changed === 0) return
      await recordAct(tx, {
        actor: system,
        action: 'SCAN_DOCUMENT',
        process: 'document',
        subjectId: id,
        caseId: document.case_id,
        outcome: isClean ? 'clean' : 'rejected',
        detail: isClean ? { sha256: verdict.sha256 } : { rejection: verdict.rejection },
      })
    })
  }

  private async judge(document: Waiting): Promise<Verdict> {
    const path = await this.files.find(document.id, document.storage_key)
    if (path === undefined) return { size: 0, sha256: '', rejection: 'document.lost' }
    // Whether a field asked for it was judged at the door.
    const verdict = await checkContent(path, document.name, document.declared_type, askedTypes, this.stopping.signal)
    const { size, sha256 } = verdict
    if (size !== Number(document.size)) return { size, sha256, rejection: 'document.lost' }
    const { clamd } = this.portal
    if (clamd === undefined || 'rejection' in verdict) return verdict
    const found = await askClamd(clamd, path, this.stopping.signal)
    return found === 'clean' ? verdict : { size, sha256, rejection: 'document.malware' }
  }
}
