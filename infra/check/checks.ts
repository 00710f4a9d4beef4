import { spawnSync } from 'node:child_process'
import { root, toolEnvironment, turboEnvironment } from '../house.ts'

/** One thing that `npm run verify` looks at, and that `npm test` counts as a test. */
type Check = { name: string; command: string[] }

/** Cheapest first, so that a slip is told in seconds. */
export const checks: readonly Check[] = [
  { name: 'lock file names no registry', command: ['node', 'infra/check/lock-file.ts'] },
  { name: 'licences are allowed ones', command: ['node', 'infra/check/licences.ts'] },
  { name: 'documents name what is there', command: ['node', 'infra/check/documents.ts'] },
  { name: 'process charts are those of the machines', command: ['node', 'infra/charts/charts.ts', '--check'] },
  { name: 'operations fit the schema', command: ['node', 'web/operations.ts'] },
  { name: 'texts are translated', command: ['node', 'infra/check/catalogues.ts'] },
  { name: 'format', command: ['prettier', '--check', '--log-level=warn', '--cache', '.'] },
  {
    name: 'imports',
    command: [
      'depcruise',
      '--config',
      '.dependency-cruiser.js',
      '--output-type',
      'err',
      'shared',
      'api',
      'web',
      'infra',
      'e2e',
    ],
  },
  { name: 'unused', command: ['knip', '--cache', '--no-progress'] },
  { name: 'printed schema is that of the code', command: ['node', 'infra/check/schema.ts', '--check'] },
  {
    name: 'types',
    command: ['turbo', 'run', 'typecheck', '--output-logs=errors-only', '--concurrency=2', '--continue'],
  },
  {
    name: 'lint',
    command: [
      'eslint',
      '--cache',
      '--cache-strategy=content',
      '--cache-location=node_modules/.cache/eslint/',
      '--max-warnings=0',
      '.',
    ],
  },
]

/**
 * Runs one check; its output is shown only when it fails.
 *
 * @returns whether all was well
 */
export function runCheck({ name, command: [program = '', ...args] }: Check): boolean {
  const began = performance.now()
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: root,
    env: program === 'turbo' ? turboEnvironment() : toolEnvironment(),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  console.log(`${status === 0 ? '✓' : '✗'} ${name} (${seconds} s)`)
  if (status !== 0) console.log(`${stdout}${stderr}`.trimEnd())
  return status === 0
}
