import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Whoever is erased is erased from every table about their account, also from those that other versions add. */
export class ForgetAll1796116950000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create or replace function forget_person(who uuid) returns void language plpgsql set search_path = public, pg_temp as $$
      declare about text;
      begin
        perform 1 from person p where p.id = who for update;
        if not found then raise exception 'there is no person %', who using errcode = 'P0002'; end if;
        delete from delivery where person_id = who
          or lower(recipient) = (select lower(a.email) from account a where a.person_id = who);
        delete from access_link l where l.person_id = who
          or lower(l.email) = (select lower(a.email) from account a where a.person_id = who);
        foreach about in array array['session', 'sign_in_attempt', 'demo_passkey', 'passkey', 'totp', 'recovery_code', 'proof_challenge',
            'identity', 'oidc_attempt', 'security_event', 'download_link', 'notice'] loop
          if to_regclass(about) is not null then execute format('delete from %I where person_id = $1', about) using who; end if;
        end loop;
        delete from command where actor_id = who;
        update account set email = 'erased-' || who || '@invalid', password_hash = '', language = null,
          disabled_at = coalesce(disabled_at, now()) where person_id = who;
        update person set name = 'Erased person', office = null, roles = '{}', expertise = '{}' where id = who;
        -- Of the rows that stay, every version but the newest.
        update log_row r set salt = null
          from log_row here
          where here.leaf_id = nullif(current_setting('app.log_leaf', true), '')::uuid
            and r.table_name = here.table_name and r.key = here.key and r.salt is not null
            and r.no < (select max(n.no) from log_row n where n.table_name = r.table_name and n.key = r.key);
      end $$;
    `)
  }

  async down(): Promise<void> {
    throw new Error('Migrations of Placet go forward only; restore a backup instead.')
  }
}
