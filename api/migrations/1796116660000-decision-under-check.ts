import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * Whether an interest is being checked of somebody whose recusal would take the case's decision back: who drafted or
 * signed it, or signed a report under it. Whose interest it is, nobody but the integrity officer reads in case_recusal;
 * that there is one, whoever is to countersign must learn. Answers staff, and the system inside its case, and nothing more.
 */
export class DecisionUnderCheck1796116660000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function decision_under_check(about uuid) returns boolean
      language sql stable security definer set search_path = public, pg_temp as $$
        select coalesce(current_setting('app.agency', true) = 'yes' or about = nullif(current_setting('app.system_case', true), '')::uuid, false)
          and exists (
            select 1 from case_recusal r where r.case_id = about and r.pending and (
              exists (select 1 from case_part p where p.case_id = about and p.person_id = r.person_id
                      and p.part in ('drafter', 'signer', 'countersigner'))
              or exists (select 1 from signature s where s.case_id = about and s.signer_id = r.person_id
                         and s.process in ('decision', 'reviewStage')
                         and not exists (select 1 from signature_void v where v.signature_id = s.id))))
      $$;
      revoke all on function decision_under_check(uuid) from public;
      grant execute on function decision_under_check(uuid) to portal_app, portal_worker;
    `)
  }

  async down(): Promise<void> {
    throw new Error('Migrations of Placet go forward only; restore a backup instead.')
  }
}
