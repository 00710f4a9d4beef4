import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import type { EmbeddedPostgres } from './embedded-postgres.ts'
import { isRunning } from './process-identity.ts'

let parent: string
let dataDir: string
const running = new Set<EmbeddedPostgres>()
const others = new Set<ChildProcess>()
const places = new Set<string>()

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'placet-postgres-'))
  await chmod(parent, 0o755)
  dataDir = join(parent, 'data')
})

afterEach(async () => {
  for (const node of others) node.kill('SIGKILL')
  others.clear()
  for (const postgres of running) await postgres.stop()
  running.clear()
  // Under a private folder root's cluster stands elsewhere; the test leaves nothing behind there either.
  for (const place of places) await rm(place, { recursive: true, force: true })
  places.clear()
  await rm(parent, { recursive: true, force: true })
})

async function start(): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => undefined })
  running.add(postgres)
  places.add(await realpath(join(dataDir, 'postgres')))
  return postgres
}

async function ask(url: string, ...statements: string[]): Promise<unknown> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    let first: unknown
    for (const text of statements) first = (await client.query<unknown[]>({ text, rowMode: 'array' })).rows[0]?.[0]
    return first
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** A portal of its own process, as one that is killed: it starts Postgres, tells its URL and then does nothing. */
async function startInOtherProcess(): Promise<{ node: ChildProcess; url: string; postgresPid: number }> {
  const module = new URL('./embedded-postgres.ts', import.meta.url).href
  const script = `
    import { startEmbeddedPostgres } from ${JSON.stringify(module)}
    const { ownerUrl, pid } = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, log: () => undefined })
    console.log(JSON.stringify({ ownerUrl, pid }))
    setInterval(() => undefined, 1000)`
  const node = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  others.add(node)
  const line = await new Promise<string>((settle, fail) => {
    node.stdout?.once('data', (chunk: Buffer) => settle(chunk.toString()))
    node.once('exit', (code) => fail(new Error(`ended with ${code} before it was ready`)))
  })
  const { ownerUrl, pid } = JSON.parse(line) as { ownerUrl: string; pid: number }
  return { node, url: ownerUrl, postgresPid: pid }
}

async function killed(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL')
  while (isRunning(pid)) await pause(10)
}

test('what was stored is there after a stop and a start, and the stop leaves no process', async () => {
  const first = await start()
  await ask(first.ownerUrl, 'CREATE TABLE note (text text)', `INSERT INTO note VALUES ('kept')`)
  await first.stop()
  expect(isRunning(first.pid)).toBe(false)
  expect(existsSync(join(dataDir, 'postgres/data/postmaster.pid'))).toBe(false)
  const second = await start()
  expect(second.adopted).toBe(false)
  expect(await ask(second.ownerUrl, 'SELECT text FROM note')).toBe('kept')
})

test('the next start takes over the server of a killed process and what it holds', async () => {
  const before = await startInOtherProcess()
  await ask(before.url, 'CREATE TABLE note (text text)', `INSERT INTO note VALUES ('kept')`)
  await killed(before.node.pid ?? 0)
  expect(isRunning(before.postgresPid)).toBe(true)
  const after = await start()
  expect(after).toMatchObject({ adopted: true, ownerUrl: before.url, pid: before.postgresPid })
  expect(await ask(after.ownerUrl, 'SELECT text FROM note')).toBe('kept')
  await after.stop()
  expect(isRunning(before.postgresPid)).toBe(false)
})

test.each(['Postgres alone', 'Postgres and Node'])(
  'every acknowledged commit is there after kill -9 of %s under load',
  async (who) => {
    const before = await startInOtherProcess()
    await ask(before.url, 'CREATE TABLE note (id int PRIMARY KEY)')
    const acknowledged: number[] = []
    const writer = async (lane: number) => {
      const client = new pg.Client({ connectionString: before.url })
      client.on('error', () => undefined)
      await client.connect()
      for (let id = lane; ; id += 4) {
        await client.query('INSERT INTO note VALUES ($1)', [id])
        acknowledged.push(id)
      }
    }
    const writers = Promise.allSettled([0, 1, 2, 3].map(writer))
    while (acknowledged.length < 400) await pause(5)
    const [node, postgres] = [before.node.pid ?? 0, before.postgresPid]
    if (who === 'Postgres alone') {
      await killed(postgres)
      await writers
      await killed(node)
    } else {
      await Promise.all([killed(node), killed(postgres)])
      await writers
    }
    const after = await start()
    expect(after.adopted).toBe(false)
    const missing = await ask(
      after.ownerUrl,
      `SELECT count(*)::int FROM unnest('{${acknowledged.join(',')}}'::int[]) id WHERE id NOT IN (SELECT note.id FROM note)`,
    )
    expect(missing).toBe(0)
  },
)

test('a pid file whose process id went to another program does not hold the start up', async () => {
  const first = await start()
  await killed(first.pid)
  const file = join(dataDir, 'postgres/data/postmaster.pid')
  const [, ...rest] = (await readFile(file, 'utf8')).split('\n')
  await writeFile(file, [process.pid, ...rest].join('\n'))
  await first.stop()
  const second = await start()
  expect(second.adopted).toBe(false)
  expect(await ask(second.ownerUrl, 'SELECT 1')).toBe(1)
})

test('the server can be reached from this machine only, with the password only, and writes safely', async () => {
  const postgres = await start()
  const settings = ['listen_addresses', 'data_checksums', 'fsync', 'synchronous_commit', 'full_page_writes', 'timezone']
  const found = await Promise.all(settings.map((name) => ask(postgres.ownerUrl, `SHOW ${name}`)))
  expect(found).toEqual(['127.0.0.1', 'on', 'on', 'on', 'on', 'UTC'])
  await expect(ask(postgres.ownerUrl.replace(/:[^:@]+@/, ':guess@'), 'SELECT 1')).rejects.toThrow(/password/)
  expect((await stat(join(dataDir, 'postgres.password'))).mode & 0o777).toBe(0o600)
})

test('two portals never share one data folder', async () => {
  const before = await startInOtherProcess()
  await expect(start()).rejects.toThrow(`in use by another Placet (process ${before.node.pid})`)
  await killed(before.node.pid ?? 0)
  await expect(start()).resolves.toMatchObject({ adopted: true })
})

test('a start from a private folder works, also as root, and the second finds what the first stored', async () => {
  await chmod(parent, 0o700)
  const first = await start()
  await ask(first.ownerUrl, 'CREATE TABLE note (text text)', `INSERT INTO note VALUES ('kept')`)
  await first.stop()
  const second = await start()
  expect(await ask(second.ownerUrl, 'SELECT text FROM note')).toBe('kept')
})

test('a data folder that somebody made private holds its database itself', async () => {
  await mkdir(dataDir, { mode: 0o700 })
  await start()
  expect(await realpath(join(dataDir, 'postgres'))).toBe(join(dataDir, 'postgres'))
})

test.each([
  ['a file in the way', 'can not be used', async () => writeFile(dataDir, '')],
  ['a folder that can not be made', 'can not be used', async () => void (dataDir = '/proc/placet')],
  [
    'a cluster of another version',
    'was made by PostgreSQL 14',
    async () => {
      await mkdir(join(dataDir, 'postgres/data'), { recursive: true })
      await writeFile(join(dataDir, 'postgres/data/PG_VERSION'), '14\n')
    },
  ],
])('%s is told in one plain sentence', async (_what, words, arrange) => {
  await arrange()
  const error = await startEmbeddedPostgres({ dataDir, log: () => undefined }).catch((cause: unknown) => cause)
  expect(error).toMatchObject({ name: 'StartError', message: expect.stringContaining(words) as string })
  expect((error as Error).message).toMatch(/^[A-Z][^\n]*\.$/)
})
