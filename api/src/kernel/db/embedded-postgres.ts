import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { lockFolder } from './folder-lock.ts'
import { findPlace, giveTo, installPrograms, passable } from './postgres-place.ts'
import type { PostgresPlace } from './postgres-place.ts'
import { commandLine, isRunning } from './process-identity.ts'
import { StartError } from './start-error.ts'

export { StartError } from './start-error.ts'

/** The major version of the programs in the npm package; a cluster of another one can not be opened. */
const majorVersion = '18'
const superuser = 'postgres'
const database = 'placet'
/** Recovery after a crash replays at most a checkpoint's worth of WAL; a slow disk may take minutes for it. */
const readyWithinMs = 180_000
const stopWithinMs = 30_000

/** What promise P1 of the design rests on, said aloud, and no text of a dossier in the log. */
const serverSettings: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  max_connections: '100',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
}

export type EmbeddedPostgresOptions = {
  /** folder of the portal's data; made when absent */
  dataDir: string
  /** receives one plain sentence at a time */
  log: (sentence: string) => void
  /** a port to take; without it any free one */
  port?: number
  /** further server settings by name, for tests and benchmarks */
  settings?: Record<string, string>
}

export type EmbeddedPostgres = {
  /** connection string of the superuser to the database `placet` */
  ownerUrl: string
  port: number
  /** id of the postmaster process */
  pid: number
  /** true when a server left by an earlier, killed process was taken over */
  adopted: boolean
  /** settles when the server has ended, asked or not */
  ended: Promise<void>
  /** fast shutdown: open transactions are rolled back, everything committed is on disk */
  stop(): Promise<void>
}

type Server = { pid: number; port: number }

/**
 * Starts the Postgres that came with npm on the cluster in `dataDir/postgres`, made at the first start. It outlives a
 * killed Node; the next start finds and adopts it. Listens on 127.0.0.1 only; the superuser's password is generated and
 * kept in `dataDir/postgres.password` (mode 0600).
 *
 * @throws StartError when the folder can not be written, is in use, or holds a cluster of another version
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir)
  const unlock = claim(dataDir)
  try {
    const place = findPlace(dataDir, options.log)
    const bin = installPrograms(place.folder)
    if (!existsSync(place.cluster)) await makeCluster(dataDir, place, bin)
    checkVersion(place)
    const password = readPassword(dataDir)
    const found = findServer(place)
    const server = found ?? (await launch(dataDir, place, bin, options))
    await ready(server, place, password, dataDir)
    const ownerUrl = urlOf(server, password, database)
    await createDatabase(urlOf(server, password, 'postgres'))
    if (found)
      options.log(`Took over the Postgres that was still running (process ${server.pid}, port ${server.port}).`)
    const ended = endOf(server.pid)
    return {
      ownerUrl,
      port: server.port,
      pid: server.pid,
      adopted: found !== undefined,
      ended,
      stop: async () => {
        await stopServer(server.pid)
        unlock()
      },
    }
  } catch (error) {
    unlock()
    throw inPlainWords(error, dataDir)
  }
}

function claim(dataDir: string): () => void {
  try {
    makeFolder(dataDir)
    return lockFolder(join(dataDir, 'portal.lock'), dataDir)
  } catch (error) {
    throw inPlainWords(error, dataDir)
  }
}

/** Not mkdir's own `recursive`: in Node 24 that never returns where a parent refuses in an unusual way, as /proc does. */
function makeFolder(path: string): void {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  mkdirSync(path)
  chmodSync(path, passable)
}

async function makeCluster(dataDir: string, place: PostgresPlace, bin: string): Promise<void> {
  const password = randomBytes(24).toString('base64url')
  const passwordFile = join(place.folder, 'new-password')
  const unfinished = join(place.folder, 'data.unfinished')
  rmSync(unfinished, { recursive: true, force: true })
  rmSync(passwordFile, { force: true })
  mkdirSync(unfinished, { mode: 0o700 })
  writeFileSync(passwordFile, password, { mode: 0o600, flag: 'wx' })
  giveTo(unfinished, place.account)
  giveTo(passwordFile, place.account)
  const { code, output } = await run(
    join(bin, 'initdb'),
    place,
    [
      ['-D', unfinished],
      ['-U', superuser],
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--data-checksums',
    ].flat(),
  )
  rmSync(passwordFile, { force: true })
  if (code !== 0) throw new StartError(`A new database could not be made in ${dataDir}: ${lastLine(output)}`)
  // The password first, then the name that counts: a start killed in between begins again with a new cluster.
  writeFileSync(join(dataDir, 'postgres.password'), password, { mode: 0o600 })
  renameSync(unfinished, place.cluster)
}

function run(program: string, place: PostgresPlace, args: string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((settle, fail) => {
    const child = spawn(program, args, { ...surroundings(place), stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.once('error', fail)
    child.once('close', (code) => settle({ code, output }))
  })
}

function surroundings(place: PostgresPlace) {
  return { cwd: place.folder, env: { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' }, ...place.account }
}

function checkVersion(place: PostgresPlace): void {
  const version = readFileSync(join(place.cluster, 'PG_VERSION'), 'utf8').trim()
  if (version !== majorVersion) {
    throw new StartError(
      `The database in ${place.cluster} was made by PostgreSQL ${version}, and this Placet brings ${majorVersion}; point PLACET_DATA_DIR to another folder or DATABASE_URL to a server of that version.`,
    )
  }
}

function readPassword(dataDir: string): string {
  const file = join(dataDir, 'postgres.password')
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  throw new StartError(`The database in ${dataDir} is there, but its password file ${file} is missing.`)
}

/**
 * The server that already runs on this cluster, by its postmaster.pid. Where the process id now belongs to something
 * else, only the id in that file is made void: the server's own check needs the rest of it, to see whether back ends of
 * a killed postmaster still hold the shared memory.
 */
function findServer(place: PostgresPlace): Server | undefined {
  const file = join(place.cluster, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const lines = readFileSync(file, 'utf8').split('\n')
  const pid = Number(lines[0])
  if (pid > 0 && isRunning(pid) && (commandLine(pid)?.includes(place.cluster) ?? true)) {
    return { pid, port: Number(lines[3]) }
  }
  const noProcess = '2147483646'
  const voided = `${file}.void`
  rmSync(voided, { force: true })
  // The folder belongs to another account than this process may have: a new file by exclusive creation follows no link.
  writeFileSync(voided, [noProcess, ...lines.slice(1)].join('\n'), { flag: 'wx', mode: 0o600 })
  giveTo(voided, place.account)
  renameSync(voided, file)
  return undefined
}

async function launch(
  dataDir: string,
  place: PostgresPlace,
  bin: string,
  options: EmbeddedPostgresOptions,
): Promise<Server> {
  const logFile = join(dataDir, 'postgres.log')
  if (existsSync(logFile)) renameSync(logFile, `${logFile}.before`)
  const deadline = Date.now() + 20_000
  for (;;) {
    const port = options.port ?? (await findFreePort())
    const settings = Object.entries({ ...serverSettings, ...options.settings, port: String(port) })
    const log = openSync(logFile, 'a', 0o600)
    const child = spawn(
      join(bin, 'postgres'),
      ['-D', place.cluster, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      {
        ...surroundings(place),
        // A session of its own: Ctrl-C reaches the portal, which finishes its work before it stops the database.
        detached: true,
        stdio: ['ignore', log, log],
      },
    )
    child.unref()
    closeSync(log)
    const pid = await spawned(child)
    if (await began(pid, place)) return { pid, port }
    const reason = lastLine(readFileSync(logFile, 'utf8'))
    // Back ends of a killed postmaster need a moment to notice; another program may have taken the free port.
    const passing = /shared memory block|lock file|Address already in use|could not create any TCP/.test(
      readFileSync(logFile, 'utf8'),
    )
    if (!passing || Date.now() > deadline) {
      throw new StartError(`The database in ${dataDir} could not be started: ${reason} (see ${logFile})`)
    }
    await pause(200)
  }
}

function spawned(child: ReturnType<typeof spawn>): Promise<number> {
  return new Promise((settle, fail) => {
    child.once('error', fail)
    child.once('spawn', () => settle(child.pid ?? 0))
  })
}

/** Waits until the process has taken its pid file (true) or has ended (false). */
async function began(pid: number, place: PostgresPlace): Promise<boolean> {
  const file = join(place.cluster, 'postmaster.pid')
  while (isRunning(pid)) {
    const [owner, , , , , , , status] = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
    if (Number(owner) === pid && status?.trim()) return true
    await pause(10)
  }
  return false
}

async function ready(server: Server, place: PostgresPlace, password: string, dataDir: string): Promise<void> {
  const deadline = Date.now() + readyWithinMs
  for (;;) {
    try {
      const directory = await ask(urlOf(server, password, 'postgres'), 'SHOW data_directory')
      if (directory === place.cluster) return
      throw new StartError(`Port ${server.port} answers for another database than the one in ${dataDir}.`)
    } catch (error) {
      if (error instanceof StartError) throw error
      const { code, message } = error as { code?: string; message: string }
      if (code === '28P01')
        throw new StartError(`The password in ${dataDir}/postgres.password is not the one of its database.`)
      if (!isRunning(server.pid) || Date.now() > deadline) {
        throw new StartError(
          `The database in ${dataDir} does not answer: ${message} (see ${join(dataDir, 'postgres.log')})`,
        )
      }
    }
    await pause(25)
  }
}

async function createDatabase(url: string): Promise<void> {
  const present = await ask(url, `SELECT 1 FROM pg_database WHERE datname = '${database}'`)
  if (present === undefined) await ask(url, `CREATE DATABASE ${database}`)
}

/** The first column of the first row. */
async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 })
  // A server that shuts the connection while it starts must not end this process.
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' })
    return rows[0]?.[0]
  } finally {
    await client.end().catch(() => undefined)
  }
}

function urlOf(server: Server, password: string, name: string): string {
  return `postgres://${superuser}:${password}@127.0.0.1:${server.port}/${name}`
}

function findFreePort(): Promise<number> {
  return new Promise((settle, fail) => {
    const probe = createServer()
    probe.once('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => settle(address !== null && typeof address === 'object' ? address.port : 0))
    })
  })
}

async function stopServer(pid: number): Promise<void> {
  for (const [signal, withinMs] of [
    ['SIGINT', stopWithinMs],
    ['SIGQUIT', 5000],
  ] as const) {
    if (!isRunning(pid)) return
    process.kill(pid, signal)
    const deadline = Date.now() + withinMs
    while (isRunning(pid) && Date.now() < deadline) await pause(20)
  }
}

/** An adopted server is no child of this process, so its end can only be looked for. */
function endOf(pid: number): Promise<void> {
  return new Promise((settle) => {
    const look = setInterval(() => {
      if (isRunning(pid)) return
      clearInterval(look)
      settle()
    }, 500)
    look.unref()
  })
}

function inPlainWords(error: unknown, dataDir: string): unknown {
  if (error instanceof StartError) return error
  const { code } = error as NodeJS.ErrnoException
  const reasons: Record<string, string> = {
    EACCES: 'this account may not write there',
    EPERM: 'this account may not write there',
    EROFS: 'the file system is read-only',
    ENOSPC: 'the disk is full',
    EDQUOT: 'the disk quota is used up',
    ENOENT: 'it can not be made',
    ENOTDIR: 'a part of the path is a file',
    EEXIST: 'a file of that name is in the way',
  }
  const reason = code === undefined ? undefined : reasons[code]
  if (!reason) return error
  return new StartError(
    `The data folder ${dataDir} can not be used: ${reason}; set PLACET_DATA_DIR to a folder you may write.`,
    { cause: error },
  )
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? ''
}
