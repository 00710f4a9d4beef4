import { randomBytes } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import type { Unmet } from '@placet/shared/kernel/process'
import { agencyNow } from '../kernel/agency-clock.ts'
import type { Actor } from '../kernel/auth/actor.ts'
import { Databases } from '../kernel/db/databases.ts'
import { run } from '../kernel/db/run.ts'
import type { Tx } from '../kernel/db/run.ts'
import { recordAct, sha256 } from '../kernel/record.ts'
import { unmet } from '../kernel/workflow.ts'
import { mayUpload } from './document.policy.ts'
import { FileStore } from './file-store.ts'
import { promisedKind } from './media-type.ts'
import { askedBy, countTaken, overQuota, packOf } from './upload-rules.ts'

/** An upload as its sender described it, its name cleaned. */
export type UploadedFile = {
  id: string
  submissionId: string
  name: string
  declaredType: string
  purpose: 'evidence' | 'modelCard'
  /** Bytes announced. */
  size: number
}

/** `absent`: there is no such dossier, or none that the actor may see. */
export type UploadAnswer = 'allowed' | 'absent' | Unmet[]

/** A clean file: its name, its type, and where its bytes lie. */
export type DownloadedFile = { name: string; mediaType: string; path: string }

/** How long a download's address is good for (security.md 9). */
const linkSeconds = 60

type Target = { organisation_id: string; pack_id: string; state: string; answers_request: boolean }

const targetOf = (lock: '' | 'for update of s') => `
  select s.organisation_id, s.pack_id, s.state, exists (
    select 1 from information_request r where r.case_id = s.id and r.state in ('issued', 'extensionAsked', 'incomplete')
  ) as answers_request from submission s where s.id = $1 ${lock}`

/** The rows of files: taken up when whole, found again for download. Row-level security decides what an actor sees. */
@Injectable()
export class Documents {
  constructor(
    private readonly databases: Databases,
    private readonly files: FileStore,
  ) {}

  /**
   * May this actor add this file to this dossier now? If so it counts against the quotas from here on.
   *
   * @param of the field that it answers, or `field.column`, and what its sender knows it by; empty for none
   */
  begin(actor: Actor, file: UploadedFile, of: { field: string; mark: string }): Promise<UploadAnswer> {
    return run(this.databases.app, actor, 'write', async (tx) => {
      const target = await tx.one<Target>(targetOf(''), [file.submissionId])
      const answer = answerOf(actor, target)
      if (answer !== 'allowed' || target === undefined) return answer
      const pack = await packOf(tx, target.pack_id)
      const promised = promisedKind(file.name, file.declaredType, askedBy(pack, of.field))
      if ('rejection' in promised) return [unmet(promised.rejection)]
      const taken = await countTaken(tx, file.submissionId, target.organisation_id)
      const over = overQuota(pack.uploads, taken, file.size)
      if (over.length > 0) return over
      await tx.rows(
        `insert into upload (id, case_id, organisation_id, uploaded_by, size, name, field, mark)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [file.id, file.submissionId, target.organisation_id, actor.id, file.size, file.name, of.field, of.mark],
      )
      return 'allowed'
    })
  }

  /** An upload that its sender gave up, or that was not taken, weighs on the day alone. */
  async giveUp(actor: Actor, id: string): Promise<void> {
    await run(this.databases.app, actor, 'write', (tx) => ended(tx, id))
  }

  /**
   * Takes up a file whose last byte has arrived; taking it up twice is taking it up once.
   * The dossier is locked while its state is judged: a file that comes after the submission is not taken.
   */
  async take(actor: Actor, file: UploadedFile): Promise<UploadAnswer> {
    await this.files.settle(file.id)
    return run(this.databases.app, actor, 'write', async (tx) => {
      const target = await tx.one<Target>(targetOf('for update of s'), [file.submissionId])
      const answer = answerOf(actor, target)
      if (answer !== 'allowed' || target === undefined) return answer
      const inserted = await tx.count(
        `insert into document (id, case_id, organisation_id, name, size, declared_type, state, purpose, storage_key, uploaded_by, uploaded_at)
         values ($1, $2, $3, $4, $5, $6, 'received', $7, $8, $9, $10) on conflict (id) do nothing`,
        [
          file.id,
          file.submissionId,
          target.organisation_id,
          file.name,
          file.size,
          file.declaredType,
          file.purpose,
          randomBytes(32).toString('hex'),
          actor.id,
          await agencyNow(tx),
        ],
      )
      await ended(tx, file.id)
      if (inserted > 0) await this.note(tx, actor, 'UPLOAD_DOCUMENT', file.id, file.submissionId)
      return answer
    })
  }

  /** Bytes of a file that this actor uploaded whole; undefined for any other. */
  async findOwnSize(actor: Actor, id: string): Promise<number | undefined> {
    const row = await run(this.databases.app, actor, 'read', (tx) =>
      tx.one<{ size: string }>(`select size from document where id = $1 and uploaded_by = $2`, [id, actor.id]),
    )
    return row === undefined ? undefined : Number(row.size)
  }

  /** The one-time part of a download's address, for a clean file that the actor may read now. */
  offer(actor: Actor, id: string): Promise<string | undefined> {
    const token = randomBytes(32).toString('base64url')
    return run(this.databases.app, actor, 'write', async (tx) => {
      const made = await tx.count(
        `insert into download_link (token_hash, document_id, person_id, session_hash, expires_at)
         select $1, id, $3, $4, now() + make_interval(secs => $5) from document where id = $2 and state = 'clean'`,
        [sha256(token), id, actor.id, actor.session, linkSeconds],
      )
      return made === 0 ? undefined : token
    })
  }

  /**
   * The file of an address that this very session was offered, with the path of its bytes. The address is used up,
   * whatever comes of it; whether the actor may read the file is asked again. The reading goes on record.
   */
  openForDownload(actor: Actor, id: string, token: string): Promise<DownloadedFile | undefined> {
    return run(this.databases.app, actor, 'write', async (tx) => {
      const offered = await tx.count(
        `delete from download_link where token_hash = $1 and document_id = $2 and session_hash = $3 and expires_at > now()`,
        [sha256(token), id, actor.session],
      )
      if (offered === 0) return undefined
      const row = await tx.one<{ name: string; media_type: string; storage_key: string; case_id: string }>(
        `select name, media_type, storage_key, case_id from document where id = $1 and state = 'clean'`,
        [id],
      )
      if (row === undefined) return undefined
      await this.note(tx, actor, 'DOWNLOAD_DOCUMENT', id, row.case_id)
      return { name: row.name, mediaType: row.media_type, path: this.files.stored(row.storage_key) }
    })
  }

  private note(tx: Tx, actor: Actor, action: string, id: string, caseId: string): Promise<void> {
    return recordAct(tx, { actor, action, process: 'document', subjectId: id, caseId, outcome: 'done' })
  }
}

const ended = (tx: Tx, id: string) =>
  tx.rows(`update upload set ended_at = now() where id = $1 and ended_at is null`, [id])

function answerOf(actor: Actor, target: Target | undefined): UploadAnswer {
  if (target === undefined) return 'absent'
  const because = mayUpload(actor, {
    organisationId: target.organisation_id,
    state: target.state,
    answersRequest: target.answers_request,
  })
  return because.length === 0 ? 'allowed' : because
}
