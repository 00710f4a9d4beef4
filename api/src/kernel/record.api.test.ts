import { createHash, createHmac } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Arranger } from '../../test/arrange.ts'
import { columnsOutside, tablesOutside } from './db/coverage.ts'

let a: Arranger
let owner: pg.Client

beforeAll(async () => {
  a = await Arranger.open()
  owner = new pg.Client({ connectionString: a.database.ownerUrl })
  await owner.connect()
}, 60_000)
afterAll(async () => {
  await owner.end()
  await a.close()
})

type Version = { leaf_id: string; no: string; table_name: string; columns: string; salt: Buffer; digest: Buffer | null }
const versionsOf = (table: string, id: string) =>
  a.rows<Version>(
    `select * from log_row where table_name = $1 and key = jsonb_build_array($2::text)::text order by no`,
    [table, id],
  )
const refusalOf = (client: pg.Client, text: string) =>
  client.query(text).then(
    () => null,
    (cause: pg.DatabaseError) => cause.code,
  )

describe('every row of the record stands in the log', () => {
  test('each table is under the triggers or named with its reason, and nothing is named that is not there', async () => {
    const tables = await a.rows<{ name: string; events: string[] | null }>(
      `select c.relname as name, (select array_agg(substr(t.tgname, length(c.relname) + 9) order by t.tgname) from pg_trigger t
         where t.tgrelid = c.oid and t.tgname like c.relname || '\\_logged\\_%' and t.tgenabled = 'O') as events
       from pg_class c where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and c.relpersistence = 'p'`,
    )
    for (const { name, events } of tables)
      expect({ name, events }).toEqual({ name, events: name in tablesOutside ? null : ['delete', 'insert', 'update'] })
    const names = tables.map(({ name }) => name)
    expect(Object.keys(tablesOutside).filter((name) => !names.includes(name))).toEqual([])
    for (const [table, columns] of Object.entries(columnsOutside))
      expect(
        await a.rows(`select attname from pg_attribute where attrelid = $1::regclass and attname = any ($2)`, [
          table,
          Object.keys(columns),
        ]),
      ).toHaveLength(Object.keys(columns).length)
  })

  test('what one transaction writes is one leaf, whose commitment opens to the digests of the rows', async () => {
    const { id } = await a.submission().draft()
    const [first] = await versionsOf('submission', id)
    const [leaf] = await a.rows<{ bytes: Buffer; hash: Buffer; salt: Buffer; record: Buffer }>(
      `select l.bytes, l.hash, s.salt, s.record from log_leaf l join log_salt s on s.leaf_id = l.id where l.id = $1`,
      [first?.leaf_id],
    )
    if (first === undefined || leaf === undefined) throw new Error('no leaf')
    const said = JSON.parse(leaf.bytes.toString()) as Record<string, unknown>
    const named = (what: string, id: string) =>
      createHmac('sha256', leaf.salt).update(`${what}\n${id}`).digest('hex').slice(0, 32)
    const officer = await a.idOf('officer')
    expect(said).toMatchObject({
      v: 2,
      type: 'rows',
      actor: named('actor', officer),
      subject: named('subject', first.leaf_id),
    })
    expect(said['commitment']).toBe(createHmac('sha256', leaf.salt).update(leaf.record).digest('hex'))
    expect(leaf.hash).toEqual(
      createHash('sha256')
        .update(Buffer.from([0]))
        .update(leaf.bytes)
        .digest(),
    )
    const record = JSON.parse(leaf.record.toString()) as { by: string; because: string; rows: unknown[][] }
    expect(record).toMatchObject({ actor: officer, by: 'portal_app', because: 'act' })
    expect(record.rows.map(([, table]) => table)).toEqual(
      expect.arrayContaining(['submission', 'transition', 'answer']),
    )
    expect(record.rows.find(([, table]) => table === 'submission')).toEqual([
      Number(first.no),
      'submission',
      JSON.stringify([id]),
      first.columns,
      first.digest?.toString('hex'),
    ])
  })

  test('an edit is another version, with the digest of the row as it then stands', async () => {
    const { id } = await a.submission().draft()
    await owner.query(`update submission set model_name = 'é, "quoted"' where id = $1`, [id])
    const versions = await versionsOf('submission', id)
    const last = versions.at(-1)
    expect(versions.length).toBeGreaterThan(1)
    await owner.query(`set timezone = 'UTC'`)
    const { rows } = await owner.query<{ text: string }>(
      `select to_jsonb(s)::text as text from submission s where id = $1`,
      [id],
    )
    expect(last?.digest?.toString('hex')).toBe(
      createHash('sha256')
        .update(last?.salt ?? '')
        .update(rows[0]?.text ?? '')
        .digest('hex'),
    )
  })

  test('a row taken away leaves a version without a digest', async () => {
    const { rows } = await owner.query<{ key: string }>(
      `insert into register_number values (1999, 1) returning jsonb_build_array(year)::text as key`,
    )
    await owner.query(`delete from register_number where year = 1999`)
    const versions = await a.rows<Version>(`select * from log_row where table_name = 'register_number' and key = $1`, [
      rows[0]?.key,
    ])
    expect(versions.map(({ digest }) => digest === null)).toEqual([false, true])
  })

  test('what is rolled back leaves no leaf, and a transaction that writes nothing makes none', async () => {
    const leaves = () => a.one<{ n: number }>(`select count(*)::int as n from log_leaf`)
    const before = await leaves()
    await owner.query(`begin; insert into register_number values (1998, 1); rollback`)
    await owner.query(`update register_number set last = 2 where year = 1900`)
    expect(await leaves()).toEqual(before)
  })

  test('no role of the application reads or writes versions; their owner may take a salt away and nothing else', async () => {
    for (const url of [a.database.appUrl, a.database.workerUrl, a.database.publicUrl]) {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      for (const statement of [`select * from log_row`, `insert into log_row default values`, `delete from log_row`])
        expect(await refusalOf(client, statement)).toMatch(/^(42501|25006)$/)
      await client.end()
    }
    for (const statement of [`update log_row set digest = null`, `delete from log_row`, `truncate log_row`])
      expect(await refusalOf(owner, statement)).toBe('42501')
    await owner.query('begin')
    expect(await refusalOf(owner, `update log_row set salt = null`)).toBe(null)
    await owner.query('rollback')
  })
})
