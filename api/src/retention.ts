import { Injectable, Logger } from '@nestjs/common'
import { system } from './kernel/auth/actor.ts'
import { Databases } from './kernel/db/databases.ts'
import { run } from './kernel/db/run.ts'
import { recordAct } from './kernel/record.ts'

const everyMs = 3_600_000
const atOnce = 1000

/** What goes by age, and from when on (security.md 10). Drafts, dossiers and decisions are people's to end. */
const classes = [
  { name: 'sessions', table: 'session', over: `expires_at < now() - interval '1 day'` },
  { name: 'answers for repeated clicks', table: 'command', over: `at < now() - interval '30 days'` },
  { name: 'failed sign-ins', table: 'sign_in_failure', over: `at < now() - interval '1 day'` },
  { name: 'events of accounts', table: 'security_event', over: `at < now() - interval '12 months'` },
  { name: 'readings of cases', table: 'access_entry', over: `at < now() - interval '24 months'` },
] as const

/** Deletes what is past its time, each hour; says in the log what will go before it goes, and puts on record what went. */
@Injectable()
export class Retention {
  private readonly log = new Logger(Retention.name)
  private next = 0

  constructor(private readonly databases: Databases) {}

  /** A round of the worker's; answers with the number of rows that went. */
  async tick(now = Date.now()): Promise<number> {
    if (now < this.next) return 0
    this.next = now + everyMs
    let gone = 0
    for (const { name, table, over } of classes) {
      const due = await run(this.databases.worker, system, 'read', (tx) =>
        tx.one<{ n: number }>(
          `select count(*)::int as n from (select 1 from ${table} where ${over} limit ${atOnce}) due`,
        ),
      )
      if (due === undefined || due.n === 0) continue
      this.log.warn(`past their time, and deleted now: ${due.n} ${name}`)
      gone += await run(this.databases.worker, system, 'write', async (tx) => {
        const count = await tx.count(
          `delete from ${table} where ctid = any (array(select ctid from ${table} where ${over} limit ${atOnce}))`,
        )
        const act = { actor: system, action: 'DELETE_BY_AGE', process: 'retention', subjectId: system.id, caseId: null }
        await recordAct(tx, { ...act, outcome: 'done', detail: { what: table, rows: count } })
        return count
      })
      // More than one batch: the next round of the worker goes on.
      if (due.n === atOnce) this.next = 0
    }
    return gone
  }
}
