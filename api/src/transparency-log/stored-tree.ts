import type { QueryResultRow } from 'pg'
import { Frontier, hashOfRange, subtreesOf } from './tree.ts'
import type { Node } from './tree.ts'

/** Asks the database for rows, inside a transaction or by itself. */
export type Ask = <Row extends QueryResultRow>(text: string, values: unknown[]) => Promise<Row[]>

type Ranges = readonly (readonly [number, number])[]

/** Hashes of ranges of the stored tree, all of them in one statement of O(log n) rows. */
export async function storedHashes(ask: Ask, ranges: Ranges): Promise<Buffer[]> {
  const nodes = ranges.flatMap(subtreesOf)
  const rows = await ask<{ at: number; hash: Buffer }>(
    `select w.at::int, coalesce(n.hash, l.hash) as hash
     from unnest($1::smallint[], $2::bigint[]) with ordinality w (level, index, at)
       left join log_node n on n.level = w.level and n.index = w.index
       left join log_position p on w.level = 0 and p.position = w.index left join log_leaf l on l.id = p.leaf_id`,
    [nodes.map(({ level }) => level), nodes.map(({ index }) => index)],
  )
  const found = new Map(rows.map(({ at, hash }) => [keyOf(nodes[at - 1]), hash]))
  const hashOf = (node: Node) => {
    const hash = found.get(keyOf(node))
    if (!Buffer.isBuffer(hash)) throw new Error(`the log's tree lacks the subtree ${keyOf(node)}`)
    return hash
  }
  return ranges.map((range) => hashOfRange(range, hashOf))
}

const keyOf = (node: Node | undefined) => `${node?.level}/${node?.index}`

/** The right edge of the stored tree at a size. */
export async function storedFrontier(ask: Ask, size: number): Promise<Frontier> {
  const peaks = subtreesOf([0, size]).map(({ level, index }) => [index * 2 ** level, (index + 1) * 2 ** level] as const)
  return new Frontier(size, await storedHashes(ask, peaks))
}
