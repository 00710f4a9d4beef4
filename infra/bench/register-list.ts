import type { QueryConfig } from 'pg'

/** Entries on a page of the register, as the public's search asks for them. */
export const pageSize = 20

/** The filters that the list is asked with: each has thousands of entries, so each has many pages. */
export const filters = [
  { status: 'approved' },
  { status: 'approvedWithConditions' },
  { status: 'expired' },
  { riskClass: 'II' },
  { riskClass: 'IV' },
] as const satisfies Filter[]

export type Filter = { status?: string; riskClass?: string }

/** One entry of a page, in the words that all three servers share. */
export type Entry = {
  no: string
  modelName: string
  modelVersion: string
  developer: string
  status: string
  riskClass: string
  summary: string
  decidedAt: string
  validUntil: string | null
}

/** `total` is null where a server is not asked for it. */
export type Page = { entries: Entry[]; cursor: string | null; total: number | null }

/** How one server is asked for a page, and how its answer is read. */
export type Dialect = {
  readonly path: string
  readonly headers: Record<string, string>
  body(filter: Filter, after: string | null): string
  page(answer: unknown): Page
}

type Cursor = { decidedAt: string; no: string }

/**
 * The floor's one statement: the page's JSON is built by Postgres. `after` is `date,number`. The number of entries comes
 * from the counter that the portal keeps, as the portal itself reads it.
 */
export function floorQuery(variables: Record<string, unknown>): QueryConfig {
  const after = typeof variables['after'] === 'string' ? readCursor(variables['after']) : null
  const [column, value] =
    'status' in variables
      ? (['status', variables['status']] as const)
      : (['risk_class', variables['riskClass']] as const)
  return {
    name: `floor ${column} ${after !== null}`,
    text: `
      select json_build_object('data', json_build_object('registerEntries', json_build_object(
        '__typename', 'RegisterConnection',
        'edges', coalesce(json_agg(json_build_object('__typename', 'RegisterEdge', 'node', json_build_object(
          '__typename', 'RegisterEntry', 'no', no, 'modelName', model_name, 'modelVersion', model_version, 'developer', developer,
          'status', status, 'riskClass', risk_class, 'summary', summary, 'decidedAt', decided_at, 'validUntil', valid_until))
          order by decided_at desc, no desc) filter (where n <= ${pageSize}), '[]'),
        'pageInfo', json_build_object('__typename', 'PageInfo', 'hasNextPage', count(*) > ${pageSize},
          'endCursor', (array_agg(decided_at || ',' || no order by decided_at, no) filter (where n <= ${pageSize}))[1]),
        'total', (select count from register_counter where key = $2), 'totalIsExact', true
      )))::text as answer
      from (select *, row_number() over (order by decided_at desc, no desc) as n from
        (select no, model_name, model_version, developer, status, risk_class, summary, decided_at, valid_until
         from register_entry
         where ${column} = $1 ${after ? 'and (decided_at, no) < ($3::date, $4)' : ''}
         order by decided_at desc, no desc limit ${pageSize + 1}) p) q`,
    values: [
      value,
      `${column === 'status' ? 'status' : 'class'}:${String(value)}`,
      ...(after ? [after.decidedAt, after.no] : []),
    ],
  }
}

function readCursor(text: string): Cursor {
  const [decidedAt = '', no = ''] = text.split(',')
  return { decidedAt, no }
}

type Json = Record<string, unknown>

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null

/** Follows keys into an answer; throws where the answer is an error or of another shape. */
function dig(answer: unknown, ...keys: string[]): unknown {
  return keys.reduce((value: unknown, key) => {
    if (!isObject(value) || value[key] === undefined)
      throw new Error(`Not the answer expected: ${JSON.stringify(answer).slice(0, 300)}`)
    return value[key]
  }, answer)
}

/** Reads edges and cursor of a Relay connection, leaving out what only one of the servers adds. */
function readPage(answer: unknown, connection: string): Page {
  const edges = dig(answer, 'data', connection, 'edges')
  if (!Array.isArray(edges)) throw new Error('The edges are no list.')
  const cursor = dig(answer, 'data', connection, 'pageInfo', 'endCursor')
  const found = dig(answer, 'data', connection)
  const total = isObject(found) ? found['total'] : null
  return {
    entries: edges.map((edge: unknown) => entryOf(dig(edge, 'node'))),
    cursor: typeof cursor === 'string' ? cursor : null,
    total: typeof total === 'number' ? total : null,
  }
}

function entryOf(node: unknown): Entry {
  const text = (key: keyof Entry) => String(dig(node, key))
  const until = isObject(node) ? node['validUntil'] : null
  return {
    no: text('no'),
    modelName: text('modelName'),
    modelVersion: text('modelVersion'),
    developer: text('developer'),
    status: text('status'),
    riskClass: text('riskClass'),
    summary: text('summary'),
    decidedAt: text('decidedAt'),
    validUntil: typeof until === 'string' ? until : null,
  }
}

const json = { 'content-type': 'application/json' }

export const floor: Dialect = {
  path: '/',
  headers: json,
  body: (filter, after) => JSON.stringify({ variables: { ...filter, after } }),
  page: (answer) => readPage(answer, 'registerEntries'),
}

/** The portal's own list, by the hash of the operation that its search page sends. */
export const portal = (origin: string, hash: string): Dialect => ({
  path: '/graphql',
  headers: { ...json, origin },
  body: (filter, after) =>
    JSON.stringify({
      operationName: 'PublicRegister',
      variables: { q: null, use: null, status: null, riskClass: null, ...filter, first: pageSize, after },
      extensions: { persistedQuery: { version: 1, sha256Hash: hash } },
    }),
  page: (answer) => readPage(answer, 'registerEntries'),
})

// Without a count: PostGraphile would count every entry anew at each request, which is not what is compared here.
const postgraphileQuery = `query List($condition: RegisterEntryCondition!, $after: Cursor) {
  allRegisterEntries(first: ${pageSize}, after: $after, condition: $condition, orderBy: [DECIDED_AT_DESC, NO_DESC]) {
    edges { node { no modelName modelVersion developer status riskClass summary decidedAt validUntil __typename } __typename }
    pageInfo { hasNextPage endCursor __typename }
    __typename
  }
}`

export const postgraphile: Dialect = {
  path: '/graphql',
  headers: json,
  body: (filter, after) => JSON.stringify({ query: postgraphileQuery, variables: { condition: filter, after } }),
  page: (answer) => readPage(answer, 'allRegisterEntries'),
}
