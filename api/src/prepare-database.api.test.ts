import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cloneDatabase } from '../test/database.ts'
import type { ClonedDatabase } from '../test/database.ts'
import { seed } from './demo/index.ts'
import { readSettings } from './kernel/settings.ts'
import { start } from './main.ts'
import { bringUpToDate, prepareDatabase } from './prepare-database.ts'

let database: ClonedDatabase
let folder: string
beforeAll(async () => {
  database = await cloneDatabase()
  folder = await mkdtemp(join(tmpdir(), 'placet-prepared-'))
}, 60_000)
afterAll(async () => {
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

const settings = (more: Record<string, string> = {}) =>
  readSettings({
    PLACET_MODE: 'development',
    PORT: '0',
    PLACET_DATA_DIR: folder,
    DATABASE_URL: database.appUrl,
    DATABASE_PUBLIC_URL: database.publicUrl,
    DATABASE_WORKER_URL: database.workerUrl,
    DATABASE_INSPECTOR_URL: database.inspectorUrl,
    ...more,
  })
const asOwner = async (sql: string) => {
  const client = new pg.Client({ connectionString: database.ownerUrl })
  await client.connect()
  try {
    return (await client.query(sql)).rows as unknown[]
  } finally {
    await client.end()
  }
}

describe('a process without the owner’s address', () => {
  test('serves on the four logins, and with the worker apart it opens no checkpoint key', async () => {
    await seed(database.ownerUrl, 'production', 'https://placet.example')
    const server = await start(settings({ PLACET_WORKER: 'apart' }))
    try {
      expect((await fetch(`${server.url}/health/live`)).status).toBe(200)
      const { keys } = (await (await fetch(`${server.url}/.well-known/placet/keys.json`)).json()) as {
        keys: { purpose: string }[]
      }
      expect(keys.map(({ purpose }) => purpose)).toEqual(['decisions'])
    } finally {
      await server.close()
    }
    expect(await readdir(join(folder, 'keys', 'decisions'))).toHaveLength(1)
    expect(existsSync(join(folder, 'keys', 'checkpoints'))).toBe(false)
    expect(existsSync(join(folder, 'log'))).toBe(false)
  }, 60_000)

  test('says which logins it needs', async () => {
    await expect(prepareDatabase(settings({ DATABASE_WORKER_URL: '' }))).rejects.toThrow(/DATABASE_WORKER_URL/)
  })

  test('does not start on a database that is older than it', async () => {
    await asOwner(
      `create table kept as select * from migration; delete from migration where id = (select max(id) from migration)`,
    )
    await expect(prepareDatabase(settings())).rejects.toThrow('npm run migrate')
    await asOwner(
      `truncate migration; insert into migration overriding system value select * from kept; drop table kept`,
    )
    await expect(prepareDatabase(settings())).resolves.toMatchObject({ isNewDemo: false })
  })

  test('does not start in production on demo data', async () => {
    await asOwner(`insert into demo_marker default values`)
    await expect(
      prepareDatabase(settings({ PLACET_MODE: 'production', PLACET_ORIGIN: 'https://placet.example' })),
    ).rejects.toThrow('demo data')
    await asOwner(`delete from demo_marker`)
  })
})

test('bringing a database up to date makes nobody of a demonstration in it', async () => {
  await bringUpToDate(database.ownerUrl, settings({ PLACET_MODE: 'demo' }))
  expect(await asOwner(`select 1 from person`)).toEqual([])
})
