import { Injectable } from '@nestjs/common'
import { system } from '../kernel/auth/actor.ts'
import { Databases } from '../kernel/db/databases.ts'
import { run } from '../kernel/db/run.ts'
import type { Tx } from '../kernel/db/run.ts'

const atOnce = 200

/**
 * Turns outbox rows into notices in the portal: to the applicant's people where the applicant sees the event, and to everyone
 * with a part in the case. Whoever did not do it themselves is also written to, once for all that waits: the letter only says
 * that there is news. Rows about an account become a letter to its address. At least once; unique keys make it once.
 */
@Injectable()
export class Notices {
  constructor(private readonly databases: Databases) {}

  async tick(): Promise<number> {
    return run(this.databases.worker, system, 'write', async (tx) => {
      const waiting = await tx.rows<{ id: string; case_id: string | null; topic: string }>(
        `select id, case_id, topic from outbox where done_at is null order by seq limit ${atOnce} for update skip locked`,
      )
      if (waiting.length === 0) return 0
      const ofCases = waiting.filter(({ case_id }) => case_id !== null).map(({ id }) => id)
      const ofAccounts = waiting.filter(({ case_id }) => case_id === null).map(({ id }) => id)
      if (ofCases.length > 0) await tellOfCases(tx, ofCases)
      if (ofAccounts.length > 0) await writeToAccounts(tx, ofAccounts)
      return tx.count(`update outbox set done_at = now() where id = any($1)`, [waiting.map(({ id }) => id)])
    })
  }
}

async function tellOfCases(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.rows(
    `insert into notice (outbox_id, person_id, channel, case_id, kind)
     select o.id, p.id, 'portal', o.case_id, o.topic
     from outbox o join submission s on s.id = o.case_id
     join person p on (p.organisation_id = s.organisation_id and o.applicant_sees)
       or exists (select 1 from case_part c where c.case_id = o.case_id and c.person_id = p.id and p.organisation_id is null
         and not exists (select 1 from case_recusal r where r.case_id = o.case_id and r.person_id = p.id))
     where o.id = any($1) on conflict on constraint notice_once do nothing`,
    [ids],
  )
  await tx.rows(
    `insert into delivery (outbox_id, person_id, recipient, language, kind, subject_id)
     select distinct on (n.person_id) n.outbox_id, n.person_id, a.email, coalesce(a.language, 'en'), 'case', n.case_id
     from notice n join outbox o on o.id = n.outbox_id join account a on a.person_id = n.person_id
     where n.outbox_id = any($1) and n.channel = 'portal' and a.disabled_at is null
       and o.payload->>'actor' is distinct from n.person_id::text
       and not exists (select 1 from delivery d where d.person_id = n.person_id and d.kind = 'case' and d.claimed_at is null and d.failed_at is null)
     order by n.person_id, o.seq on conflict on constraint delivery_once do nothing`,
    [ids],
  )
}

async function writeToAccounts(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.rows(
    `insert into delivery (outbox_id, person_id, recipient, language, kind, subject_id)
     select o.id, a.person_id, a.email, coalesce(a.language, 'en'), substr(o.topic, 9), o.subject_id
     from outbox o join account a on a.person_id = o.subject_id
     where o.id = any($1) and a.disabled_at is null on conflict on constraint delivery_once do nothing`,
    [ids],
  )
  // Here and not where it was asked for: there, an address that nobody has takes exactly as long.
  await tx.rows(
    `update access_link l set person_id = a.person_id from outbox o, account a
     where o.id = any($1) and o.topic = 'account.reset' and l.id = o.subject_id and lower(a.email) = lower(l.email) and a.disabled_at is null`,
    [ids],
  )
  await tx.rows(
    `insert into delivery (outbox_id, person_id, recipient, language, kind, subject_id)
     select o.id, coalesce(l.person_id, a.person_id), l.email, coalesce(a.language, l.language),
       case when a.person_id is not null and l.kind <> 'reset' then 'alreadyAccount' else l.kind end, l.id
     from outbox o join access_link l on l.id = o.subject_id left join account a on lower(a.email) = lower(l.email) and a.disabled_at is null
     where o.id = any($1) and (l.kind <> 'reset' or l.person_id is not null) on conflict on constraint delivery_once do nothing`,
    [ids],
  )
  // An address is not changed behind the back of who reads the old one.
  await tx.rows(
    `insert into delivery (outbox_id, person_id, recipient, language, kind, subject_id)
     select o.id, a.person_id, a.email, coalesce(a.language, 'en'), 'emailAsked', l.id
     from outbox o join access_link l on l.id = o.subject_id join account a on a.person_id = l.person_id
     where o.id = any($1) and l.kind = 'email' on conflict on constraint delivery_once do nothing`,
    [ids],
  )
}
