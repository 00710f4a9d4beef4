import { Injectable, Logger } from '@nestjs/common'
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common'
import { system } from '../kernel/auth/actor.ts'
import { Databases } from '../kernel/db/databases.ts'
import { run } from '../kernel/db/run.ts'
import { recordAct } from '../kernel/record.ts'
import { FileStore } from './file-store.ts'
import { packOf } from './upload-rules.ts'

const everyMs = 3_600_000
const abandonedAfterMs = 7 * 86_400_000
const atOnce = 200

/** What goes with time (security.md 10), looked for at each start and every hour; each round says in the log what goes. */
@Injectable()
export class DocumentRetention implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(DocumentRetention.name)
  private timer: NodeJS.Timeout | undefined
  private running: Promise<void> = Promise.resolve()

  constructor(
    private readonly databases: Databases,
    private readonly files: FileStore,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.round()
    this.timer = setInterval(() => {
      this.running = this.round().catch((cause: unknown) => {
        this.log.error(cause instanceof Error ? cause : new Error('unknown fault'))
      })
    }, everyMs)
    this.timer.unref()
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer)
    await this.running
  }

  async round(): Promise<void> {
    const abandoned = await this.discardAbandoned()
    const rejected = await this.removeRejected()
    await run(this.databases.worker, system, 'write', async (tx) => {
      await tx.rows(`delete from upload where ended_at < now() - interval '2 days'`)
      await tx.rows(`delete from download_link where expires_at < now()`)
    })
    if (abandoned + rejected > 0)
      this.log.warn(`gone: ${abandoned} uploads that nobody finished, ${rejected} rejected files past their days`)
  }

  /** Uploads that were begun and never finished; a finished one has a row, and its bytes stay. */
  private async discardAbandoned(): Promise<number> {
    const old = await this.files.abandoned(new Date(Date.now() - abandonedAfterMs))
    const kept = await run(this.databases.worker, system, 'write', async (tx) => {
      const known = await tx.rows<{ id: string }>(`select id from document where id = any($1)`, [old])
      const ids = new Set(known.map(({ id }) => id))
      await tx.rows(
        `delete from upload where id = any($1) or (ended_at is null and begun_at < now() - interval '30 days')`,
        [old.filter((id) => !ids.has(id))],
      )
      return ids
    })
    const gone = old.filter((id) => !kept.has(id))
    for (const id of gone) await this.files.discard(id)
    return gone.length
  }

  /** Bytes of rejected files, after the days of their case's pack; the row stays and says why it was rejected. */
  private async removeRejected(): Promise<number> {
    const due = await run(this.databases.worker, system, 'read', async (tx) => {
      const rows = await tx.rows<{ id: string; case_id: string; storage_key: string; pack_id: string; days: number }>(
        `select d.id, d.case_id, d.storage_key, s.pack_id, extract(epoch from now() - d.rejected_at) / 86400 as days
           from document d join submission s on s.id = d.case_id
          where d.state = 'rejected' and d.bytes_removed_at is null order by d.rejected_at limit ${atOnce}`,
      )
      const limits = new Map<string, number>()
      for (const { pack_id } of rows)
        if (!limits.has(pack_id)) limits.set(pack_id, (await packOf(tx, pack_id)).uploads.rejectedDays)
      return rows.filter(({ pack_id, days }) => Number(days) > (limits.get(pack_id) ?? Infinity))
    })
    for (const { id, case_id, storage_key } of due) {
      await this.files.remove(id, storage_key)
      await run(this.databases.worker, system, 'write', async (tx) => {
        await tx.rows(`update document set bytes_removed_at = now() where id = $1`, [id])
        const act = { actor: system, action: 'REMOVE_REJECTED', process: 'document', subjectId: id, caseId: case_id }
        await recordAct(tx, { ...act, outcome: 'done' })
      })
    }
    return due.length
  }
}
