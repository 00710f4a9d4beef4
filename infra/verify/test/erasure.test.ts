import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Record } from './record.testing.ts'

let record: Record
beforeAll(async () => {
  record = await Record.open()
  await record.a.submission().submitted()
  await record.settle()
}, 120_000)
afterAll(() => record.close())

/** Tables in which a text stands. */
async function tablesWith(word: string): Promise<string[]> {
  const { a } = record
  const tables = await a.rows<{ name: string }>(
    `select c.relname as name from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by 1`,
  )
  const found: string[] = []
  for (const { name } of tables)
    if ((await a.rows(`select 1 from ${name} t where position($1 in t::text) > 0 limit 1`, [word])).length > 0)
      found.push(name)
  return found
}

test('a person who is erased is nowhere any more, the log stays valid, and a signed act keeps its name', async () => {
  const { a } = record
  const { id } = await a.hire(['applicantEditor'], 'officer')
  const { name, email } = await a.one(
    `select p.name, c.email from person p join account c on c.person_id = p.id where p.id = $1`,
    [id],
  )
  const signer = await a.idOf('officer')
  const { name: signed } = await a.one(`select name from person where id = $1`, [signer])
  const salts = () =>
    a.rows<{ salt: Buffer | null; digest: Buffer | null }>(
      `select salt, digest from log_row where table_name in ('person', 'account') and key = jsonb_build_array($1::text)::text order by table_name, no`,
      [id],
    )
  const before = await salts()
  expect(before.every(({ salt }) => salt !== null)).toBe(true)
  // Of a machine that nobody else uses.
  await a.rows(`insert into security_event (kind, person_id, device) values ('signIn', $1, 'Lynx on a toaster')`, [id])
  await a.rows(`select forget_person($1)`, [id])
  await a.rows(`select forget_person($1)`, [signer])
  await record.settle()
  for (const word of [name, email, 'Lynx on a toaster'])
    expect({ word, in: await tablesWith(word) }).toEqual({ word, in: [] })
  const after = await salts()
  expect(after.length).toBeGreaterThan(before.length)
  expect(after.filter(({ salt }) => salt !== null)).toHaveLength(2)
  expect(after.filter(({ salt, digest }) => salt === null && digest !== null)).toHaveLength(before.length)
  expect(await a.one(`select printed_name from signature where signer_id = $1`, [signer])).toEqual({
    printed_name: signed,
  })
  const { findings } = await record.after('select 1')
  expect(findings.all).toEqual([])
  await expect(a.rows(`select forget_person($1)`, [randomUUID()])).rejects.toThrow('there is no person')
})

test('a salt that is gone without an erasure is told', async () => {
  const { findings } = await record.after(
    `update log_row set salt = null where no = (select max(no) from log_row where table_name = 'submission')`,
  )
  expect(findings.all.map(({ what }) => what)).toEqual([
    expect.stringMatching(/^submission \["[0-9a-f-]{36}"\]: the salt of its newest version is gone$/),
  ])
})

test('no role of the application erases anybody', async () => {
  const { rows } = await record.insider.query<{ may: boolean }>(
    `select bool_or(has_function_privilege(r, 'forget_person(uuid)', 'execute')) as may
     from unnest(array['portal_app', 'portal_worker', 'portal_public', 'portal_inspector']) r`,
  )
  expect(rows).toEqual([{ may: false }])
})
