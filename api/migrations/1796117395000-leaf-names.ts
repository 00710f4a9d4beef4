import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * Leaves are public, and named their subject and actor by the portal's own ids: an applicant who knows their case's could
 * read there what the agency keeps from them until it is settled, and anybody could follow one person through all cases.
 * From here on (`v` 2) a leaf names them by HMAC-SHA-256 under its own salt; whoever holds the salt checks the names.
 */
export class LeafNames1796117395000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function log_name(salt bytea, what text, id text) returns text language sql immutable set search_path = public, pg_temp as $$
        select left(encode(log_hmac(salt, convert_to(what || E'\\n' || id, 'UTF8')), 'hex'), 32)
      $$;
      revoke all on function log_name(bytea, text, text) from public;

      create or replace function seal_rows() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
      declare
        record bytea; bytes text; salt bytea := log_salt_bytes();
        doer text := coalesce(nullif(current_setting('app.user_id', true), ''), '00000000-0000-4000-8000-000000000000');
        happened timestamptz := date_trunc('milliseconds', clock_timestamp()
          + make_interval(days => coalesce((select clock_offset_days from agency_setting), 0)));
      begin
        select convert_to('{"actor":"' || doer || '","because":' || to_json(coalesce(nullif(current_setting('app.log_because', true), ''), 'act'))
            || ',"by":' || to_json(session_user::text) || ',"rows":['
            || string_agg('[' || r.no || ',' || to_json(r.table_name) || ',' || to_json(r.key) || ',"' || r.columns || '",'
                 || coalesce('"' || encode(r.digest, 'hex') || '"', 'null') || ']', ',' order by r.no)
            || '],"v":1}', 'UTF8')
          into record from log_row r where r.leaf_id = new.leaf_id;
        bytes := '{"actor":"' || log_name(salt, 'actor', doer) || '","at":"' || to_char(happened at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
          || '","commitment":"' || encode(log_hmac(salt, record), 'hex')
          || '","subject":"' || log_name(salt, 'subject', new.leaf_id::text) || '","type":"rows","v":2}';
        insert into log_leaf (id, bytes, hash, at)
          values (new.leaf_id, convert_to(bytes, 'UTF8'), sha256('\\x00'::bytea || convert_to(bytes, 'UTF8')), happened);
        insert into log_salt (leaf_id, salt, record, process, subject_id) values (new.leaf_id, salt, record, 'rows', new.leaf_id);
        return null;
      end $$;
    `)
  }

  async down(): Promise<void> {
    throw new Error('Migrations of Placet go forward only; restore a backup instead.')
  }
}
