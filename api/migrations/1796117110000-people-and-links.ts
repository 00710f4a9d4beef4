import type { MigrationInterface, QueryRunner } from 'typeorm'

const me = `(select nullif(current_setting('app.user_id', true), '')::uuid)`
const myOrganisation = `(select nullif(current_setting('app.org_id', true), '')::uuid)`
const signingIn = `(select current_setting('app.signing_in', true)) = 'yes'`
const holds = (role: string) => `(select strpos(current_setting('app.roles', true), ',${role},') > 0)`
/** The two who manage accounts: of their organisation, and of the agency. */
const ofMine = `(${holds('organisationAdmin')} and organisation_id = ${myOrganisation})`
const ofAgency = `(${holds('agencyAdmin')} and organisation_id is null)`

/**
 * Who manages people: columns, grants and policies; and the links that mail carries.
 * Nobody changes their own roles, nobody but the holder changes an address or password, and a change of roles ends the
 * sessions of whom it is about: three rules that stand here because the application must not be able to break them.
 */
export class PeopleAndLinks1796117110000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table person add column version integer not null default 1;
      alter table person add constraint person_roles_fit check (case when organisation_id is null
        then roles <@ array['screeningOfficer', 'caseManager', 'stageLead', 'reviewer', 'decisionMaker', 'deputy', 'integrityOfficer', 'inspector', 'agencyAdmin']
        else roles <@ array['applicantEditor', 'applicantSigner', 'organisationAdmin'] end);
      create index person_organisation on person (organisation_id, name, id);

      alter table organisation add column version integer not null default 1, add column refused_at timestamptz,
        add column refusal_reason text check (length(refusal_reason) <= 4000),
        add constraint organisation_ruled_once check (verified_at is null or refused_at is null);
      create index organisation_name on organisation (lower(name), id);

      alter table account add column organisation_id uuid references organisation;
      update account a set organisation_id = p.organisation_id from person p where p.id = a.person_id;
      comment on column account.organisation_id is 'That of the person, so that a policy reads one table';
      -- Who left may be invited again, elsewhere too.
      drop index account_email;
      create unique index account_email on account (lower(email)) where disabled_at is null;

      create function account_belongs() returns trigger language plpgsql as $$
      begin
        select p.organisation_id into new.organisation_id from person p where p.id = new.person_id;
        return new;
      end $$;
      create trigger account_belongs before insert on account for each row execute function account_belongs();

      create function account_is_ones_own() returns trigger language plpgsql as $$
      declare actor uuid := nullif(current_setting('app.user_id', true), '')::uuid;
      begin
        if actor is not null and actor <> new.person_id and coalesce(current_setting('app.signing_in', true), '') <> 'yes' then
          raise exception 'address and password are their holder''s' using errcode = '23514', constraint = 'account_is_ones_own';
        end if;
        return new;
      end $$;
      create trigger account_is_ones_own before update of email, password_hash on account for each row
        when (new.email is distinct from old.email or new.password_hash is distinct from old.password_hash) execute function account_is_ones_own();

      create function roles_not_ones_own() returns trigger language plpgsql as $$
      begin
        if nullif(current_setting('app.user_id', true), '')::uuid = new.id then
          raise exception 'nobody changes their own roles' using errcode = '23514', constraint = 'person_roles_not_ones_own';
        end if;
        return new;
      end $$;
      create trigger roles_not_ones_own before update of roles on person for each row
        when (new.roles is distinct from old.roles) execute function roles_not_ones_own();

      -- Definer: the sessions of another are not the administrator's to see. By the application's acts only: the owner's own repair ends nothing.
      create function end_sessions_of_changed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
      begin
        if nullif(current_setting('app.user_id', true), '') is not null then
          if tg_table_name = 'person' then delete from session where person_id = new.id;
          else delete from session where person_id = new.person_id; end if;
        end if;
        return null;
      end $$;
      revoke all on function end_sessions_of_changed() from public;
      create trigger end_sessions_of_changed after update of roles on person for each row
        when (new.roles is distinct from old.roles) execute function end_sessions_of_changed();
      create trigger end_sessions_of_changed after update of password_hash, email, disabled_at on account for each row
        when (new.password_hash is distinct from old.password_hash or new.email is distinct from old.email or (old.disabled_at is null and new.disabled_at is not null))
        execute function end_sessions_of_changed();

      create table access_link (
        id uuid primary key default gen_random_uuid(),
        kind text not null check (kind in ('registration', 'member', 'staff', 'reset', 'email')),
        email text not null check (length(email) between 3 and 320),
        language text not null check (language in ('en', 'fr', 'ar')),
        organisation_id uuid references organisation, organisation_name text check (length(organisation_name) <= 200),
        roles text[] not null default '{}', expertise text[] not null default '{}',
        person_id uuid references person, asked_by uuid,
        token_hash bytea unique,
        asked_at timestamptz not null default now(), expires_at timestamptz not null,
        used_at timestamptz, withdrawn_at timestamptz,
        constraint access_link_names check (case kind when 'member' then organisation_id is not null when 'registration' then organisation_name is not null
          when 'email' then person_id is not null else true end)
      );
      comment on table access_link is 'What a link in a letter lets its holder do, once: join, register an organisation, choose a new password, confirm an address';
      comment on column access_link.token_hash is 'SHA-256; the token is made when the letter goes out and stands in it alone';
      comment on column access_link.person_id is 'Of a reset: found by the worker, so that asking takes as long for an address that nobody has';
      create index access_link_asked on access_link (kind, lower(email), asked_at);
      create index access_link_organisation on access_link (organisation_id, asked_at desc, id) where used_at is null and withdrawn_at is null;
      create index access_link_expired on access_link (expires_at);

      alter table access_link enable row level security;
      alter table access_link force row level security;
      create policy access_link_owner on access_link to portal_owner using (true) with check (true);
      create policy access_link_worker on access_link to portal_worker using (true) with check (true);
      create policy organisation_worker on organisation for select to portal_worker using (true);
      create policy access_link_select on access_link for select to portal_app
        using (${signingIn} or person_id = ${me} or (kind = 'member' and ${ofMine}) or (kind = 'staff' and ${ofAgency}));
      create policy access_link_insert on access_link for insert to portal_app with check (
        (${signingIn} and kind in ('registration', 'reset')) or (kind = 'email' and person_id = ${me})
        or (kind = 'member' and asked_by = ${me} and ${ofMine}) or (kind = 'staff' and asked_by = ${me} and ${ofAgency}));
      create policy access_link_update on access_link for update to portal_app
        using (${signingIn} or person_id = ${me} or (kind = 'member' and ${ofMine}) or (kind = 'staff' and ${ofAgency}))
        with check (${signingIn} or person_id = ${me} or (kind = 'member' and ${ofMine}) or (kind = 'staff' and ${ofAgency}));
      create policy access_link_delete on access_link for delete to portal_app using (false);
      grant select, insert, update (used_at, withdrawn_at, expires_at, asked_at) on access_link to portal_app;
      grant select, update (token_hash, person_id), delete on access_link to portal_worker;

      grant insert on person, account, organisation to portal_app;
      grant update (roles, expertise, version) on person to portal_app;
      grant update (email, password_hash, language, disabled_at) on account to portal_app;
      grant update (verified_at, refused_at, refusal_reason, version) on organisation to portal_app;
      drop policy person_insert on person;
      drop policy person_update on person;
      create policy person_insert on person for insert to portal_app, portal_worker with check (${signingIn});
      create policy person_update on person for update to portal_app, portal_worker
        using (${ofMine} or ${ofAgency}) with check (${ofMine} or ${ofAgency});
      drop policy account_select on account;
      drop policy account_insert on account;
      drop policy account_update on account;
      create policy account_select on account for select to portal_app
        using (person_id = ${me} or ${signingIn} or ${ofMine} or ${holds('agencyAdmin')});
      create policy account_insert on account for insert to portal_app, portal_worker with check (${signingIn});
      create policy account_update on account for update to portal_app, portal_worker
        using (person_id = ${me} or ${signingIn} or ${ofMine} or ${ofAgency})
        with check (person_id = ${me} or ${signingIn} or ${ofMine} or ${ofAgency});
      drop policy organisation_insert on organisation;
      drop policy organisation_update on organisation;
      create policy organisation_insert on organisation for insert to portal_app, portal_worker
        with check (${signingIn} and verified_at is null);
      create policy organisation_update on organisation for update to portal_app, portal_worker
        using (${holds('agencyAdmin')}) with check (${holds('agencyAdmin')});
    `)
  }

  async down(): Promise<void> {
    throw new Error('Migrations of Placet go forward only; restore a backup instead.')
  }
}
