import { Injectable } from '@nestjs/common'
import { system } from '../kernel/auth/actor.ts'
import { Databases } from '../kernel/db/databases.ts'
import { run } from '../kernel/db/run.ts'

const atOnce = 200

/** Turns outbox rows into notices in the portal: to the applicant's people where the applicant sees the event, and to everyone with a part in the case. At least once; the unique key makes it once. */
@Injectable()
export class Notices {
  constructor(private readonly databases: Databases) {}

  async tick(): Promise<number> {
    return run(this.databases.worker, system, 'write', async (tx) => {
      const waiting = await tx.rows<{ id: string; case_id: string; topic: string }>(
        `select id, case_id, topic from outbox where done_at is null order by seq limit ${atOnce} for update skip locked`,
      )
      if (waiting.length === 0) return 0
      await tx.rows(
        `insert into notice (outbox_id, person_id, channel, case_id, kind)
         select o.id, p.id, 'portal', o.case_id, o.topic
         from outbox o join submission s on s.id = o.case_id
         join person p on (p.organisation_id = s.organisation_id and o.applicant_sees)
           or exists (select 1 from case_part c where c.case_id = o.case_id and c.person_id = p.id and p.organisation_id is null
             and not exists (select 1 from case_recusal r where r.case_id = o.case_id and r.person_id = p.id))
         where o.id = any($1) on conflict on constraint notice_once do nothing`,
        [waiting.map(({ id }) => id)],
      )
      return tx.count(`update outbox set done_at = now() where id = any($1)`, [waiting.map(({ id }) => id)])
    })
  }
}
