import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Arranger } from '../../test/arrange.ts'
import { Sequencer } from './index.ts'
import { storedFrontier } from './stored-tree.ts'
import { Frontier } from './tree.ts'

let a: Arranger
let sequencer: Sequencer

beforeAll(async () => {
  a = await Arranger.open()
  sequencer = a.app.nest.get(Sequencer)
}, 60_000)
afterAll(() => a.close())

const log = () =>
  a.one<{ leaves: number; placed: number; last: number; waiting: number }>(
    `select (select count(*)::int from log_leaf) as leaves, (select count(*)::int from log_position) as placed,
       (select coalesce(max(position), -1)::int from log_position) as last, (select count(*)::int from log_pending) as waiting`,
  )
/** Writes leaves as a bulk load would: nobody tells the sequencer. */
const write = (count: number, from = 0) =>
  a.rows(
    `insert into log_leaf (bytes, hash, at) select '\\x00', sha256(i::text::bytea), timestamptz '2026-01-01' + i * interval '1 second'
     from generate_series($1::int, $2::int) i`,
    [from + 1, from + count],
  )

describe('the sequencer', () => {
  test('gives the leaves of commands positions without gaps, and has nothing left to do', async () => {
    await a.submission().draft()
    await a.submission().draft()
    expect((await log()).waiting).toBe((await log()).leaves)
    expect(await sequencer.tick()).toBe((await log()).leaves)
    const { leaves, placed, last, waiting } = await log()
    expect({ placed, last, waiting }).toEqual({ placed: leaves, last: leaves - 1, waiting: 0 })
    expect(await sequencer.tick()).toBe(0)
  })

  test('places a backlog in rounds, each leaf once, however many sequencers run', async () => {
    await write(2_500)
    while ((await log()).waiting > 0) await Promise.all([sequencer.tick(), sequencer.tick(), sequencer.tick()])
    const { leaves, placed, last } = await log()
    expect({ placed, last }).toEqual({ placed: leaves, last: leaves - 1 })
    const backwards = await a.rows(
      `select 1 from log_position p join log_leaf l on l.id = p.leaf_id join log_position q on q.position = p.position + 1
       join log_leaf m on m.id = q.leaf_id where (l.at, l.id) > (m.at, m.id) and l.bytes = m.bytes`,
    )
    expect(backwards).toEqual([])
  })

  test('keeps the tree as it places: its edge is the one that the leaves themselves give', async () => {
    for (const count of [1, 700, 2]) {
      await write(count, 50_000)
      await sequencer.tick()
    }
    const leaves = await a.rows<{ hash: Buffer }>(
      `select l.hash from log_position p join log_leaf l on l.id = p.leaf_id order by p.position`,
    )
    const recomputed = new Frontier()
    let nodes = 0
    for (const { hash } of leaves) recomputed.append(hash, () => (nodes += 1))
    const stored = await storedFrontier((text, values) => a.rows(text, values), leaves.length)
    expect(stored.root().toString('hex')).toBe(recomputed.root().toString('hex'))
    expect(await a.one(`select count(*)::int as nodes from log_node`)).toEqual({ nodes })
  })

  test('costs nothing when there is nothing to place, however long the log', async () => {
    await write(100_000, 10_000)
    await a.rows(
      `insert into log_position select (select max(position) from log_position) + row_number() over (order by at, leaf_id), leaf_id from log_pending`,
    )
    await a.rows(`vacuum analyze log_leaf, log_position, log_pending`)
    const took: number[] = []
    for (let round = 0; round < 11; round += 1) {
      const from = performance.now()
      expect(await sequencer.tick()).toBe(0)
      took.push(performance.now() - from)
    }
    // About 2 ms; reading the whole log takes 100 ms and more.
    expect(took.toSorted((one, other) => one - other)[5]).toBeLessThan(25)
  })

  test('a leaf that was never listed does not exist, and none is struck without a position', async () => {
    for (const url of [a.database.appUrl, a.database.workerUrl]) {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      for (const statement of [
        `insert into log_pending select now(), gen_random_uuid()`,
        `update log_pending set at = at`,
        `delete from log_pending`,
        `truncate log_pending`,
      ])
        await expect(client.query(statement)).rejects.toMatchObject({ code: '42501' })
      await client.end()
    }
  })
})
