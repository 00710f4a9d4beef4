import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import pg from 'pg'
import { startEmbeddedPostgres } from '../../api/src/kernel/db/embedded-postgres.ts'
import { migrate } from '../../api/src/kernel/db/migrate.ts'
import { legalMoves } from '../../api/src/kernel/legal-moves.ts'
import { buildWhatIsStale } from '../build/stale.ts'
import { root } from '../house.ts'
import { fillQueue, fillRegister } from './fill.ts'
import { benchList } from './list-bench.ts'
import { startPinned, type PinnedProcess } from './pinned-process.ts'
import { benchQueue, countQueueStatements } from './queue-bench.ts'
import { printReport, type Row } from './report.ts'
import { benchSigning } from './signing-bench.ts'
import { countStatements } from './statement-counter.ts'
import { benchUpload } from './upload-bench.ts'
import { printUpload } from './upload-report.ts'

const port = 41_800
/** The server stands alone on the first core; what asks it runs on the last. Postgres goes where the system puts it. */
const cores = { server: 0, load: availableParallelism() - 1 }

/** SHA-256 of a registered operation's text, by its name. */
function hashOf(name: string): string {
  const listed = JSON.parse(readFileSync(join(root, 'infra/operations/operations.json'), 'utf8')) as Record<
    string,
    { name: string }
  >
  const found = Object.entries(listed).find(([, operation]) => operation.name === name)
  if (!found) throw new Error(`The operation ${name} is not registered.`)
  return found[0]
}

function startPortal(dataDir: string, ownerUrl: string): Promise<PinnedProcess> {
  const environment = {
    PLACET_MODE: 'demo',
    PLACET_DATA_DIR: join(dataDir, 'portal'),
    PORT: String(port),
    DATABASE_OWNER_URL: ownerUrl,
  }
  const program = [join(root, 'infra/run.js'), 'start/serve']
  return startPinned(cores.server, program, environment, `http://localhost:${port}`, '/health/ready')
}

/** A portal for the time of `work` only. */
async function withPortal<Result>(
  dataDir: string,
  ownerUrl: string,
  work: (portal: PinnedProcess) => Promise<Result>,
): Promise<Result> {
  const portal = await startPortal(dataDir, ownerUrl)
  try {
    return await work(portal)
  } finally {
    await portal.stop()
  }
}

type Advanced = { requestsPerSecond: number; byHandPerSecond: number; p95Ms: number; statements: number }

async function benchAdvance(dataDir: string, ownerUrl: string): Promise<Advanced> {
  const { stdout } = await promisify(execFile)(
    'taskset',
    ['-c', String(cores.server), process.execPath, join(import.meta.dirname, 'advance-program.ts')],
    {
      cwd: root,
      env: {
        PATH: process.env['PATH'],
        NODE_ENV: 'production',
        PLACET_MODE: 'demo',
        PLACET_DATA_DIR: join(dataDir, 'portal'),
        DATABASE_OWNER_URL: ownerUrl,
      },
      maxBuffer: 16 * 1024 * 1024,
    },
  )
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Advanced
}

async function bench(dataDir: string, say: (line: string) => void): Promise<Row[]> {
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => undefined, settings: { shared_buffers: '512MB' } })
  try {
    const { ownerUrl } = postgres
    const { publicUrl } = await migrate(ownerUrl, legalMoves)
    // The first start of the portal brings the demo's people, whom the queue needs.
    await withPortal(dataDir, ownerUrl, async () => undefined)
    say('Filling the scratch database: 200,000 register entries, 100,000 submissions …')
    const owner = new pg.Client({ connectionString: ownerUrl })
    await owner.connect()
    await fillRegister(owner)
    await fillQueue(owner)
    await owner.end()
    say('Measuring the list and the queue …')
    const { list, queue } = await withPortal(dataDir, ownerUrl, async (portal) => ({
      list: await benchList(portal, hashOf('PublicRegister'), publicUrl, cores),
      queue: await benchQueue(portal, hashOf('Queue'), cores),
    }))
    const counter = await countStatements('127.0.0.1', postgres.port)
    const counted = new URL(ownerUrl)
    counted.port = String(counter.port)
    const statements = await withPortal(dataDir, counted.href, (portal) =>
      countQueueStatements(portal, hashOf('Queue'), counter),
    )
    await counter.stop()
    say('Measuring the lifecycle …')
    const advance = await benchAdvance(dataDir, ownerUrl)
    return [
      { bench: 'list', ...list, statements: null, byHandPerSecond: null },
      {
        bench: 'queue',
        ...queue,
        statements,
        ratioToFloor: null,
        perCoreRatioToPostgraphile: null,
        byHandPerSecond: null,
      },
      {
        bench: 'advance',
        ...advance,
        ratioToFloor: advance.requestsPerSecond / advance.byHandPerSecond,
        perCoreRatioToPostgraphile: null,
      },
    ]
  } finally {
    await postgres.stop()
  }
}

/** On both cores, unlike the others: sequencer, writers and Postgres share them. */
async function benchLog(name: string, say: (line: string) => void): Promise<void> {
  say(name === 'log' ? 'Measuring the log …' : 'Filling a record, then verifying it …')
  const program = join(import.meta.dirname, 'log-program.ts')
  const env = { PATH: process.env['PATH'], NODE_ENV: 'production' }
  const { stdout } = await promisify(execFile)(process.execPath, [program, name], { cwd: root, env })
  say(stdout.trimEnd().split('\n').at(-1) ?? '')
}

/** One JSON line: 100 decisions signed through the whole ceremony. */
async function measureSigning(dataDir: string, say: (line: string) => void): Promise<void> {
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => undefined })
  try {
    say('Bringing a case to its signature, a hundred times over …')
    const hashes = { begin: hashOf('BeginSigning'), sign: hashOf('SignDecision') }
    const result = await withPortal(dataDir, postgres.ownerUrl, (portal) =>
      benchSigning(portal, postgres.ownerUrl, hashes),
    )
    const rounded = { perSecond: Number(result.perSecond.toFixed(1)), p95Ms: Number(result.p95Ms.toFixed(1)) }
    say(JSON.stringify({ bench: 'signing', decisions: result.decisions, ...rounded }))
  } finally {
    await postgres.stop()
  }
}

const uploadBytes = 2_000_000_000

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
})
if (!buildWhatIsStale()) throw new Error('Placet could not be built; the lines above tell why.')
const dataDir = mkdtempSync(join(tmpdir(), 'placet-bench-'))
const say = (line: string) => console.log(line)
try {
  const ofLog = positionals.filter((name) => name === 'log' || name === 'verifier')
  if (positionals.includes('signing')) await measureSigning(dataDir, say)
  else if (positionals.includes('upload')) printUpload(await benchUpload(dataDir, uploadBytes, say))
  else if (ofLog.length > 0) for (const name of ofLog) await benchLog(name, say)
  else printReport(await bench(dataDir, say), values.json)
} finally {
  await rm(dataDir, { recursive: true, force: true })
}
