// Prints api/schema.graphql from the code; with --check it writes nothing and fails where the file differs.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, turboEnvironment } from '../house.ts'

type Printer = { schemaText(): Promise<string>; writeSchema(): Promise<void> }

const build = spawnSync('turbo', ['run', 'build', '--filter=@placet/api', '--output-logs=errors-only'], {
  cwd: root,
  env: turboEnvironment(),
  encoding: 'utf8',
})
if (build.status !== 0) {
  console.error(`${build.stdout}${build.stderr}`)
  process.exit(1)
}
const { schemaText, writeSchema } = (await import(join(root, 'api/dist/src/print-schema.js'))) as Printer
if (!process.argv.includes('--check')) await writeSchema()
else if ((await schemaText()) !== readFileSync(join(root, 'api/schema.graphql'), 'utf8')) {
  console.error('api/schema.graphql differs from the code; print it again: npm run schema')
  process.exitCode = 1
}
