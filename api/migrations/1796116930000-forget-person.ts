import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * Erasure against an immutable log (security.md 10): what is personal goes, and with it the salts of every version of those
 * rows. The leaves stay, and their digests say nothing any more. Kept under the legal duty to keep the act: the name that is
 * printed under a signature, and the record that was signed. Only the owner may do it; the act itself is in the log.
 */
export class ForgetPerson1796116930000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function forget_person(who uuid) returns void language plpgsql set search_path = public, pg_temp as $$
      begin
        perform 1 from person p where p.id = who for update;
        if not found then raise exception 'there is no person %', who using errcode = 'P0002'; end if;
        delete from session where person_id = who;
        delete from demo_passkey where person_id = who;
        delete from passkey where person_id = who;
        delete from totp where person_id = who;
        delete from recovery_code where person_id = who;
        delete from notice where person_id = who;
        delete from delivery where person_id = who;
        delete from command where actor_id = who;
        update account set email = 'erased-' || who || '@invalid', password_hash = '', language = null,
          disabled_at = coalesce(disabled_at, now()) where person_id = who;
        update person set name = 'Erased person', office = null, roles = '{}', expertise = '{}' where id = who;
        update log_row r set salt = null
          from log_row here
          where here.leaf_id = nullif(current_setting('app.log_leaf', true), '')::uuid
            and r.table_name = here.table_name and r.key = here.key and r.salt is not null
            and r.no < (select max(n.no) from log_row n where n.table_name = r.table_name and n.key = r.key);
      end $$;
      revoke all on function forget_person(uuid) from public;
      comment on function forget_person(uuid) is 'Names under signatures stay: there is a legal duty to keep the act with them';

      -- Salts and what they open are the verifier's; whoever inspects reads the record itself.
      revoke select on log_row, log_salt from portal_inspector;
    `)
  }

  async down(): Promise<void> {
    throw new Error('Migrations of Placet go forward only; restore a backup instead.')
  }
}
