import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { cloneDatabase } from '../../../test/database.ts'
import type { ClonedDatabase } from '../../../test/database.ts'
import { isAway } from './faults.ts'
import { PublicReads } from './public-reads.ts'

let database: ClonedDatabase
let reads: PublicReads

beforeAll(async () => {
  database = await cloneDatabase()
  reads = new PublicReads(database.publicUrl, 2, 2000)
})

afterAll(async () => {
  await reads.close()
  await database.drop()
})

const number = (value: number) =>
  reads.query<{ value: number; pid: number }>({
    name: 'number',
    text: 'select $1::int as value, pg_backend_pid() as pid',
    values: [value],
  })
const share = (parts: number) =>
  reads.query<{ value: number }>({ name: 'share', text: 'select 60 / $1::int as value', values: [parts] })

/** Ends the connections of the public role that are at a statement, as when Postgres goes down; how many there were. */
async function endBusy(): Promise<number> {
  const client = new pg.Client({ connectionString: database.ownerUrl })
  await client.connect()
  try {
    const { rowCount } = await client.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where usename = 'portal_public' and datname = current_database() and state = 'active'`)
    return rowCount ?? 0
  } finally {
    await client.end()
  }
}

test('a hundred statements at once come back each with its own answer, over two connections', async () => {
  const answers = await Promise.all(Array.from({ length: 100 }, (_, at) => number(at)))
  expect(answers.map(({ rows }) => rows[0]?.value)).toEqual(Array.from({ length: 100 }, (_, at) => at))
  expect(new Set(answers.map(({ rows }) => rows[0]?.pid)).size).toBe(2)
})

test('a statement that fails fails alone', async () => {
  const answers = await Promise.allSettled([1, 0, 2, 0, 3, 4].map(share))
  expect(answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.rows[0]?.value : 'failed'))).toEqual([
    60,
    'failed',
    30,
    'failed',
    20,
    15,
  ])
})

test('one slow statement holds up none that comes after it', async () => {
  let isDone = false
  const slow = reads.query({ name: 'slow', text: 'select pg_sleep(1)' }).then(() => (isDone = true))
  for (let at = 0; at < 20; at += 1) await number(at)
  expect(isDone).toBe(false)
  await slow
})

test('a lost connection is told as the database being away, and the next statement has a new one', async () => {
  const ended = Promise.allSettled([1, 2].map(() => reads.query({ name: 'slower', text: 'select pg_sleep(4)' })))
  let lost = 0
  await vi.waitFor(async () => expect((lost += await endBusy())).toBe(2))
  for (const answer of await ended) {
    expect(answer.status).toBe('rejected')
    const { reason } = answer as PromiseRejectedResult
    expect(isAway(reason)).toBe(true)
    expect(String(reason)).toMatch(/terminat/)
  }
  expect((await number(7)).rows[0]?.value).toBe(7)
})

test('an address where no database answers is told as the database being away, each time', async () => {
  const nowhere = new PublicReads('postgres://portal_public:x@127.0.0.1:1/placet', 2, 2000)
  for (let at = 0; at < 3; at += 1) {
    const fault: unknown = await nowhere.query({ name: 'one', text: 'select 1' }).catch((cause: unknown) => cause)
    expect(isAway(fault)).toBe(true)
  }
  await nowhere.close()
})
