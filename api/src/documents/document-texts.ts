import { Injectable } from '@nestjs/common'
import type { Call } from '../kernel/call.ts'
import { run } from '../kernel/db/run.ts'
import { Databases } from '../kernel/db/databases.ts'
import { notFound } from '../kernel/errors.ts'
import { FileStore } from './file-store.ts'
import { readStoredText } from './stored-text.ts'

// Above what any reader takes: the reader refuses with its own words what is merely too long for it.
const largestText = 4 * 1024 ** 2

/** Reads an uploaded file as text, for imports: clean ones of this very case only. */
@Injectable()
export class DocumentTexts {
  constructor(
    private readonly databases: Databases,
    private readonly files: FileStore,
  ) {}

  async read(call: Call, caseId: string, documentId: string): Promise<string> {
    const row = await run(this.databases.app, call.actor, 'read', (tx) =>
      tx.one<{ storage_key: string }>(
        `select storage_key from document where id = $1 and case_id = $2 and state = 'clean'`,
        [documentId, caseId],
      ),
    )
    if (row === undefined) throw notFound()
    return readStoredText(this.files.stored(row.storage_key), largestText)
  }
}
