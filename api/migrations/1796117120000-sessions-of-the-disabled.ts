import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Who changes their own password goes on in the session at hand: of an account, only being disabled ends every session by itself. */
export class SessionsOfTheDisabled1796117120000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      drop trigger end_sessions_of_changed on account;
      create trigger end_sessions_of_changed after update of disabled_at on account for each row
        when (old.disabled_at is null and new.disabled_at is not null) execute function end_sessions_of_changed();
    `)
  }

  async down(): Promise<void> {
    throw new Error('Migrations of Placet go forward only; restore a backup instead.')
  }
}
