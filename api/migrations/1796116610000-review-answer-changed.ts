import type { MigrationInterface, QueryRunner } from 'typeorm'

/** When an answer of a review was written last; of older ones it is not known, and they bear the time of this migration. */
export class ReviewAnswerChanged1796116610000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table review_answer add column changed_at timestamptz not null default now();
      alter table review_answer alter column changed_at drop default;
    `)
  }

  async down(): Promise<void> {
    throw new Error('Migrations of Placet go forward only; restore a backup instead.')
  }
}
