import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * Every row of the record stands in the log. Triggers note each row that a transaction writes or takes away, under a
 * salted digest; when it commits, one leaf of type `rows` commits to all of them. So a column can not be forgotten by who
 * writes it, an edit past the triggers no longer fits its digest, and one that fires them is in the log with its author.
 *
 * digest = SHA-256(salt ‖ text of the row as jsonb, in UTC, of the columns listed in log_columns); null where the row is gone.
 * The record of the leaf: {"because", "by": login, "rows": [[no, table, key, columns, digest], …], "v": 1}. Erasing a person
 * destroys the salts of their rows; digest and leaf stay, and say nothing any more.
 */
export class RowRecord1796116910000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table log_columns (
        no bigint generated always as identity primary key,
        table_name text not null, id text not null, columns text[] not null
      );
      comment on table log_columns is 'Which columns a digest covers; id is the start of SHA-256 over their names, sorted and joined by commas';
      create table log_row (
        leaf_id uuid not null, no bigint generated always as identity,
        table_name text not null, key text not null, columns text not null,
        salt bytea check (length(salt) = 32), digest bytea check (length(digest) = 32),
        opens boolean not null,
        primary key (leaf_id, no)
      );
      create index log_row_of on log_row (table_name, key, no);
      comment on table log_row is 'Versions of rows, in the order of their writing. Salts are erasable; the digests are also in the record of the leaf.';
      comment on column log_row.opens is 'First of its leaf: at commit it makes the leaf';

      -- HMAC-SHA-256 for keys of 32 bytes. bytea knows no xor: it goes by eight bytes at a time.
      create function log_hmac(key bytea, message bytea) returns bytea language plpgsql immutable as $$
      declare inner_pad bytea := ''; outer_pad bytea := ''; part bigint;
      begin
        for at in 0..3 loop
          part := ('x' || encode(substr(key, at * 8 + 1, 8), 'hex'))::bit(64)::bigint;
          inner_pad := inner_pad || int8send(part # 3906369333256140342);
          outer_pad := outer_pad || int8send(part # 6655295901103053916);
        end loop;
        inner_pad := inner_pad || decode(repeat('36', 32), 'hex');
        outer_pad := outer_pad || decode(repeat('5c', 32), 'hex');
        return sha256(outer_pad || sha256(inner_pad || message));
      end $$;

      create function log_salt_bytes() returns bytea language sql volatile as $$
        select uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
      $$;
      comment on function log_salt_bytes() is '32 bytes of the strong source, 244 bits of them random';

      -- At commit: one leaf for all rows of the transaction.
      create function seal_rows() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
      declare
        record bytea; bytes text; salt bytea := log_salt_bytes();
        happened timestamptz := date_trunc('milliseconds', clock_timestamp()
          + make_interval(days => coalesce((select clock_offset_days from agency_setting), 0)));
      begin
        select convert_to('{"because":' || to_json(coalesce(nullif(current_setting('app.log_because', true), ''), 'act'))
            || ',"by":' || to_json(session_user::text) || ',"rows":['
            || string_agg('[' || r.no || ',' || to_json(r.table_name) || ',' || to_json(r.key) || ',"' || r.columns || '",'
                 || coalesce('"' || encode(r.digest, 'hex') || '"', 'null') || ']', ',' order by r.no)
            || '],"v":1}', 'UTF8')
          into record from log_row r where r.leaf_id = new.leaf_id;
        bytes := '{"actor":"' || coalesce(nullif(current_setting('app.user_id', true), ''), '00000000-0000-4000-8000-000000000000')
          || '","at":"' || to_char(happened at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
          || '","commitment":"' || encode(log_hmac(salt, record), 'hex')
          || '","subject":"' || new.leaf_id || '","type":"rows","v":1}';
        insert into log_leaf (id, bytes, hash, at)
          values (new.leaf_id, convert_to(bytes, 'UTF8'), sha256('\\x00'::bytea || convert_to(bytes, 'UTF8')), happened);
        insert into log_salt (leaf_id, salt, record, process, subject_id) values (new.leaf_id, salt, record, 'rows', new.leaf_id);
        return null;
      end $$;
      create constraint trigger log_row_sealed after insert on log_row deferrable initially deferred
        for each row when (new.opens) execute function seal_rows();

      -- The leaf of this transaction; begins one when there is none.
      create function log_leaf_here() returns uuid language plpgsql volatile set search_path = public, pg_temp as $$
      declare here uuid := nullif(current_setting('app.log_leaf', true), '')::uuid;
      begin
        if here is not null then return here; end if;
        here := gen_random_uuid();
        perform set_config('app.log_leaf', here::text, true);
        return here;
      end $$;

      create function cover_table(name text, outside text[]) returns void language plpgsql set search_path = public, pg_temp as $cover$
      declare
        included text[]; keys text[]; current_id text; before_id text; before text[];
        picked text; of_written text; of_removed text; baseline text;
      begin
        select array_agg(a.attname::text order by a.attname::text collate "C") into included from pg_attribute a
          where a.attrelid = name::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attname <> all (outside);
        select array_agg(a.attname::text order by k.place) into keys
          from pg_index i, unnest(i.indkey::smallint[]) with ordinality k (number, place), pg_attribute a
          where i.indrelid = name::regclass and i.indisprimary and a.attrelid = i.indrelid and a.attnum = k.number;
        if keys is null then
          raise exception 'the table % has no primary key by which the log could name its rows', name;
        end if;
        current_id := left(encode(sha256(convert_to(array_to_string(included, ','), 'UTF8')), 'hex'), 16);
        select c.id, c.columns into before_id, before from log_columns c where c.table_name = name order by c.no desc limit 1;
        if before_id is not distinct from current_id
           and exists (select 1 from pg_trigger t where t.tgrelid = name::regclass and t.tgname = name || '_logged_insert') then
          return;
        end if;

        picked := (select string_agg(format('w.%I', c), ', ') from unnest(included) c);
        of_written := format($of$
          insert into log_row (leaf_id, table_name, key, columns, salt, digest, opens)
          select leaf, %L, s.key, %L, s.salt, sha256(s.salt || convert_to(s.content, 'UTF8')), begun and s.nth = 1
          from (select jsonb_build_array(%s)::text as key, log_salt_bytes() as salt, to_jsonb(c)::text as content, row_number() over () as nth
                from written w, lateral (select %s) c) s$of$,
          name, current_id, (select string_agg(format('w.%I', k), ', ') from unnest(keys) k), picked);
        of_removed := format($of$
          insert into log_row (leaf_id, table_name, key, columns, opens)
          select leaf, %L, jsonb_build_array(%s)::text, %L, begun and row_number() over () = 1 from removed w$of$,
          name, (select string_agg(format('w.%I', k), ', ') from unnest(keys) k), current_id);
        execute format($of$
          create or replace function %1$I() returns trigger language plpgsql security definer set search_path = public, pg_temp set timezone = 'UTC' as $body$
          declare begun boolean := coalesce(current_setting('app.log_leaf', true), '') = ''; leaf uuid;
          begin
            if tg_op = 'DELETE' then
              if not exists (select 1 from removed) then return null; end if;
              leaf := log_leaf_here();
              %3$s;
            else
              if not exists (select 1 from written) then return null; end if;
              leaf := log_leaf_here();
              %2$s;
            end if;
            return null;
          end $body$$of$, name || '_logged', of_written, of_removed);
        execute format($of$
          drop trigger if exists %2$I on %1$I; drop trigger if exists %3$I on %1$I; drop trigger if exists %4$I on %1$I;
          create trigger %2$I after insert on %1$I referencing new table as written for each statement execute function %5$I();
          create trigger %3$I after update on %1$I referencing new table as written for each statement execute function %5$I();
          create trigger %4$I after delete on %1$I referencing old table as removed for each statement execute function %5$I();
          revoke all on function %5$I() from public$of$,
          name, name || '_logged_insert', name || '_logged_update', name || '_logged_delete', name || '_logged');
        insert into log_columns (table_name, id, columns) values (name, current_id, included);

        -- Rows that were there before: under the columns of now. One that no longer fits what the log says of it keeps its
        -- old digest, so that an upgrade does not bless what was changed behind the log's back.
        perform set_config('app.log_because', 'baseline', true);
        execute format($of$
          with last as (
            select distinct on (r.key) r.key, r.salt, r.digest from log_row r where r.table_name = %1$L order by r.key, r.no desc),
          fitting as (
            select k.key, to_jsonb(c)::text as content, log_salt_bytes() as salt, row_number() over () as nth
            from %2$I w cross join lateral (select %3$s) c cross join lateral (select jsonb_build_array(%4$s)::text as key) k
              left join last l on l.key = k.key
            where l.key is null or l.digest = sha256(l.salt || convert_to(
              (select jsonb_object_agg(b, to_jsonb(w) -> b)::text from unnest(%5$L::text[]) b), 'UTF8')))
          insert into log_row (leaf_id, table_name, key, columns, salt, digest, opens)
          select h.leaf, %1$L, f.key, %6$L, f.salt, sha256(f.salt || convert_to(f.content, 'UTF8')), h.begun and f.nth = 1
          from fitting f, (select coalesce(current_setting('app.log_leaf', true), '') = '' as begun, log_leaf_here() as leaf
                           where exists (select 1 from fitting)) h$of$,
          name, name, picked, (select string_agg(format('w.%I', k), ', ') from unnest(keys) k), before, current_id);
      end $cover$;
      alter function cover_table(text, text[]) set timezone = 'UTC';

      revoke all on function log_hmac(bytea, bytea), log_salt_bytes(), log_leaf_here(), cover_table(text, text[]) from public;
      grant select on log_columns, log_row to portal_inspector;
    `)
    for (const table of ['log_columns'])
      await db.query(`create trigger ${table}_is_append_only before update or delete on ${table} for each row execute function refuse_change_of_history();
        create trigger ${table}_no_truncate before truncate on ${table} for each statement execute function refuse_change_of_history();`)
    // Of a version's row its salt alone may go, and log_row is emptied by nobody.
    await db.query(`
      create function keep_all_but_salt() returns trigger language plpgsql as $$
      begin
        if tg_op = 'UPDATE' and new.salt is null and (old.leaf_id, old.no, old.table_name, old.key, old.columns, old.digest, old.opens)
             is not distinct from (new.leaf_id, new.no, new.table_name, new.key, new.columns, new.digest, new.opens) then
          return new;
        end if;
        raise exception 'history is append-only: % on % is refused', tg_op, tg_table_name using errcode = '42501';
      end $$;
      create trigger log_row_is_append_only before update or delete on log_row for each row execute function keep_all_but_salt();
      create trigger log_row_no_truncate before truncate on log_row for each statement execute function refuse_change_of_history();
    `)
  }

  async down(): Promise<void> {
    throw new Error('Migrations of Placet go forward only; restore a backup instead.')
  }
}
