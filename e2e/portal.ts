import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const root = join(import.meta.dirname, '..')
const readyWithinMs = 120_000

export type RunningPortal = {
  /** Origin, as a browser would write it. */
  readonly url: string
  readonly dataDir: string
  /** Everything the portal printed so far. */
  output(): string
  /** Stops it by SIGTERM and deletes its data; throws when it does not end with code 0. */
  stop(): Promise<void>
}

/** A database of the developer's own must not meet these tests. */
function withoutDatabase(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(DATABASE|PLACET)_/.test(name)))
}

/** A port of localhost that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.')
  return address.port
}

/**
 * Starts the built portal in demo mode on a free port with an empty data folder, and waits until it is ready.
 * Throws with its last output when it ends or is not ready within two minutes.
 */
export async function startPortal(environment: Record<string, string> = {}): Promise<RunningPortal> {
  if (!existsSync(join(root, 'api', 'dist', 'src', 'main.js')))
    throw new Error('The portal is not built. Run `npm run build` first.')
  const port = await freePort()
  const url = `http://localhost:${port}`
  const dataDir = mkdtempSync(join(tmpdir(), 'placet-e2e-'))
  const child = spawn(process.execPath, [join(root, 'infra', 'run.js'), 'start/serve'], {
    cwd: root,
    env: { ...withoutDatabase(), PLACET_MODE: 'demo', PORT: String(port), PLACET_DATA_DIR: dataDir, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const keep = (chunk: Buffer) => {
    output += chunk.toString('utf8')
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  for (const deadline = Date.now() + readyWithinMs; ; await pause(200)) {
    if (child.exitCode !== null) throw new Error(`The portal ended before it was ready:\n${output.slice(-4000)}`)
    if (Date.now() > deadline) {
      child.kill('SIGKILL')
      throw new Error(`The portal was not ready within ${readyWithinMs / 1000} s:\n${output.slice(-4000)}`)
    }
    const answer = await fetch(`${url}/health/ready`).catch(() => null)
    await answer?.body?.cancel()
    if (answer?.ok) break
  }
  return {
    url,
    dataDir,
    output: () => output,
    stop: async () => {
      const ended = child.exitCode === null ? once(child, 'exit') : Promise.resolve([child.exitCode])
      child.kill('SIGTERM')
      const forced = setTimeout(() => child.kill('SIGKILL'), 45_000)
      const [code] = await ended
      clearTimeout(forced)
      await rm(dataDir, { recursive: true, force: true })
      if (code !== 0) throw new Error(`The portal ended with code ${String(code)}:\n${output.slice(-4000)}`)
    },
  }
}
