import { Injectable } from '@nestjs/common'
import { system } from '../kernel/auth/actor.ts'
import { Databases } from '../kernel/db/databases.ts'
import { run } from '../kernel/db/run.ts'

const lock = 7042025
const atOnce = 1000

/** Gives committed leaves their positions, without gaps: one sequencer at a time, held apart by an advisory lock. */
@Injectable()
export class Sequencer {
  constructor(private readonly databases: Databases) {}

  /** Number of leaves that got a position. */
  async tick(): Promise<number> {
    return run(this.databases.worker, system, 'write', async (tx) => {
      const [held] = await tx.rows<{ mine: boolean }>(`select pg_try_advisory_xact_lock(${lock}) as mine`)
      if (held?.mine !== true) return 0
      const placed = await tx.count(
        `insert into log_position (position, leaf_id)
         select coalesce((select max(position) + 1 from log_position), 0) + row_number() over (order by l.at, l.id) - 1, l.id
         from log_leaf l where not exists (select 1 from log_position p where p.leaf_id = l.id) order by l.at, l.id limit ${atOnce}`,
      )
      if (placed > 0)
        await tx.rows(
          `update register_entry e set log_index = p.position from log_position p where p.leaf_id = e.leaf_id and e.log_index is null`,
        )
      return placed
    })
  }

  /** Leaves that wait for a position: the log's lag, for the health check. */
  async lag(): Promise<number> {
    return run(this.databases.worker, system, 'read', async (tx) => {
      const [row] = await tx.rows<{ lag: number }>(
        `select count(*)::int as lag from log_leaf l where not exists (select 1 from log_position p where p.leaf_id = l.id) and l.at < now() - interval '1 minute'`,
      )
      return row?.lag ?? 0
    })
  }
}
