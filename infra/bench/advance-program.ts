import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'
import type { Actor } from '../../api/src/kernel/auth/actor.ts'
import { migrate } from '../../api/src/kernel/db/migrate.ts'
import { legalMoves } from '../../api/src/kernel/legal-moves.ts'
import { readSettings } from '../../api/src/kernel/settings.ts'
import { root } from '../house.ts'
import { fillWaiting } from './fill.ts'
import { quantile } from './load.ts'
import { record, replay, uuidsOf } from './replay.ts'

// The program of the lifecycle's benchmark, alone on its core: acknowledges filed submissions with 16 callers, in turns
// through `Lifecycle.advance` and by hand, and prints one line of JSON. Its database is a scratch one.

const callers = 16
const rounds = 5
const roundSeconds = 3
const waiting = 60_000

type Call = object
type Lifecycle = { advance(flow: object, ask: object): Promise<{ __typename: string }> }
type Token = new (...parts: never[]) => object
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
  'kernel/lifecycle.js': { Lifecycle: Token }
  'kernel/call.js': { Call: new (source: object, actor: Actor, language: string, requestId: string) => Call }
  'submissions/submission.workflow.js': { SubmissionWorkflow: Token }
}

async function built<File extends keyof Built>(file: File): Promise<Built[File]> {
  return (await import(join(root, 'api/dist/src', file))) as Built[File]
}

async function readScreener(owner: pg.Client): Promise<Actor> {
  const { rows } = await owner.query<Omit<Actor, 'session' | 'organisationId'>>(
    `select p.id, p.name, p.office, p.roles from person p join account a on a.person_id = p.id where a.email = 'screener@agency.example'`,
  )
  const [screener] = rows
  if (!screener) throw new Error('There is no demo account of a screener.')
  return { ...screener, organisationId: null, session: null }
}

/** Runs `act` on one submission after the other from 16 callers; returns acts a second and their latencies. */
async function round(ids: Iterator<string>, act: (id: string) => Promise<void>) {
  const latencies: number[] = []
  const start = performance.now()
  const end = start + roundSeconds * 1000
  const caller = async () => {
    while (performance.now() < end) {
      const next = ids.next()
      if (next.done) throw new Error(`${waiting} submissions were too few.`)
      const before = performance.now()
      await act(next.value)
      latencies.push(performance.now() - before)
    }
  }
  await Promise.all(Array.from({ length: callers }, caller))
  return { latencies, seconds: (performance.now() - start) / 1000 }
}

const settings = readSettings()
const ownerUrl = settings.database.owner
if (ownerUrl === undefined) throw new Error('DATABASE_OWNER_URL names the scratch database.')
const owner = new pg.Client({ connectionString: ownerUrl })
await owner.connect()
const ids = (await fillWaiting(owner, waiting)).values()
const actor = await readScreener(owner)
const urls = await migrate(ownerUrl, legalMoves)
const { nest, databases } = await (await built('portal-app.js')).createPortalApp(settings, urls)
const { Call } = await built('kernel/call.js')
const lifecycle = nest.get((await built('kernel/lifecycle.js')).Lifecycle) as Lifecycle
const { flow } = nest.get((await built('submissions/submission.workflow.js')).SubmissionWorkflow) as { flow: object }
const byHand = new pg.Pool({ connectionString: urls.appUrl, max: settings.pool })

const advance = async (id: string) => {
  const call = new Call(databases.app, actor, 'en', randomUUID())
  const ask = { call, id, commandId: randomUUID(), version: 1, event: { type: 'ACKNOWLEDGE' } }
  const answer = await lifecycle.advance(flow, ask)
  if (answer.__typename !== 'Submission') throw new Error(`The submission did not move: ${JSON.stringify(answer)}`)
}

const take = () => {
  const next = ids.next()
  if (next.done) throw new Error('No submission is left.')
  return next.value
}
for (let warm = 0; warm < 200; warm += 1) await advance(take())
const recorded = take()
const statements = await record(() => advance(recorded))
const others = uuidsOf(await record(() => advance(take())))
const constant = new Set([...uuidsOf(statements)].filter((id) => others.has(id)))
const hand = async (id: string) => {
  const client = await byHand.connect()
  try {
    await replay(client, statements, constant, recorded, id)
  } finally {
    client.release()
  }
}
for (let warm = 0; warm < 200; warm += 1) await hand(take())

const measured = { advance: [] as Awaited<ReturnType<typeof round>>[], hand: [] as Awaited<ReturnType<typeof round>>[] }
for (let turn = 0; turn < rounds; turn += 1) {
  measured.advance.push(await round(ids, advance))
  measured.hand.push(await round(ids, hand))
}

const acts = (turns: typeof measured.advance) => turns.reduce((sum, { latencies }) => sum + latencies.length, 0)
const perSecond = (turns: typeof measured.advance) => acts(turns) / turns.reduce((sum, { seconds }) => sum + seconds, 0)
const expected = acts(measured.advance) + acts(measured.hand) + 402
const { rows: written } = await owner.query<{ count: number }>(
  `select count(*)::int from transition where event = 'ACKNOWLEDGE' and to_state = 'screening'`,
)
if (written[0]?.count !== expected)
  throw new Error(`${expected} submissions were acknowledged, but ${written[0]?.count ?? 0} steps were written.`)
process.stdout.write(
  `${JSON.stringify({
    requestsPerSecond: perSecond(measured.advance),
    byHandPerSecond: perSecond(measured.hand),
    p95Ms: quantile(
      measured.advance.flatMap(({ latencies }) => latencies),
      0.95,
    ),
    statements: statements.length,
  })}\n`,
)
await byHand.end()
await nest.close()
await databases.close()
await owner.end()
