import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { RequestOptions, SoftwareAuthenticator } from '@placet/shared/passkey/software-authenticator'
import pg from 'pg'
import { root } from '../house.ts'
import { quantile } from './load.ts'
import type { PinnedProcess } from './pinned-process.ts'
import { authenticatorOf, signInAs } from './sign-in.ts'

const decisions = 100
const callers = 4
const signer = 'decision@agency.example'

export type SigningResult = { decisions: number; perSecond: number; p95Ms: number }

type Answered = { __typename: string; id: string; request: RequestOptions; message?: string }
type Hashes = { begin: string; sign: string }

/**
 * Signs 100 decisions through the whole ceremony, over HTTP: begin, the passkey's answer in software, seal. `perSecond` and
 * `p95Ms` are of whole ceremonies.
 */
export async function benchSigning(portal: PinnedProcess, ownerUrl: string, hashes: Hashes): Promise<SigningResult> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(root, 'e2e/journey/for-signature.ts')], {
    cwd: root,
    env: { ...process.env, PLACET_URL: portal.url },
  })
  const waiting = await multiply(ownerUrl, stdout.trim())
  const headers = { ...(await signInAs(portal.url, signer)), 'content-type': 'application/json' }
  const authenticator = await authenticatorOf(portal.url, signer)
  const latencies: number[] = []
  const start = performance.now()
  const rest = waiting.values()
  const caller = async () => {
    for (const decision of rest) {
      const before = performance.now()
      await signOne(portal.url, headers, authenticator, hashes, decision)
      latencies.push(performance.now() - before)
    }
  }
  await Promise.all(Array.from({ length: callers }, caller))
  const seconds = (performance.now() - start) / 1000
  return { decisions: latencies.length, perSecond: latencies.length / seconds, p95Ms: quantile(latencies, 0.95) }
}

async function signOne(
  url: string,
  headers: Record<string, string>,
  authenticator: SoftwareAuthenticator,
  { begin, sign }: Hashes,
  { id, version }: { id: string; version: number },
): Promise<void> {
  const send = async (operationName: string, sha256Hash: string, input: object): Promise<Answered> => {
    const body = JSON.stringify({
      operationName,
      variables: { input: { commandId: randomUUID(), id, ...input } },
      extensions: { persistedQuery: { version: 1, sha256Hash } },
    })
    const answer = await fetch(`${url}/graphql`, { method: 'POST', headers, body })
    const { data, errors } = (await answer.json()) as { data?: Record<string, Answered>; errors?: unknown }
    const done = Object.values(data ?? {})[0]
    if (done === undefined || done.message !== undefined)
      throw new Error(`${operationName} was not done: ${JSON.stringify(errors ?? done)}`)
    return done
  }
  const ceremony = await send('BeginSigning', begin, { process: 'decision', meaning: 'approved' })
  const proof = { kind: 'passkey', assertion: await authenticator.get(ceremony.request) }
  await send('SignDecision', sign, { version, affirmed: true, ceremonyId: ceremony.id, proof })
}

/**
 * Copies the case of this decision, row by row with new ids, until there are enough of them. What is measured is signing; a
 * case takes seconds to bring there by people's commands.
 */
async function multiply(ownerUrl: string, decision: string): Promise<{ id: string; version: number }[]> {
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  try {
    const { rows: tables } = await owner.query<{ name: string }>(
      `select c.table_name as name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
       where c.table_schema = 'public' and c.column_name = 'case_id' and t.table_type = 'BASE TABLE'
         and c.table_name not in ('transition', 'audit_entry', 'outbox', 'notice', 'access_entry') order by c.table_name`,
    )
    const { rows: found } = await owner.query<{ case_id: string }>(`select case_id from decision where id = $1`, [
      decision,
    ])
    const caseId = found[0]?.case_id ?? ''
    const copied: { table: string; rows: string[] }[] = []
    for (const [table, key] of [['submission', 'id'], ...tables.map(({ name }) => [name, 'case_id'])] as const) {
      const { rows } = await owner.query<{ row: string }>(
        `select to_jsonb(t)::text as row from ${table} t where ${key} = $1`,
        [caseId],
      )
      copied.push({ table, rows: rows.map(({ row }) => row) })
    }
    const own = new Set(
      copied.flatMap(({ rows }) => rows.flatMap((row) => (JSON.parse(row) as { id?: unknown }).id ?? [])).map(String),
    )
    // Keys between copied tables hold again at the end of each copy.
    await owner.query(`set session_replication_role = replica`)
    for (let copy = 1; copy < decisions; copy += 1) {
      const fresh = new Map([...own].map((id) => [id, randomUUID()]))
      const reference = `C-${String(copy).padStart(8, '0')}`
      for (const { table, rows } of copied)
        for (const row of rows) {
          const text = row.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => fresh.get(id) ?? id)
          const value = JSON.stringify({
            ...(JSON.parse(text) as object),
            ...(table === 'submission' ? { reference } : {}),
          })
          await owner.query(
            `insert into ${table} overriding user value select * from jsonb_populate_record(null::${table}, $1::jsonb)`,
            [
              table === 'document'
                ? value.replace(/"storage_key":\s*"[^"]*"/, `"storage_key":"${randomUUID()}"`)
                : value,
            ],
          )
        }
    }
    const { rows } = await owner.query<{ id: string; version: number }>(
      `select id, version from decision where state = 'forSignature' limit $1`,
      [decisions],
    )
    return rows
  } finally {
    await owner.end()
  }
}
