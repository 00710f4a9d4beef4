import { findAll } from '../kernel/db/rows.ts'
import type { Tx } from '../kernel/db/run.ts'
import { cursorOf, keysOf, pageOf, pageSize, rowsFor, searchWords } from '../kernel/paging.ts'
import { Submission } from './submission.entity.ts'
import type { SubmissionConnection } from './submission.types.ts'

const countedTo = 1001

/** The dossiers of the reader's organisation, newest first. */
export async function readOwn(
  tx: Tx,
  ask: { first: number; after: string | null; q: string | null },
): Promise<SubmissionConnection> {
  const first = pageSize(ask.first)
  const after = keysOf(ask.after, ['moment', 'id'])
  const words = searchWords(ask.q).toLowerCase()
  const like = words === '' ? null : `%${words.replace(/[\\%_]/g, '\\$&')}%`
  const mine = `organisation_id = $1 and ($2::text is null or lower(model_name || ' ' || reference) like $2)`
  const rows = await findAll(
    tx,
    Submission,
    `where ${mine} and ($3::timestamptz is null or (created_at, id) < ($3, $4::uuid)) order by created_at desc, id desc limit ${rowsFor(first)}`,
    [tx.actor.organisationId, like, after?.[0] ?? null, after?.[1] ?? null],
  )
  const [count] = await tx.rows<{ total: number }>(
    `select count(*)::int as total from (select 1 from submission where ${mine} limit ${countedTo}) c`,
    [tx.actor.organisationId, like],
  )
  const page = pageOf(rows, first, ask.after, (node) => ({
    cursor: cursorOf(node.createdAt.toISOString(), node.id),
    node,
  }))
  const total = count?.total ?? 0
  return { ...page, total, totalIsExact: total < countedTo }
}
