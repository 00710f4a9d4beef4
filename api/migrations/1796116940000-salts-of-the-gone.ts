import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * What is deleted leaves nothing that a guess could be tried on: with a row's last version the salts of the earlier ones go.
 * And whoever is erased is erased from the links that mail carried as well.
 */
export class SaltsOfTheGone1796116940000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function forget_salts() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
      begin
        update log_row r set salt = null where r.table_name = new.table_name and r.key = new.key and r.no < new.no and r.salt is not null;
        return null;
      end $$;
      revoke all on function forget_salts() from public;
      create trigger log_row_gone after insert on log_row for each row when (new.digest is null) execute function forget_salts();

      create or replace function forget_person(who uuid) returns void language plpgsql set search_path = public, pg_temp as $$
      begin
        perform 1 from person p where p.id = who for update;
        if not found then raise exception 'there is no person %', who using errcode = 'P0002'; end if;
        delete from session where person_id = who;
        delete from demo_passkey where person_id = who;
        delete from passkey where person_id = who;
        delete from totp where person_id = who;
        delete from recovery_code where person_id = who;
        delete from notice where person_id = who;
        delete from delivery where person_id = who
          or lower(recipient) = (select lower(a.email) from account a where a.person_id = who);
        delete from access_link l where l.person_id = who
          or lower(l.email) = (select lower(a.email) from account a where a.person_id = who);
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
