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
         select coalesce((select max(position) + 1 from log_position), 0) + row_number() over (order by at, leaf_id) - 1, leaf_id
         from (select at, leaf_id from log_pending order by at, leaf_id limit ${atOnce}) next`,
      )
      // Also an entry whose leaf was placed earlier: a signature waits for its dispatch before anything is published.
      if (placed > 0)
        await tx.rows(
          `with waiting as (select no, leaf_id from register_entry where log_index is null and leaf_id is not null limit ${atOnce})
           update register_entry e set log_index = p.position from waiting w join log_position p on p.leaf_id = w.leaf_id where e.no = w.no`,
        )
      return placed
    })
  }
}
