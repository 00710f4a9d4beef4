import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * Who of the agency opened which case, when, and as what (security.md 8, "access log"). Written before the answer leaves.
 * Nobody rewrites it, and it shortens only by age: it names people, so it is kept 24 months (security.md 10).
 */
export class AccessEntry1796117300000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table access_entry (
        id bigint generated always as identity primary key,
        at timestamptz not null default now(),
        person_id uuid not null references person,
        case_id uuid not null,
        opened text[] not null check (cardinality(opened) between 1 and 20),
        roles text[] not null,
        parts text[] not null,
        operation text not null check (length(operation) <= 100),
        request_id text not null check (length(request_id) <= 100)
      );
      comment on table access_entry is 'Reads of confidential data by the agency, one row a request and case. Kept 24 months.';
      comment on column access_entry.parts is 'What entitled the reader then: their parts in the case; roles where they had none';
      create index access_entry_case on access_entry (case_id, id);
      create index access_entry_at on access_entry (at);

      create function refuse_change_of_access() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' and old.at < now() - interval '24 months' then return old; end if;
        raise exception 'the access log is not changed: % is refused', tg_op using errcode = '42501';
      end $$;
      create trigger access_entry_is_kept before update or delete on access_entry for each row execute function refuse_change_of_access();
      create trigger access_entry_no_truncate before truncate on access_entry for each statement execute function refuse_change_of_history();

      alter table access_entry enable row level security;
      alter table access_entry force row level security;
      create policy access_entry_owner on access_entry to portal_owner using (true) with check (true);
      create policy access_entry_inspector on access_entry for select to portal_inspector using (true);
      -- Read by who looks after interests and by who inspects, of cases that they see themselves.
      create policy access_entry_select on access_entry for select to portal_app using (
        (select current_setting('app.reads_access', true)) = 'yes'
        and exists (select 1 from case_access a where a.case_id = access_entry.case_id)
        and not exists (select 1 from case_recusal r where r.case_id = access_entry.case_id));
      create policy access_entry_insert on access_entry for insert to portal_app
        with check (person_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
      create policy access_entry_update on access_entry for update to portal_app using (false);
      create policy access_entry_delete on access_entry for delete to portal_app using (false);
      create policy access_entry_worker on access_entry for delete to portal_worker using (at < now() - interval '24 months');
      create policy access_entry_worker_sees on access_entry for select to portal_worker using (at < now() - interval '24 months');
      grant select, insert on access_entry to portal_app;
      grant select, delete on access_entry to portal_worker;
      grant select on access_entry to portal_inspector;
    `)
  }

  async down(): Promise<void> {
    throw new Error('Migrations of Placet go forward only; restore a backup instead.')
  }
}
