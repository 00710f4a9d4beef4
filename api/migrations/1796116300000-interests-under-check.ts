import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * While an interest is being looked at, the case is closed to the person whatever other role they hold: a row in
 * case_recusal that every policy already asks for, marked as pending. Clearing takes it away, a recusal makes it final.
 */
const me = `(select nullif(current_setting('app.user_id', true), '')::uuid)`
const systemCase = `(select nullif(current_setting('app.system_case', true), '')::uuid)`
const notices = `person_id = ${me} and not exists (select 1 from case_recusal r where r.case_id = notice.case_id)`

export class InterestsUnderCheck1796116300000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table case_recusal add column pending boolean not null default false;
      comment on column case_recusal.pending is 'An interest is being looked at: closed until it is cleared. An interest that nobody ruled on before the case ended stays closed.';
      insert into case_recusal (person_id, case_id, at, reason, pending)
        select distinct a.reviewer_id, a.case_id, now(), '', true from reviewer_assignment a where a.state = 'integrityCheck'
        on conflict do nothing;

      -- A recusal that is final is history: the application's roles change and delete pending ones only.
      alter policy case_recusal_update on case_recusal using (pending and case_id = ${systemCase}) with check (case_id = ${systemCase});
      alter policy case_recusal_delete on case_recusal using (pending and case_id = ${systemCase});
      grant update (pending, at, reason), delete on case_recusal to portal_app, portal_worker;

      alter policy notice_select on notice using (${notices});
      alter policy notice_update on notice using (${notices}) with check (${notices});
    `)
  }

  async down(): Promise<void> {
    throw new Error('Migrations of Placet go forward only; restore a backup instead.')
  }
}
