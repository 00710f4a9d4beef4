import type { MigrationInterface, QueryRunner } from 'typeorm'

const me = `(select nullif(current_setting('app.user_id', true), '')::uuid)`
const signingIn = `(select current_setting('app.signing_in', true)) = 'yes'`

/** Sessions that know when and where their person was last proved; sign-ins that are half proved; events of accounts (security.md 3). */
export class ProvedSessions1796116810000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Nobody was proved by two factors before this: everyone signs in anew.
      delete from session;
      alter table session
        add column id uuid not null default gen_random_uuid() constraint session_id unique,
        add column proved_at timestamptz not null default now(),
        add column device text not null default '' check (length(device) <= 100),
        add column network text not null default '' check (length(network) <= 50);
      comment on column session.id is 'Stays when the token is changed for a new one';
      comment on column session.proved_at is 'When the person last proved who they are: what sensitive acts ask for';
      comment on column session.device is 'Browser and system in words, from the user agent';
      comment on column session.network is 'The network prefix of the address, never the address';

      create table sign_in_attempt (
        token_hash bytea primary key check (length(token_hash) = 32),
        person_id uuid not null references person,
        wrong_codes integer not null default 0 check (wrong_codes >= 0),
        created_at timestamptz not null default now(),
        expires_at timestamptz not null
      );
      comment on table sign_in_attempt is 'A first factor was right, a second is awaited: 5 minutes, and no session';
      create index sign_in_attempt_expires on sign_in_attempt (expires_at);

      create table security_event (
        id uuid primary key default gen_random_uuid(),
        at timestamptz not null default now(),
        kind text not null check (length(kind) between 1 and 50),
        person_id uuid references person,
        by_id uuid references person,
        device text not null default '', network text not null default '',
        detail jsonb not null default '{}',
        tell_owner boolean not null default false,
        told_at timestamptz
      );
      comment on table security_event is 'What happened to accounts, by stable ids; kept 12 months';
      comment on column security_event.tell_owner is 'The person is to be told by mail';
      create index security_event_person on security_event (person_id, kind, at);
      create index security_event_at on security_event (at);
      create index security_event_untold on security_event (at) where tell_owner and told_at is null;

      drop function find_session(bytea);
      create function find_session(hash bytea) returns table (id uuid, name text, office text, organisation_id uuid, roles text[], language text,
        session_id uuid, proved_at timestamptz, expires_at timestamptz)
      language plpgsql volatile security definer set search_path = public, pg_temp as $$
      begin
        update session s set seen_at = now() where s.token_hash = hash and s.seen_at < now() - interval '1 minute'
          and s.seen_at > now() - (select case when p.organisation_id is null then interval '15 minutes' else interval '30 minutes' end from person p where p.id = s.person_id)
          and s.expires_at > now();
        return query select p.id, p.name, p.office, p.organisation_id, p.roles, a.language, s.id, s.proved_at, s.expires_at
          from session s join person p on p.id = s.person_id join account a on a.person_id = p.id
          where s.token_hash = hash and s.expires_at > now() and a.disabled_at is null
            and s.seen_at > now() - case when p.organisation_id is null then interval '15 minutes' else interval '30 minutes' end;
      end $$;

      -- Whoever changes a role or disables an account ends the person's sessions in that transaction; it can only take away.
      create function end_sessions(person uuid, but bytea default null) returns integer
      language sql volatile security definer set search_path = public, pg_temp as $$
        with gone as (delete from session where person_id = person and token_hash is distinct from but returning 1)
        select count(*)::int from gone
      $$;

      create function set_own_name(new_name text) returns void
      language sql volatile security definer set search_path = public, pg_temp as $$
        update person set name = new_name where id = nullif(current_setting('app.user_id', true), '')::uuid
      $$;

      revoke all on function find_session(bytea), end_sessions(uuid, bytea), set_own_name(text) from public;
      grant execute on function find_session(bytea), end_sessions(uuid, bytea), set_own_name(text) to portal_app;
      grant update (token_hash, proved_at) on session to portal_app;
      grant update (password_hash, language) on account to portal_app;
      create policy account_own_words on account for update to portal_app using (person_id = ${me} or ${signingIn}) with check (person_id = ${me} or ${signingIn});
      grant select, insert, delete, update (wrong_codes) on sign_in_attempt to portal_app;
      grant select, insert on security_event to portal_app;
      grant select, delete, update (told_at) on security_event to portal_worker;
      grant delete on sign_in_attempt to portal_worker;
      grant select on security_event to portal_inspector;
    `)
    for (const [table, own] of [
      ['sign_in_attempt', signingIn],
      ['security_event', `person_id = ${me} or by_id = ${me} or ${signingIn}`],
    ] as const)
      await db.query(`
        alter table ${table} enable row level security;
        alter table ${table} force row level security;
        create policy ${table}_owner on ${table} to portal_owner using (true) with check (true);
        create policy ${table}_worker on ${table} to portal_worker using (true) with check (true);
        create policy ${table}_select on ${table} for select to portal_app using (${own});
        create policy ${table}_insert on ${table} for insert to portal_app with check (${own});
        create policy ${table}_update on ${table} for update to portal_app using (${own}) with check (${own});
        create policy ${table}_delete on ${table} for delete to portal_app using (${own});
      `)
    await db.query(
      `create policy security_event_inspector on security_event for select to portal_inspector using (true)`,
    )
  }

  async down(): Promise<void> {
    throw new Error('Migrations of Placet go forward only; restore a backup instead.')
  }
}
