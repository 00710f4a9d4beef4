import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * What the applicant is told of follows what they may see, event by event: the kind of object alone let notices of
 * drafted requests and of reviewers' deadlines through. And why a signature was made void is the signer's and the drafter's.
 */
export class ApplicantHears1796116440000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table outbox add column applicant_sees boolean not null default false;
      comment on column outbox.applicant_sees is 'Notices of it go to the applicant too, as its history does';
      update outbox o set applicant_sees = t.applicant_sees from transition t
        where o.done_at is null and t.id::text = o.payload ->> 'transition';

      alter policy signature_void_select on signature_void using (
        case_id = (select nullif(current_setting('app.system_case', true), '')::uuid)
        or (exists (select 1 from case_access a where a.case_id = signature_void.case_id)
            and not exists (select 1 from case_recusal r where r.case_id = signature_void.case_id)));
    `)
  }

  async down(): Promise<void> {
    throw new Error('Migrations of Placet go forward only; restore a backup instead.')
  }
}
