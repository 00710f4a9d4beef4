import { Parent, ResolveField, Resolver } from '@nestjs/graphql'
import { Call, This } from '../kernel/call.ts'
import type { Tx } from '../kernel/db/run.ts'
import { say } from '../kernel/wording.ts'
import { Document } from './document.entity.ts'

/** What of a file is not simply a column. */
@Resolver(() => Document)
export class DocumentResolver {
  @ResolveField(() => String, { nullable: true, description: 'Why it was rejected, in words.' })
  rejection(@Parent() document: Document, @This() call: Call): string | null {
    return document.rejection === null ? null : say(call.language, document.rejection)
  }

  @ResolveField(() => String, { nullable: true, description: 'Name, where the reader may see it.' })
  uploadedBy(@Parent() document: Document, @This() call: Call): Promise<string | null> {
    return call.loader<string, string | null>('document.uploadedBy', readNames).load(document.uploadedBy)
  }
}

async function readNames(tx: Tx, ids: readonly string[]): Promise<(string | null)[]> {
  const rows = await tx.rows<{ id: string; name: string }>(`select id, name from person where id = any($1)`, [ids])
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  return ids.map((id) => names.get(id) ?? null)
}
