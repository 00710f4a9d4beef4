import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Letters about an account wait in the outbox like all others; the event keeps no second list of them. */
export class LettersByOutbox1796116820000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      drop index security_event_untold;
      alter table security_event drop column tell_owner, drop column told_at;
    `)
  }

  async down(): Promise<void> {
    throw new Error('Migrations of Placet go forward only; restore a backup instead.')
  }
}
