import type { MigrationInterface, QueryRunner } from 'typeorm'

/** The public register: tables of its own that hold published values only. portal_public reads these and nothing else. */
export class CreateRegister1796116000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table register_entry (
        no text primary key check (no ~ '^LMM-[0-9]{4}-[0-9]{5,}$'),
        position bigint generated always as identity unique,
        model_name text not null, model_version text not null, developer text not null,
        status text not null, risk_class text not null check (risk_class in ('I', 'II', 'III', 'IV')),
        summary text not null, use_categories text[] not null default '{}',
        decided_at date not null, valid_until date,
        page jsonb not null, leaf_id uuid, log_index bigint,
        words tsvector generated always as (to_tsvector('simple', model_name || ' ' || model_version || ' ' || developer || ' ' || summary || ' ' || no)) stored,
        updated_at timestamptz not null default now()
      );
      comment on column register_entry.log_index is 'Position of the deciding signature in the log, set by the sequencer';
      comment on column register_entry.page is 'Published fields, results by group and the decision, as shown; small cells already suppressed';
      create index register_entry_leaf on register_entry (leaf_id) where log_index is null;
      create index register_entry_newest on register_entry (decided_at desc, no desc);
      create index register_entry_status on register_entry (status, decided_at desc, no desc);
      create index register_entry_class on register_entry (risk_class, decided_at desc, no desc);
      create index register_entry_use on register_entry using gin (use_categories);
      create index register_entry_words on register_entry using gin (words);
      create index register_entry_name on register_entry using gin (lower(model_name) gin_trgm_ops);

      create table register_counter (key text primary key, count bigint not null check (count >= 0));
      comment on table register_counter is 'Kept in the transaction that publishes: an exact count costs 50 ms at a million entries';
      create table register_version (single boolean primary key default true check (single), version bigint not null);
      insert into register_version values (true, 1);
      create table register_number (year integer primary key, last integer not null);
      comment on table register_number is 'LMM-year-sequence: given at first publication, never used again';

      create function count_register_entry() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
      declare counted text;
      begin
        if tg_op <> 'INSERT' then
          foreach counted in array array['all', 'status:' || old.status, 'class:' || old.risk_class] loop
            update register_counter c set count = c.count - 1 where c.key = counted;
          end loop;
        end if;
        foreach counted in array array['all', 'status:' || new.status, 'class:' || new.risk_class] loop
          insert into register_counter as c values (counted, 1) on conflict on constraint register_counter_pkey do update set count = c.count + 1;
        end loop;
        update register_version set version = version + 1;
        return new;
      end $$;
      create trigger register_entry_counted after insert or update on register_entry for each row execute function count_register_entry();

      grant select on register_entry, register_counter, register_version to portal_public, portal_app, portal_worker, portal_inspector;
      grant insert, update on register_entry to portal_app, portal_worker;
      grant select, insert, update on register_number to portal_app, portal_worker;
    `)
  }

  async down(): Promise<void> {
    throw new Error('Migrations of Placet go forward only; restore a backup instead.')
  }
}
