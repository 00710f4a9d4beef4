import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { boot, TestPortal } from '../../../test/portal.ts'

let portal: TestPortal
let locker: pg.Client
beforeAll(async () => {
  portal = new TestPortal(await boot(2))
  locker = new pg.Client({ connectionString: portal.database.ownerUrl })
  await locker.connect()
}, 60_000)
afterAll(async () => {
  await locker.end()
  await portal.close()
})

test('while connections are waited for, strangers come later, people with a session and those who sign do not', async () => {
  const officer = await portal.as('officer')
  const draft = await officer.do('startDossier', { modelName: 'Busy', modelVersion: '1' })
  await locker.query('begin')
  await locker.query('lock table submission in access exclusive mode')
  try {
    const waiting = Array.from({ length: 4 }, () => officer.ask('{ submissions { total } }'))
    await new Promise((settle) => setTimeout(settle, 700))
    const stranger = await portal.anyone.fetch('/register')
    expect([stranger.status, Number(stranger.headers.get('retry-after')) > 0]).toEqual([503, true])
    expect(await stranger.text()).toContain('UNAVAILABLE')
    for (const path of ['/health/live', '/.well-known/placet/keys.json'])
      expect([path, (await portal.anyone.fetch(path)).status]).toEqual([path, 200])
    expect((await officer.fetch('/register')).status).toBe(200)
    await locker.query('rollback')
    await Promise.all(waiting)
    expect(
      await officer.send('beginSigning', { id: draft['id'], process: 'submission', meaning: 'submitted' }),
    ).not.toMatchObject({ code: 'UNAVAILABLE' })
  } finally {
    await locker.query('rollback').catch(() => undefined)
  }
  expect((await portal.anyone.fetch('/register')).status).toBe(200)
})
