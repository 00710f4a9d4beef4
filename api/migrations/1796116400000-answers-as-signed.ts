import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Answers that were typed under a request for information and never signed go back to what was signed; history says why. */
export class AnswersAsSigned1796116400000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table answer_history
        add column reason text,
        add column request_id uuid references information_request,
        add constraint answer_history_restored_says_why check ((source = 'restored') = (reason is not null));
      comment on column answer_history.reason is 'Message code; a restored answer is a version of its own, after the one that nobody signed';
      create index signature_case on signature (case_id, at);
      -- A request may lapse by the clock: then it is the worker that restores.
      grant insert, update on answer to portal_worker;
      grant select, insert on answer_history to portal_worker;
    `)
  }

  async down(): Promise<void> {
    throw new Error('Migrations of Placet go forward only; restore a backup instead.')
  }
}
