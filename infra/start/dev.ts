import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { watch } from 'node:fs'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '../../api/src/kernel/db/embedded-postgres.ts'
import { root, toolEnvironment } from '../house.ts'
import { endWith } from './portal.ts'

const webOrigin = 'http://localhost:5173'
const environment: NodeJS.ProcessEnv = {
  ...toolEnvironment(),
  PLACET_MODE: 'development',
  // Apart from the demo's data: the two modes do not share a database.
  PLACET_DATA_DIR: process.env['PLACET_DATA_DIR'] ?? join(root, '.data', 'development'),
  // The browser talks to Vite, which hands the API's addresses on.
  PLACET_ORIGIN: webOrigin,
  PLACET_URL: `http://localhost:${process.env['PORT'] ?? 3000}`,
}

// Incremental: the watcher then does not write again what is compiled already, which would restart the server.
const compile = [
  '-p',
  'api/tsconfig.build.json',
  '--incremental',
  '--tsBuildInfoFile',
  'node_modules/.cache/dev.tsbuildinfo',
]

/** Daily work: compiles, restarts and reloads what changes. Ends with Ctrl-C. */
async function develop(): Promise<void> {
  const children = new Set<ChildProcess>()
  const run = (workspace: string, program: string, args: string[]) => {
    const child = spawn(program, args, { cwd: join(root, workspace), env: environment, stdio: 'inherit' })
    children.add(child)
    return child
  }
  generate()
  compileOnce()
  const given = process.env['DATABASE_URL'] ?? process.env['DATABASE_OWNER_URL']
  const postgres = given
    ? undefined
    : await startEmbeddedPostgres({ dataDir: environment['PLACET_DATA_DIR'] ?? '', log: console.log })
  if (postgres) environment['DATABASE_OWNER_URL'] = postgres.ownerUrl
  run('.', 'tsc', [...compile, '--watch', '--preserveWatchOutput'])
  run('.', process.execPath, ['--watch', '--watch-preserve-output', 'infra/start/serve.ts'])
  run('web', 'vite', [])
  for (const folder of ['web/src', 'api']) watch(join(root, folder), { recursive: folder !== 'api' }, regenerateSoon)
  console.log(`Placet for daily work: ${webOrigin}`)

  let asked = false
  const end = async () => {
    if (asked) return
    asked = true
    const ended = [...children].map((child) => new Promise((settle) => child.once('exit', settle)))
    for (const child of children) child.kill('SIGTERM')
    await Promise.all(ended)
    await postgres?.stop()
    process.exit(0)
  }
  process.on('SIGINT', () => void end())
  process.on('SIGTERM', () => void end())
}

function generate(): void {
  spawnSync('npm', ['run', '--silent', 'codegen', '-w', 'web'], { cwd: root, env: environment, stdio: 'inherit' })
  spawnSync(process.execPath, ['web/operations.ts'], { cwd: root, stdio: 'inherit' })
}

function compileOnce(): void {
  spawnSync('tsc', compile, { cwd: root, env: environment, stdio: 'inherit' })
}

let waiting: NodeJS.Timeout | undefined

function regenerateSoon(_event: string, file: string | null): void {
  if (!file?.endsWith('.graphql')) return
  clearTimeout(waiting)
  waiting = setTimeout(generate, 300)
}

develop().catch(endWith)
