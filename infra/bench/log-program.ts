import { randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '../../api/src/kernel/db/embedded-postgres.ts'
import { migrate } from '../../api/src/kernel/db/migrate.ts'
import { legalMoves } from '../../api/src/kernel/legal-moves.ts'
import { readSettings } from '../../api/src/kernel/settings.ts'
import { root } from '../house.ts'
import { fillWaiting } from './fill.ts'
import { readKeys } from '../verify/src/keys.ts'
import { DatabaseSource } from '../verify/src/source.ts'
import { verify } from '../verify/src/verify.ts'
import { quantile } from './load.ts'

// The program of the log's benchmarks, on both cores. `log`: how many leaves a second the sequencer places, and how many
// acknowledgements a second `Lifecycle.advance` makes with the log and without it, in turns, with 16 callers.
// `verifier`: how many leaves a second the offline verifier checks, with all rows that they are about.

const callers = 16
const rounds = 3
const roundSeconds = 3
const waiting = 40_000
const backlog = 50_000
const fillSeconds = 15
const origin = 'http://localhost:3000'

type Token = new (...parts: never[]) => object
type Actor = { id: string; name: string; office: string; roles: string[]; organisationId: string | null; session: null }
type Ticking = { tick(): Promise<number> }
/** What is used of the built API; read from the build, because its decorators do not run from source. */
type Built = {
  'portal-app.js': {
    createPortalApp(
      settings: object,
      urls: object,
    ): Promise<{
      nest: { get(token: Token): unknown; close(): Promise<void> }
      databases: { app: object; close(): Promise<void> }
    }>
  }
  'demo/index.js': { seed(ownerUrl: string, mode: string, origin: string): Promise<boolean> }
  'kernel/lifecycle.js': { Lifecycle: Token }
  'kernel/call.js': { Call: new (source: object, actor: Actor, language: string, requestId: string) => object }
  'submissions/index.js': { Submissions: Token }
  'submissions/submission.workflow.js': { SubmissionWorkflow: Token }
  'transparency-log/index.js': { CheckpointSigner: Token; Sequencer: Token }
}
const built = async <File extends keyof Built>(file: File) =>
  (await import(join(root, 'api/dist/src', file))) as Built[File]

/** The log's share of a transaction taken away, and given back: triggers on the record's rows, leaves and their salts. */
async function withLog(owner: pg.Client, on: boolean): Promise<void> {
  const { rows } = await owner.query<{ table: string; trigger: string }>(
    `select c.relname as table, t.tgname as trigger from pg_trigger t join pg_class c on c.oid = t.tgrelid where t.tgname like '%\\_logged\\_%'`,
  )
  for (const { table, trigger } of rows)
    await owner.query(`alter table ${table} ${on ? 'enable' : 'disable'} trigger ${trigger}`)
  for (const table of ['log_leaf', 'log_salt'])
    await owner.query(
      on
        ? `drop trigger if exists bench_nothing on ${table}`
        : `create trigger bench_nothing before insert on ${table} for each row execute function bench_nothing()`,
    )
}

async function readActor(owner: pg.Client, email: string): Promise<Actor> {
  const { rows } = await owner.query<Omit<Actor, 'session'>>(
    `select p.id, p.name, p.office, p.roles, p.organisation_id as "organisationId" from person p join account a on a.person_id = p.id where a.email = $1`,
    [email],
  )
  const [actor] = rows
  if (!actor) throw new Error(`There is no demo account ${email}.`)
  return { ...actor, session: null }
}

async function openPortal(dataDir: string, ownerUrl: string) {
  const urls = await migrate(ownerUrl, legalMoves)
  await (await built('demo/index.js')).seed(ownerUrl, 'development', origin)
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  const settings = {
    ...readSettings({ PLACET_MODE: 'development', PORT: '0', PLACET_ORIGIN: origin }),
    dataDir: join(dataDir, 'portal'),
  }
  const { nest, databases } = await (await built('portal-app.js')).createPortalApp(settings, urls)
  const { CheckpointSigner, Sequencer } = await built('transparency-log/index.js')
  return {
    owner,
    nest,
    databases,
    sequencer: nest.get(Sequencer) as Ticking,
    signer: nest.get(CheckpointSigner) as Ticking,
    async close() {
      await nest.close()
      await databases.close()
      await owner.end()
    },
  }
}

/** Runs `act` from 16 callers until the time is over. */
async function callAll(until: number, act: () => Promise<void>): Promise<void> {
  const caller = async () => {
    while (performance.now() < until) await act()
  }
  await Promise.all(Array.from({ length: callers }, caller))
}

async function measureVerifier(dataDir: string, ownerUrl: string) {
  const { owner, nest, databases, sequencer, signer, close } = await openPortal(dataDir, ownerUrl)
  const { Call } = await built('kernel/call.js')
  const submissions = nest.get((await built('submissions/index.js')).Submissions) as {
    start(call: object, input: object): Promise<{ __typename?: string }>
  }
  const officer = await readActor(owner, 'officer@helio.example')
  await callAll(performance.now() + fillSeconds * 1000, async () => {
    const call = new Call(databases.app, officer, 'en', randomUUID())
    await submissions.start(call, { commandId: randomUUID(), modelName: 'Bench', modelVersion: '1.0' })
  })
  while ((await sequencer.tick()) > 0);
  await signer.tick()
  await close()
  const source = await DatabaseSource.open(ownerUrl)
  const keys = await readKeys(join(dataDir, 'portal', 'keys', 'published'))
  const start = performance.now()
  const { findings, leaves, versions } = await verify({ source, keys })
  const seconds = (performance.now() - start) / 1000
  await source.close()
  if (findings.all.length > 0) throw new Error(`The record is not intact: ${findings.first()?.what}`)
  return {
    bench: 'verifier',
    entriesPerSecond: Number((leaves / seconds).toFixed(0)),
    rowsPerSecond: Number((versions / seconds).toFixed(0)),
    entries: leaves,
    rows: versions,
    seconds: Number(seconds.toFixed(2)),
  }
}

/** Leaves of ordinary length that nobody placed yet. */
const writeBacklog = (owner: pg.Client) =>
  owner.query(
    `insert into log_leaf (bytes, hash, at)
     select b, sha256('\\x00'::bytea || b), now() from generate_series(1, $1) i,
       lateral (select convert_to('{"actor":"' || gen_random_uuid() || '","commitment":"' || repeat('ab', 32) || i || '","type":"bench"}', 'UTF8') as b) x`,
    [backlog],
  )

async function measureLog(dataDir: string, ownerUrl: string) {
  const { owner, nest, databases, sequencer, close } = await openPortal(dataDir, ownerUrl)
  await owner.query(`create function bench_nothing() returns trigger language plpgsql as 'begin return null; end';
    insert into organisation (name, verified_at) values ('Benchmark developer 1', now())`)
  const { Call } = await built('kernel/call.js')
  const lifecycle = nest.get((await built('kernel/lifecycle.js')).Lifecycle) as {
    advance(flow: object, ask: object): Promise<{ __typename: string }>
  }
  const { flow } = nest.get((await built('submissions/submission.workflow.js')).SubmissionWorkflow) as { flow: object }
  const actor = await readActor(owner, 'screener@agency.example')
  const ids = (await fillWaiting(owner, waiting)).values()

  const advance = async (id: string) => {
    const call = new Call(databases.app, actor, 'en', randomUUID())
    const ask = { call, id, commandId: randomUUID(), version: 1, event: { type: 'ACKNOWLEDGE' } }
    const answer = await lifecycle.advance(flow, ask)
    if (answer.__typename !== 'Submission') throw new Error(`The submission did not move: ${JSON.stringify(answer)}`)
  }
  const round = async (on: boolean) => {
    await withLog(owner, on)
    const latencies: number[] = []
    const start = performance.now()
    const end = start + roundSeconds * 1000
    const act = async () => {
      const next = ids.next()
      if (next.done) throw new Error(`${waiting} submissions were too few.`)
      const before = performance.now()
      await advance(next.value)
      latencies.push(performance.now() - before)
    }
    const placing = (async () => {
      while (on && performance.now() < end)
        if ((await sequencer.tick()) === 0) await new Promise((done) => setTimeout(done, 250))
    })()
    await Promise.all([placing, callAll(end, act)])
    return { latencies, seconds: (performance.now() - start) / 1000 }
  }
  for (const on of [true, false]) await round(on)
  const turns = { with: [] as Awaited<ReturnType<typeof round>>[], without: [] as Awaited<ReturnType<typeof round>>[] }
  for (let turn = 0; turn < rounds; turn += 1) {
    turns.with.push(await round(true))
    turns.without.push(await round(false))
  }
  await withLog(owner, true)
  while ((await sequencer.tick()) > 0);
  await writeBacklog(owner)
  const start = performance.now()
  let placed = 0
  for (let more = -1; more !== 0; placed += more) more = await sequencer.tick()
  const perSecond = placed / ((performance.now() - start) / 1000)
  await close()
  const rate = (of: typeof turns.with) =>
    of.reduce((sum, { latencies }) => sum + latencies.length, 0) / of.reduce((sum, { seconds }) => sum + seconds, 0)
  return {
    bench: 'log',
    entriesPerSecond: Number(perSecond.toFixed(0)),
    writesPerSecond: Number(rate(turns.with).toFixed(1)),
    writesPerSecondWithoutLog: Number(rate(turns.without).toFixed(1)),
    ratioToNoLog: Number((rate(turns.with) / rate(turns.without)).toFixed(3)),
    p95Ms: Number(
      quantile(
        turns.with.flatMap(({ latencies }) => latencies),
        0.95,
      ).toFixed(1),
    ),
  }
}

const dataDir = mkdtempSync(join(tmpdir(), 'placet-bench-log-'))
const postgres = await startEmbeddedPostgres({ dataDir, log: () => undefined, settings: { shared_buffers: '512MB' } })
try {
  const measure = process.argv[2] === 'verifier' ? measureVerifier : measureLog
  console.log(JSON.stringify(await measure(dataDir, postgres.ownerUrl)))
} finally {
  await postgres.stop()
  await rm(dataDir, { recursive: true, force: true })
}
