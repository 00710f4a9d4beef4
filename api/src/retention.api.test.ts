import { afterAll, beforeAll, expect, test } from 'vitest'
import { Arranger } from '../test/arrange.ts'
import { Retention } from './retention.ts'

let a: Arranger
let person: string
let caseId: string
beforeAll(async () => {
  a = await Arranger.open()
  person = await a.idOf('manager')
  caseId = (await a.submission().draft()).id
}, 60_000)
afterAll(() => a.close())

const count = async (table: string) => (await a.one<{ n: number }>(`select count(*)::int as n from ${table}`)).n

test('what is past its time goes, what is not stays, and it is on record what went', async () => {
  await a.rows(`delete from session`)
  await a.rows(
    `insert into session (token_hash, person_id, expires_at) select sha256(i::text::bytea), $1, now() - make_interval(hours => i) from generate_series(1, 40) i`,
    [person],
  )
  await a.rows(
    `insert into command (actor_id, command_id, input_hash, at) select $1, gen_random_uuid(), 'x', now() - make_interval(days => i) from generate_series(25, 34) i`,
    [person],
  )
  await a.rows(
    `insert into sign_in_failure (key, at) select 'k', now() - make_interval(hours => i) from generate_series(20, 29) i`,
  )
  await a.rows(
    `insert into security_event (kind, at) select 'signedIn', now() - make_interval(months => i) - interval '1 hour' from generate_series(10, 15) i`,
  )
  await a.rows(
    `insert into access_entry (at, person_id, case_id, opened, roles, parts, operation, request_id)
     select now() - make_interval(months => i) - interval '1 hour', $1, $2, '{case}', '{}', '{}', 'x', 'x' from generate_series(20, 28) i`,
    [person, caseId],
  )
  const [commands, readings] = [await count('command'), await count('access_entry')]

  const retention = a.app.nest.get(Retention)
  await retention.tick()

  expect(await count('session')).toBe(23)
  expect(await count('command')).toBe(commands - 5)
  expect(await count('sign_in_failure')).toBe(4)
  expect(await a.rows(`select 1 from security_event where at < now() - interval '9 months'`)).toHaveLength(2)
  expect(await count('access_entry')).toBe(readings - 5)
  const went = await a.rows<{ detail: { what: string; rows: number } }>(
    `select detail from audit_entry where action = 'DELETE_BY_AGE' order by id`,
  )
  expect(went.map(({ detail }) => detail)).toEqual([
    { what: 'session', rows: 17 },
    { what: 'command', rows: 5 },
    { what: 'sign_in_failure', rows: 6 },
    { what: 'security_event', rows: 4 },
    { what: 'access_entry', rows: 5 },
  ])
})

test('it looks once an hour', async () => {
  const retention = new Retention(a.app.databases)
  const now = Date.now()
  await retention.tick(now)
  await a.rows(`insert into sign_in_failure (key, at) values ('k', now() - interval '2 days')`)
  expect(await retention.tick(now + 60_000)).toBe(0)
  expect(await retention.tick(now + 3_600_000)).toBe(1)
})
