import { clockStopsAllowed } from '@placet/shared/information-request/clock-stops'
import type { Tx } from '../kernel/db/run.ts'
import { cursorOf, keysOf, pageOf, pageSize, rowsFor, searchWords } from '../kernel/paging.ts'
import { QueueSort } from './submission.types.ts'
import type { QueueConnection, QueueCounts, QueueRow, QueueView } from './submission.types.ts'

export type QueueAsk = {
  view: keyof typeof QueueView
  state: string | null
  riskClass: string | null
  q: string | null
  sort: keyof typeof QueueSort
  first: number
  after: string | null
}

/** Counts beyond this are shown as "more than 1,000". */
const countedTo = 1001
const dueSoonDays = 5

const sortColumns: Record<keyof typeof QueueSort, string> = {
  // Letter for letter the key of the indexes by due date; COALESCE would keep a policed table from using them.
  dueAt: `(case when s.due_at is null then 'infinity'::timestamptz else s.due_at end)`,
  submittedAt: 's.submitted_at',
  reference: 's.reference',
  modelName: 's.model_name',
}

/** Cases with a letter that would stop the clock once more than it may, as a condition on `s`; found once for a statement. */
const leaveAwaited = `s.id = any ((select cases_awaiting_leave(${clockStopsAllowed}, ${countedTo}))::uuid[])`

/** What each view holds, as a condition on `s`; $1 is the reader, $2 the agency's now. One predicate for rows and counts. */
const views: Record<keyof typeof QueueView, string> = {
  mine: `exists (select 1 from case_part p where p.case_id = s.id and p.person_id = $1) and s.state not in ('decided', 'withdrawn', 'outOfScope')`,
  unassigned: `s.manager_id is null and s.state in ('submitted', 'screening', 'inReview', 'onHold', 'consolidation', 'decisionPending')`,
  dueSoon: `${sortColumns.dueAt} < $2::timestamptz + make_interval(days => ${dueSoonDays}) and s.state not in ('decided', 'withdrawn', 'outOfScope')`,
  leaveAwaited,
  all: 'true',
}

const open = `s.submitted_at is not null`

/** Words that find no more than this are looked up by the index; those that find more are met soon enough on the way. */
const foundAtMost = 2000

/** Cases whose number, model or applicant holds the words, as a condition on `s`. */
async function matching(tx: Tx, words: string, add: (value: unknown) => string): Promise<string> {
  const pattern = `%${words.replace(/[\\%_]/g, '\\$&')}%`
  const [row] = await tx.rows<{ ids: string[] | null }>('select find_cases($1, $2) as ids', [pattern, foundAtMost])
  if (row?.ids != null) return `s.id = any(${add(row.ids)}::uuid[])`
  const like = add(pattern)
  return `(lower(s.model_name || ' ' || s.reference) like ${like} or s.organisation_id = any (array(select f.id from organisation f where lower(f.name) like ${like})))`
}

type Row = {
  id: string
  reference: string
  model_name: string
  model_version: string
  organisation_name: string
  risk_class: string | null
  state: string
  submitted_at: Date | null
  due_at: Date | null
  paused: boolean
  assigned_to: string | null
  leave_awaited: boolean
  key: string
}

/** A page of the agency's queue and the counts of its views: two statements at any depth. */
export async function readQueue(tx: Tx, now: Date, ask: QueueAsk): Promise<QueueConnection> {
  const first = pageSize(ask.first)
  const column = sortColumns[ask.sort]
  const after = keysOf(ask.after, [typeOf(ask.sort) === 'text' ? 'text' : 'moment', 'id'])
  const words = searchWords(ask.q).toLowerCase()
  const values: unknown[] = [tx.actor.id, now]
  const add = (value: unknown) => `$${values.push(value)}`
  const search = words === '' ? null : await matching(tx, words, add)
  const filters = [
    open,
    views[ask.view],
    ...(ask.state === null ? [] : [`s.state = ${add(ask.state)}`]),
    ...(ask.riskClass === null ? [] : [`s.risk_class = ${add(searchWords(ask.riskClass))}`]),
    ...(search === null ? [] : [search]),
  ]
  const narrowed = filters.length > 2
  const counted = [...filters]
  const countValues = [...values]
  if (after !== null)
    filters.push(`(${column}, s.id) > (${add(after[0])}::${typeOf(ask.sort)}, ${add(after[1])}::uuid)`)
  const text = `select s.id, s.reference, s.model_name, s.model_version, o.name as organisation_name, s.risk_class, s.state, s.submitted_at, s.due_at, s.paused,
      m.name as assigned_to, ${leaveAwaited} as leave_awaited, (${column})::text as key
    from (select * from submission s where ${filters.join(' and ')} and $1::uuid is not null and $2::timestamptz is not null
          order by ${column}, s.id limit ${rowsFor(first)}) s
    join organisation o on o.id = s.organisation_id left join person m on m.id = s.manager_id
    order by ${column}, s.id`
  const rows = await tx.rows<Row>(text, values)
  // The reader's own filters make one count more; without any, the page's total is the count of its view.
  const counts = await readCounts(tx, narrowed ? counted.join(' and ') : null, countValues)
  const total = counts.total ?? counts[ask.view]
  const page = pageOf(rows, first, ask.after, (row) => ({ cursor: cursorOf(row.key, row.id), node: rowOf(row, now) }))
  return {
    ...page,
    total,
    totalIsExact: total < countedTo,
    counts,
  }
}

/** Rows of each view, and of `filtered` where that is a condition of its own. */
async function readCounts(
  tx: Tx,
  filtered: string | null,
  values: unknown[],
): Promise<QueueCounts & { total: number | null }> {
  const capped = (condition: string) =>
    `(select count(*)::int from (select 1 from submission s where ${condition} limit ${countedTo}) c)`
  const [row] = await tx.rows<QueueCounts & { total: number | null }>(
    `select ${capped(`${open} and ${views.mine}`)} as mine, ${capped(`${open} and ${views.unassigned}`)} as unassigned,
       ${capped(`${open} and ${views.dueSoon}`)} as "dueSoon", ${capped(`${open} and ${views.leaveAwaited}`)} as "leaveAwaited",
       ${capped(open)} as all, ${filtered === null ? 'null::int' : capped(filtered)} as total
     where $1::uuid is not null and $2::timestamptz is not null`,
    values,
  )
  return row ?? { mine: 0, unassigned: 0, dueSoon: 0, leaveAwaited: 0, all: 0, total: 0 }
}

const typeOf = (sort: keyof typeof QueueSort) => (sort === 'dueAt' || sort === 'submittedAt' ? 'timestamptz' : 'text')

// A clock is due at the end of its day: on the day itself nothing is left, and nothing is overdue.
const dayMs = 86_400_000

function rowOf(row: Row, now: Date): QueueRow {
  const left = row.due_at === null ? null : Math.floor((row.due_at.getTime() - now.getTime()) / dayMs)
  return {
    id: row.id,
    reference: row.reference,
    modelName: row.model_name,
    modelVersion: row.model_version,
    organisationName: row.organisation_name,
    riskClass: row.risk_class,
    state: row.state,
    submittedAt: row.submitted_at,
    dueAt: row.due_at,
    paused: row.paused,
    overdue: left !== null && left < 0,
    daysLeft: left,
    assignedTo: row.assigned_to,
    recused: false,
    leaveAwaited: row.leave_awaited,
  }
}
