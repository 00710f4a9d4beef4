import { Injectable } from '@nestjs/common'
import type { Actor, Language } from '../kernel/auth/actor.ts'
import { Databases } from '../kernel/db/databases.ts'
import { run } from '../kernel/db/run.ts'
import type { Tx } from '../kernel/db/run.ts'
import { notFound } from '../kernel/errors.ts'
import { recordAct } from '../kernel/record.ts'
import { refuse } from '../kernel/refusal.ts'
import type { RefusalData } from '../kernel/refusal.ts'
import { say } from '../kernel/wording.ts'
import { unmet } from '../kernel/workflow.ts'
import { FileStore } from './file-store.ts'
import { readStoredText } from './stored-text.ts'

// Above what any reader takes: the reader refuses with its own words what is merely too long for it.
const largestText = 4 * 1024 ** 2

type Card = { storage_key: string; state: 'received' | 'scanning' | 'clean' | 'rejected'; rejection: string | null }

/** Model cards that were too long for a request: read once they are clean, and taken away when they have been used. */
@Injectable()
export class UploadedCards {
  constructor(
    private readonly databases: Databases,
    private readonly files: FileStore,
  ) {}

  /** The text of a clean file of this very case; a refusal while it has no verdict, and where the verdict was against it. */
  async read(tx: Tx, language: Language, caseId: string, documentId: string): Promise<string | RefusalData> {
    const card = await tx.one<Card>(
      `select storage_key, state, rejection from document where id = $1 and case_id = $2`,
      [documentId, caseId],
    )
    if (card === undefined) throw notFound()
    if (card.rejection !== null)
      return refuse.invalid(language, [{ path: 'card', message: say(language, card.rejection) }])
    if (card.state !== 'clean') return refuse.incomplete(language, [unmet('document.beingChecked')])
    return readStoredText(this.files.stored(card.storage_key), largestText)
  }

  /**
   * Takes away this person's cards in a case, but for one: they are a way in and no evidence. What has no verdict yet
   * stays, as its bytes are under way to the store.
   */
  async remove(actor: Actor, caseId: string, except: string | null = null): Promise<void> {
    const gone = await run(this.databases.app, actor, 'write', async (tx) => {
      const rows = await tx.rows<{ id: string; storage_key: string }>(
        `delete from document where case_id = $1 and uploaded_by = $2 and purpose = 'modelCard'
           and state in ('clean', 'rejected') and id is distinct from $3 returning id, storage_key`,
        [caseId, actor.id, except],
      )
      for (const { id: subjectId } of rows)
        await recordAct(tx, {
          actor,
          action: 'REMOVE_DOCUMENT',
          process: 'document',
          subjectId,
          caseId,
          outcome: 'done',
        })
      return rows
    })
    for (const { id, storage_key } of gone) await this.files.remove(id, storage_key)
  }
}
