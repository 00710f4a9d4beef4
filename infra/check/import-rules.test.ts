import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { root } from '../house.ts'

let tree: string

beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), 'placet-imports-'))
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'))
  for (const name of [
    '.dependency-cruiser.js',
    'tsconfig.base.json',
    'package.json',
    'api/package.json',
    'shared/package.json',
  ])
    copyIn(name)
})

function copyIn(path: string): void {
  mkdirSync(dirname(join(tree, path)), { recursive: true })
  copyFileSync(join(root, path), join(tree, path))
}

afterEach(() => rmSync(tree, { recursive: true, force: true }))

/** Names of the rules that a small tree of files breaks. */
function broken(files: Record<string, string>): string[] {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, path)), { recursive: true })
    writeFileSync(join(tree, path), text)
  }
  const config = join(tree, '.dependency-cruiser.js')
  const folders = [...new Set(Object.keys(files).map((path) => path.split('/')[0] ?? ''))]
  const { stdout, stderr } = spawnSync(
    'depcruise',
    ['--config', config, '--no-cache', '--output-type', 'json', ...folders],
    {
      cwd: tree,
      encoding: 'utf8',
      env: { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env['PATH']}` },
    },
  )
  if (!stdout.startsWith('{')) throw new Error(stderr)
  const report = JSON.parse(stdout) as { summary: { violations: { rule: { name: string } }[] } }
  return [...new Set(report.summary.violations.map(({ rule }) => rule.name))].sort()
}

const leaf = 'export const x = 1\n'
const use = (path: string) => `import { x } from '${path}'\nexport const y = x\n`

test.each<[rule: string, files: Record<string, string>]>([
  ['1-shared-stands-alone', { 'shared/src/a.ts': use('node:fs') }],
  ['1-shared-stands-alone', { 'shared/src/a.ts': use('zod') }],
  ['2-api-not-web', { 'api/src/kernel/a.ts': use('../../../web/src/b.ts'), 'web/src/b.ts': leaf }],
  ['2-web-not-api', { 'web/src/a.ts': use('../../api/src/kernel/b.ts'), 'api/src/kernel/b.ts': leaf }],
  [
    '10-verifier-stands-alone',
    { 'infra/verify/src/a.ts': use('../../../shared/src/kernel/b.ts'), 'shared/src/kernel/b.ts': leaf },
  ],
  ['2-e2e-shared-only', { 'e2e/a.ts': use('../api/src/kernel/b.ts'), 'api/src/kernel/b.ts': leaf }],
  ['2-infra-not-e2e', { 'infra/a.ts': use('../e2e/b.ts'), 'e2e/b.ts': leaf }],
  ['3-kernel-knows-no-feature', { 'api/src/kernel/a.ts': use('../people/index.ts'), 'api/src/people/index.ts': leaf }],
  ['3-ui-knows-no-domain', { 'web/src/ui/a.ts': use('../dossier/b.ts'), 'web/src/dossier/b.ts': leaf }],
  ['4-by-the-front-door', { 'api/src/reviews/a.ts': use('../clocks/clock.ts'), 'api/src/clocks/clock.ts': leaf }],
  [
    '4-choreography-by-the-front-door',
    { 'api/src/choreography.ts': use('./clocks/clock.ts'), 'api/src/clocks/clock.ts': leaf },
  ],
  ['4-downwards-only-people', { 'api/src/people/a.ts': use('../reviews/index.ts'), 'api/src/reviews/index.ts': leaf }],
  ['4-every-feature-has-its-line', { 'api/src/services/a.ts': use('./b.ts'), 'api/src/services/b.ts': leaf }],
  ['5-workspaces-apart', { 'web/src/apply/a.ts': use('../agency/b.ts'), 'web/src/agency/b.ts': leaf }],
  ['5-routes-put-together', { 'web/src/dossier/a.ts': use('../agency/b.ts'), 'web/src/agency/b.ts': leaf }],
  ['6-xstate-in-shared', { 'api/src/kernel/a.ts': `import { setup } from 'xstate'\nexport const y = setup\n` }],
  ['7-typeorm-in-api', { 'infra/a.ts': `import { DataSource } from 'typeorm'\nexport const y = DataSource\n` }],
  ['7-apollo-in-web', { 'api/src/kernel/a.ts': `import { gql } from '@apollo/client'\nexport const y = gql\n` }],
  [
    '8-migrations-stand-alone',
    { 'api/migrations/1796115600000-a.ts': use('../src/kernel/b.ts'), 'api/src/kernel/b.ts': leaf },
  ],
  [
    '9-no-cycles',
    {
      'shared/src/a.ts': `import type { B } from './b.ts'\nexport type A = B\n`,
      'shared/src/b.ts': `import type { A } from './a.ts'\nexport type B = A | 1\n`,
    },
  ],
  ['unresolvable', { 'shared/src/a.ts': use('./absent.ts') }],
])('%s is seen when it is broken', (rule, files) => {
  expect(broken(files)).toContain(rule)
})

test('what the rules allow passes', () => {
  expect(
    broken({
      'shared/src/kernel/process.ts': `import { setup } from 'xstate'\nexport const x = setup\n`,
      'shared/src/a/a.schema.ts': `import * as z from 'zod/mini'\nexport const x = z\n`,
      'api/src/clocks/index.ts': use('./clock.ts'),
      'api/src/clocks/clock.ts': use('../kernel/time.ts'),
      'api/src/kernel/time.ts': leaf,
      'api/src/reviews/a.ts': use('../clocks/index.ts'),
      'api/migrations/1796115600000-a.ts': `import type { QueryRunner } from 'typeorm'\nexport type A = QueryRunner\n`,
      'web/src/routes.tsx': use('./apply/a.ts'),
      'web/src/apply/a.ts': use('../dossier/b.ts'),
      'web/src/dossier/b.ts': leaf,
    }),
  ).toEqual([])
})
