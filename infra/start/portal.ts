import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { demoAccounts } from '../../api/src/kernel/auth/demo-accounts.ts'
import { startEmbeddedPostgres } from '../../api/src/kernel/db/embedded-postgres.ts'
import type { EmbeddedPostgres } from '../../api/src/kernel/db/embedded-postgres.ts'
import { StartError } from '../../api/src/kernel/db/start-error.ts'
import { readSettings } from '../../api/src/kernel/settings.ts'
import type { Settings } from '../../api/src/kernel/settings.ts'
import { root } from '../house.ts'

type Server = { url: string; isNewDemo: boolean; close(): Promise<void> }
/** What the built server offers; read from the build, so there is nothing to import when types are checked. */
type ServerModule = { start(settings: Settings): Promise<Server> }

/**
 * Runs the built portal in this process until SIGTERM or SIGINT: on the database that DATABASE_URL names, else on the
 * embedded Postgres, which is started before the server and stopped after it.
 * With `demoCases` a new demo is given a few cases, brought to their points by people's own commands.
 */
export async function runPortal({ demoCases = false } = {}): Promise<void> {
  const log = (sentence: string) => console.log(sentence)
  const stopping = new AbortController()
  let postgres: EmbeddedPostgres | undefined
  let server: Server | undefined
  const boot = async () => {
    const settings = readSettings()
    await refuseTakenPort(settings)
    if (!settings.database.app && !settings.database.owner) {
      postgres = await startEmbeddedPostgres({ dataDir: settings.dataDir, log })
      settings.database.owner = postgres.ownerUrl
    }
    const { start } = (await import(join(root, 'api/dist/src/main.js'))) as ServerModule
    server = await start(settings)
    log(`Placet is ready at ${server.url}`)
    if (settings.mode !== 'production') log(accounts())
    if (demoCases && server.isNewDemo) prepareCases(server.url, stopping.signal, log)
    if (postgres) keepAlive(postgres, settings.dataDir, stopping.signal, log, (next) => (postgres = next))
  }
  const booting = boot()
  const stop = async () => {
    stopping.abort()
    await booting.catch(() => undefined)
    await server?.close()
    await postgres?.stop()
  }
  onceAskedToStop(stop)
  try {
    await booting
  } catch (error) {
    await stop()
    endWith(error)
  }
}

/** Through the API of the running portal, in a process of its own: the portal can be used meanwhile. */
function prepareCases(url: string, signal: AbortSignal, log: (sentence: string) => void): void {
  log('Four demo cases are being prepared; that takes about half a minute.')
  const child = spawn(process.execPath, [join(root, 'e2e/journey/demo-cases.ts')], {
    env: { ...process.env, PLACET_URL: url },
    stdio: ['ignore', 'ignore', 'inherit'],
    signal,
  })
  child.on('error', () => undefined)
  child.on('exit', (code) => {
    if (code === 0) log('The demo cases are there.')
    else if (!signal.aborted) log('The demo cases could not all be prepared; the portal itself is not affected.')
  })
}

/** The demo accounts, one line for each office. */
function accounts(): string {
  const width = Math.max(...demoAccounts.map(({ email }) => email.length))
  const lines = demoAccounts.map(({ email, office }) => `  ${email.padEnd(width)}  ${office}`)
  return [`Demo accounts, each with the password ${demoAccounts[0]?.password}:`, ...lines].join('\n')
}

/** Tells what keeps Placet from running: one plain sentence where we know the cause, else the fault with its stack. */
export function endWith(error: unknown): never {
  // By name: the built server has a class of its own.
  console.error(error instanceof Error && error.name === 'StartError' ? error.message : error)
  process.exit(1)
}

/** Ends this process with code 0 after `stop`, at the first SIGTERM or SIGINT. */
export function onceAskedToStop(stop: () => Promise<void>): void {
  let asked = false
  const end = () => {
    // Ctrl-C reaches the whole process group and npm passes it on as well, so it may come twice.
    if (asked) return
    asked = true
    stop().then(() => process.exit(0), endWith)
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
}

function refuseTakenPort({ port, host }: Settings): Promise<void> {
  return new Promise((settle, fail) => {
    const probe = createServer()
    probe.once('error', ({ code, message }: NodeJS.ErrnoException) => {
      const reasons: Record<string, string> = {
        EADDRINUSE: `Port ${port} is taken by another program; stop that one or set PORT to a free one.`,
        EACCES: `This account may not listen on port ${port}; set PORT to one above 1023.`,
        EADDRNOTAVAIL: `This machine has no address ${host}; set HOST to one of its own.`,
        ENOTFOUND: `This machine has no address ${host}; set HOST to one of its own.`,
      }
      fail(new StartError(reasons[code ?? ''] ?? `Placet can not listen on port ${port}: ${message}.`))
    })
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => settle()))
  })
}

/** Starts Postgres again on the same port when it ends unasked; the server's pools then find it again by themselves. */
function keepAlive(
  postgres: EmbeddedPostgres,
  dataDir: string,
  stopping: AbortSignal,
  log: (sentence: string) => void,
  replace: (postgres: EmbeddedPostgres) => void,
): void {
  const restart = async () => {
    await postgres.ended
    if (stopping.aborted) return
    log('Postgres ended unexpectedly and is started again.')
    await postgres.stop()
    const next = await startEmbeddedPostgres({ dataDir, log, port: postgres.port })
    replace(next)
    keepAlive(next, dataDir, stopping, log, replace)
  }
  restart().catch(endWith)
}
