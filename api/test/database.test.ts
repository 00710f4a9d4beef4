import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cloneDatabase } from './database.ts'
import type { ClonedDatabase } from './database.ts'

let one: ClonedDatabase
let other: ClonedDatabase

beforeAll(async () => {
  ;[one, other] = [await cloneDatabase(), await cloneDatabase()]
})

afterAll(async () => {
  await one.drop()
  await other.drop()
})

async function ask(url: string, sql: string): Promise<unknown[][]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<unknown[]>({ text: sql, rowMode: 'array' })).rows
  } finally {
    await client.end()
  }
}

test('each role signs in with its own login and is no superuser', async () => {
  for (const [url, role] of [
    [one.appUrl, 'portal_app'],
    [one.publicUrl, 'portal_public'],
    [one.workerUrl, 'portal_worker'],
  ] as const) {
    expect(
      await ask(url, `SELECT current_user::text, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user`),
    ).toEqual([[role, false, false]])
  }
})

test('what one test file writes no other file sees', async () => {
  await ask(one.ownerUrl, 'CREATE TABLE only_here (id int)')
  expect(await ask(one.ownerUrl, `SELECT count(*)::int FROM pg_tables WHERE tablename = 'only_here'`)).toEqual([[1]])
  expect(await ask(other.ownerUrl, `SELECT count(*)::int FROM pg_tables WHERE tablename = 'only_here'`)).toEqual([[0]])
})
