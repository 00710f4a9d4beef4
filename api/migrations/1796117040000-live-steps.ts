import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Tells listeners at COMMIT that something happened: ids only, which say nothing to who may not see the row. */
export class LiveSteps1796117040000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function tell_step() returns trigger language plpgsql set search_path = public, pg_temp as $$
        begin perform pg_notify('placet_step', new.id::text); return null; end $$;
      create trigger transition_told after insert on transition for each row execute function tell_step();
      create function tell_person() returns trigger language plpgsql set search_path = public, pg_temp as $$
        begin
          perform pg_notify('placet_person', case when tg_op = 'DELETE' then old.person_id else new.person_id end::text);
          return null;
        end $$;
      create trigger session_end_told after delete on session for each row execute function tell_person();
      create trigger case_recusal_told after insert or update on case_recusal for each row execute function tell_person();
    `)
  }

  async down(): Promise<void> {
    throw new Error('Migrations of Placet go forward only; restore a backup instead.')
  }
}
