import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Client } from 'pg'
import { cloneDatabase } from '../../../test/database.ts'
import type { ClonedDatabase } from '../../../test/database.ts'
import { anyone } from '../auth/actor.ts'
import type { Actor } from '../auth/actor.ts'
import { Databases } from './databases.ts'
import { Reads, run } from './run.ts'

let database: ClonedDatabase
let databases: Databases

beforeAll(async () => {
  database = await cloneDatabase()
})
// One connection: whoever comes next gets the one that the last left behind.
beforeEach(async () => {
  await databases?.close()
  databases = await new Databases(database, [], 1).open()
})
afterAll(async () => {
  await databases.close()
  await database.drop()
})

/** No text of Postgres holds a zero byte: the transaction begins, and its actor can not be set. */
const unsettable: Actor = { ...anyone, id: 'no\u0000body' }

const connection = async () => {
  const runner = databases.app.createQueryRunner()
  const client = (await runner.connect()) as Client
  const { rows } = await client.query<{ pid: number; inside: boolean }>(
    `select pg_backend_pid() as pid, now() <> statement_timestamp() as inside`,
  )
  await runner.release()
  return rows[0]
}

test('a connection whose actor could not be set comes back outside of any transaction', async () => {
  const before = await connection()
  for (const mode of ['read', 'write'] as const)
    await expect(run(databases.app, unsettable, mode, () => Promise.resolve())).rejects.toMatchObject({ code: '22021' })
  await expect(new Reads(databases.app, unsettable).tx()).rejects.toMatchObject({ code: '22021' })
  expect(await connection()).toEqual({ pid: before?.pid, inside: false })
  const wrote = await run(databases.app, anyone, 'write', (tx) => tx.one<{ one: number }>('select 1 as one'))
  expect(wrote).toEqual({ one: 1 })
})

/** Makes the statement fail on its way, while the connection itself stays. */
const failing = async (statement: string) => {
  const runner = databases.app.createQueryRunner()
  const client = (await runner.connect()) as Client
  const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>
  Object.assign(client, {
    query: (...args: unknown[]) =>
      args[0] === statement ? Promise.reject(new Error(`no ${statement}`)) : query(...args),
  })
  await runner.release()
}

test('a connection that can not be rolled back is closed, and the next one is new', async () => {
  const before = await connection()
  await failing('rollback')
  await expect(run(databases.app, unsettable, 'write', () => Promise.resolve())).rejects.toMatchObject({
    code: '22021',
  })
  const after = await connection()
  expect(after?.inside).toBe(false)
  expect(after?.pid).not.toBe(before?.pid)
})

test('one that can not be committed is closed too', async () => {
  const before = await connection()
  await failing('commit')
  await expect(run(databases.app, anyone, 'write', () => Promise.resolve())).rejects.toThrow('no commit')
  expect((await connection())?.pid).not.toBe(before?.pid)
})
