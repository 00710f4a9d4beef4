import type { MigrationInterface, QueryRunner } from 'typeorm'

/** What the retention job needs to find what is over (security.md 10). */
export class Retention1796117390000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create index sign_in_failure_at on sign_in_failure (at);
      grant select on sign_in_failure to portal_worker;
    `)
  }

  async down(): Promise<void> {
    throw new Error('Migrations of Placet go forward only; restore a backup instead.')
  }
}
