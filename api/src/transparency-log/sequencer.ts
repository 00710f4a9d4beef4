import { Injectable } from '@nestjs/common'
import { system } from '../kernel/auth/actor.ts'
import { Databases } from '../kernel/db/databases.ts'
import { run } from '../kernel/db/run.ts'
import type { Tx } from '../kernel/db/run.ts'
import { storedFrontier } from './stored-tree.ts'

const lock = 7042025
const atOnce = 1000

/** Gives committed leaves their positions, without gaps: one sequencer at a time, held apart by an advisory lock. */
@Injectable()
export class Sequencer {
  constructor(private readonly databases: Databases) {}

  /** Number of leaves that got a position, and with it their place in the tree. */
  async tick(): Promise<number> {
    return run(this.databases.worker, system, 'write', async (tx) => {
      const [held] = await tx.rows<{ mine: boolean }>(`select pg_try_advisory_xact_lock(${lock}) as mine`)
      if (held?.mine !== true) return 0
      const leaves = await tx.rows<{ id: string; hash: Buffer }>(
        `select l.id, l.hash from (select at, leaf_id from log_pending order by at, leaf_id limit ${atOnce}) next
           join log_leaf l on l.id = next.leaf_id order by next.at, next.leaf_id`,
      )
      if (leaves.length > 0) await this.append(tx, leaves)
      return leaves.length
    })
  }

  private async append(tx: Tx, leaves: readonly { id: string; hash: Buffer }[]): Promise<void> {
    const size = await tx.one<{ size: string }>(`select coalesce(max(position) + 1, 0) as size from log_position`)
    const frontier = await storedFrontier((text, values) => tx.rows(text, values), Number(size?.size))
    const [from, levels, indexes, hashes] = [frontier.size, [] as number[], [] as number[], [] as Buffer[]]
    for (const { hash } of leaves)
      frontier.append(hash, (node, above) => {
        levels.push(node.level)
        indexes.push(node.index)
        hashes.push(above)
      })
    await tx.rows(
      `insert into log_position (position, leaf_id) select $1 + place - 1, id from unnest($2::uuid[]) with ordinality l (id, place)`,
      [from, leaves.map(({ id }) => id)],
    )
    await tx.rows(
      `insert into log_node (level, index, hash) select * from unnest($1::smallint[], $2::bigint[], $3::bytea[])`,
      [levels, indexes, hashes],
    )
    // Also an entry whose leaf was placed earlier: a signature waits for its dispatch before anything is published.
    await tx.rows(
      `with waiting as (select no, leaf_id from register_entry where log_index is null and leaf_id is not null limit ${atOnce})
       update register_entry e set log_index = p.position from waiting w join log_position p on p.leaf_id = w.leaf_id where e.no = w.no`,
    )
  }
}
