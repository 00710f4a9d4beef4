import { createHash, createHmac, randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { migrate } from '../../../api/src/kernel/db/migrate.ts'
import { legalMoves } from '../../../api/src/kernel/legal-moves.ts'
import { migrateBefore } from '../../../api/test/earlier-version.ts'
import { command, withDatabase } from '../../../api/test/template-database.ts'
import { Frontier, leafHash } from '../../../api/src/transparency-log/tree.ts'
import { storedFrontier } from '../../../api/src/transparency-log/stored-tree.ts'
import { DatabaseSource } from '../src/source.ts'
import { Findings } from '../src/findings.ts'
import { readLog } from '../src/leaves.ts'
import { Rows } from '../src/rows.ts'

const name = `placet_upgrade_${randomUUID().slice(0, 8)}`
let url: string
let owner: pg.Client

/** A database of the version before the tree, with 13 leaves in it and a person that no leaf speaks of. */
beforeAll(async () => {
  const { ownerUrl } = inject('template')
  await command(ownerUrl, `CREATE DATABASE ${name}`)
  url = withDatabase(ownerUrl, name)
  owner = new pg.Client({ connectionString: url })
  await owner.connect()
  await owner.query(`grant all on schema public to portal_owner; create extension pg_trgm with schema public`)
  await migrateBefore(url, 1_796_116_800_000)
  await owner.query(`insert into person (name) values ('Of before')`)
  for (let place = 0; place < 13; place += 1) await writeLeaf(place)
}, 60_000)
afterAll(async () => {
  await owner.end()
  await command(inject('template').ownerUrl, `DROP DATABASE ${name} WITH (FORCE)`)
})

/** As the version before wrote them; the record is that of a signature, whose row is not there. */
async function writeLeaf(place: number): Promise<void> {
  const [id, subject, salt, record] = [
    randomUUID(),
    randomUUID(),
    Buffer.alloc(32, place),
    Buffer.from(`{"place":${place}}`),
  ]
  const commitment = createHmac('sha256', salt).update(record).digest('hex')
  const at = new Date(1_790_000_000_000 + place)
  const bytes = Buffer.from(
    `{"actor":"${subject}","at":"${at.toISOString()}","commitment":"${commitment}","subject":"${subject}","type":"signature","v":1}`,
  )
  await owner.query(`insert into log_leaf (id, bytes, hash, at) values ($1, $2, $3, $4)`, [
    id,
    bytes,
    createHash('sha256')
      .update(Buffer.from([0]))
      .update(bytes)
      .digest(),
    at,
  ])
  await owner.query(`insert into log_salt values ($1, $2, $3, 'signature', $4)`, [id, salt, record, subject])
  await owner.query(`insert into log_position values ($1, $2)`, [place, id])
}

const upgrade = () => migrate(url, legalMoves)
const people = async () =>
  (
    await owner.query<{ columns: string; because: string; leaf: string }>(
      `select r.columns, convert_from(s.record, 'UTF8')::jsonb ->> 'because' as because, r.leaf_id as leaf
       from log_row r join log_salt s on s.leaf_id = r.leaf_id where r.table_name = 'person' order by r.no`,
    )
  ).rows
/** What the verifier says of people and of nothing else: this database has no life in it. */
async function told(): Promise<string[]> {
  const findings = new Findings()
  const rows = new Rows(findings, [])
  await owner.query('begin')
  const source = await DatabaseSource.within(owner)
  await readLog(source, findings, new Set(), (opened) => {
    if (opened.leaf.type === 'rows') rows.take(opened)
  })
  await rows.check(source)
  await owner.query('rollback')
  expect(findings.notes).toContainEqual(expect.stringMatching(/^person: rows of before position \d+ were not covered/))
  return findings.all.map(({ what }) => what)
}
/** The sequencer's share, for leaves that wait. */
const place = () =>
  owner.query(
    `insert into log_position select (select max(position) from log_position) + row_number() over (order by at, leaf_id), leaf_id from log_pending`,
  )

test('an upgrade puts the leaves that were there into the tree, and the rows that were there into the log', async () => {
  await upgrade()
  const { rows } = await owner.query<{ bytes: Buffer }>(
    `select l.bytes from log_position p join log_leaf l on l.id = p.leaf_id order by p.position`,
  )
  const recomputed = new Frontier()
  for (const { bytes } of rows) recomputed.append(leafHash(bytes))
  const ask = async (text: string, values: unknown[]) => (await owner.query(text, values)).rows as never
  expect((await storedFrontier(ask, 13)).root()).toEqual(recomputed.root())
  expect((await people()).map(({ because }) => because)).toEqual(['baseline'])
  const before = await people()
  await upgrade()
  expect(await people()).toEqual(before)
  await place()
  expect(await told()).toEqual([])
})

test('a column that comes later is covered for the rows that are there, and no edit is blessed by that', async () => {
  await owner.query(`insert into person (name) values ('Edited behind the log')`)
  await owner.query(`alter table person add column nickname text not null default 'none'`)
  await owner.query(`set session_replication_role = replica`)
  await owner.query(`update person set name = 'Somebody else' where name = 'Edited behind the log'`)
  await owner.query(`set session_replication_role = default`)
  await upgrade()
  const columns = (await people()).map((version) => version.columns)
  expect(new Set(columns).size).toBe(2)
  expect(columns.filter((id) => id === columns.at(-1))).toHaveLength(1)
  await place()
  expect(await told()).toEqual([expect.stringMatching(/^person \["[0-9a-f-]{36}"\] is not as the log says$/)])
})
