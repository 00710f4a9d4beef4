import type { MigrationInterface, QueryRunner } from 'typeorm'

/** A request beyond the two that may stop the clock carries the decision maker's leave; who gave it and why stands in its history. */
export class ExtraClockStop1796116420000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table information_request add column extra_stop boolean not null default false;
      comment on column information_request.extra_stop is 'The decision maker allowed this request to stop the clock beyond the cap (workflow.md 5)';
    `)
  }

  async down(): Promise<void> {
    throw new Error('Migrations of Placet go forward only; restore a backup instead.')
  }
}
