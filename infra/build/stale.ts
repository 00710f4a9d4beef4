import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root, turboEnvironment } from '../house.ts'

/** What the build reads. Wider than need be is harmless: turbo then finds that nothing changed. */
const sources = [
  'package-lock.json',
  'tsconfig.base.json',
  'turbo.json',
  'shared/{package.json,src/**}',
  'api/{package.json,tsconfig*.json,schema.graphql,src/**,migrations/**}',
  'web/{*.*,src/**,public/**}',
  'e2e/journey/**/*.graphql',
]
const results = ['api/dist/src/main.js', 'web/dist/index.html', 'infra/operations/operations.json']
const stampFile = join(root, 'api', 'dist', 'build-stamp')

/**
 * Builds what is not built or older than its sources. Whether anything changed is seen from names, sizes and times
 * (0.1 s), so that a start with nothing to do does not wait for turbo (1 to 2 s).
 *
 * @returns false when the build failed; its output has told why
 */
export function buildWhatIsStale(): boolean {
  const stamp = stampOf(sources)
  if (results.every((file) => existsSync(join(root, file))) && readStamp() === stamp) return true
  console.log('Building Placet (the first time takes a minute) …')
  const operations = spawnSync(process.execPath, ['web/operations.ts'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (operations.status !== 0) return false
  const turbo = spawnSync('turbo', ['run', 'build', '--output-logs=errors-only', '--log-order=grouped'], {
    cwd: root,
    env: turboEnvironment(),
    stdio: 'inherit',
  })
  if (turbo.status !== 0) return false
  mkdirSync(dirname(stampFile), { recursive: true })
  writeFileSync(stampFile, stampOf(sources))
  return true
}

function readStamp(): string | undefined {
  return existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : undefined
}

function stampOf(patterns: string[]): string {
  const hash = createHash('sha256')
  // Files that the build itself writes among the sources would make every stamp old at once.
  const isWritten = (path: string) => path.includes('generated') || path.includes('node_modules')
  for (const path of globSync(patterns, { cwd: root, exclude: isWritten }).sort()) {
    const stat = statSync(join(root, path), { throwIfNoEntry: false })
    if (stat?.isFile()) hash.update(`${path} ${stat.size} ${stat.mtimeMs}\n`)
  }
  return hash.digest('hex')
}
