import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { boot, TestPortal } from '../../../test/portal.ts'
import { anyone } from '../auth/actor.ts'
import { withDeadline } from '../db/deadline.ts'
import { run } from '../db/run.ts'

let portal: TestPortal
let locker: pg.Client
beforeAll(async () => {
  portal = new TestPortal(await boot())
  locker = new pg.Client({ connectionString: portal.database.ownerUrl })
  await locker.connect()
}, 60_000)
afterAll(async () => {
  await locker.end()
  await portal.close()
})

/** Statements of the application's role that run now. */
const running = async () =>
  (
    await portal.rows(
      `select query from pg_stat_activity where usename = 'portal_app' and datname = current_database() and state <> 'idle'`,
    )
  ).length

test('the signal reaches the statement: Postgres stops it, and the connection can be used again', async () => {
  const stop = new AbortController()
  const began = performance.now()
  const asleep = withDeadline(stop.signal, () =>
    run(portal.app.databases.app, anyone, 'read', (tx) => tx.rows('select pg_sleep(4)')),
  )
  setTimeout(() => stop.abort(), 200)
  await expect(asleep).rejects.toMatchObject({ code: '57014' })
  expect(performance.now() - began).toBeLessThan(2000)
  await expect.poll(running).toBe(0)
  const after = () => run(portal.app.databases.app, anyone, 'read', (tx) => tx.one('select 1 as one'))
  expect(await after()).toEqual({ one: 1 })
  await expect(withDeadline(stop.signal, after)).rejects.toThrow()
})

test('an operation past its deadline is told so, and a command that was under way leaves nothing', async () => {
  const officer = await portal.as('officer')
  await officer.read('{ mode { mode } }')
  portal.app.portal.operationMs = 500
  await locker.query('begin')
  await locker.query('lock table submission in access exclusive mode')
  try {
    const began = performance.now()
    const [read, command] = await Promise.all([
      officer.ask('{ submissions { total } }'),
      officer.send('startDossier', { commandId: randomUUID(), modelName: 'Late', modelVersion: '1' }),
    ])
    // The lock itself is waited for two seconds.
    expect(performance.now() - began).toBeLessThan(1800)
    expect(read.errors?.map(({ extensions }) => extensions.code)).toEqual(['UNAVAILABLE'])
    expect(command).toMatchObject({ __typename: 'Error', code: 'UNAVAILABLE' })
    await expect.poll(running).toBe(0)
  } finally {
    await locker.query('rollback')
    portal.app.portal.operationMs = 5000
  }
  expect(await portal.rows(`select 1 from submission where model_name = 'Late'`)).toEqual([])
  expect(await officer.do('startDossier', { modelName: 'Late', modelVersion: '1' })).toMatchObject({
    __typename: 'Submission',
  })
})
