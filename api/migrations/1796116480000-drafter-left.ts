import type { MigrationInterface, QueryRunner } from 'typeorm'

/** A draft whose drafter was recused is written anew by another before anybody signs it. */
export class DrafterLeft1796116480000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table decision add column drafter_left boolean not null default false;
      comment on column decision.drafter_left is 'Its drafter was recused from the case since it was written';
    `)
  }

  async down(): Promise<void> {
    throw new Error('Migrations of Placet go forward only; restore a backup instead.')
  }
}
