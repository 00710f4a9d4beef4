import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cloneDatabase } from './database.ts'
import type { ClonedDatabase } from './database.ts'

const folder = join(import.meta.dirname, '../../docs/runbooks')

/** Every SQL statement of the runbooks, with something in the places that the operator fills in. */
const statements = readdirSync(folder).flatMap((name) =>
  [...readFileSync(join(folder, name), 'utf8').matchAll(/```sql\n(.*?)```/gs)].flatMap(([, block = '']) =>
    block
      .replaceAll(/--.*$/gm, '')
      .split(/;\s*$/m)
      .map((statement) => statement.trim())
      .filter((statement) => statement !== '')
      .map((statement) => [name, statement.replaceAll('…', '00000000-0000-4000-8000-000000000000')] as const),
  ),
)

let database: ClonedDatabase
let operator: pg.Client
beforeAll(async () => {
  database = await cloneDatabase()
  operator = new pg.Client({ connectionString: database.ownerUrl, options: '-c role=portal_owner' })
  await operator.connect()
}, 60_000)
afterAll(async () => {
  await operator.end()
  await database.drop()
})

test('there are statements to try', () => {
  expect(statements.length).toBeGreaterThan(15)
})

test.each(statements)('%s: %s', async (_, statement) => {
  await expect(operator.query(`explain ${statement}`)).resolves.toBeDefined()
})
