import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Organisations, people, their sessions, and the settings of the agency. Roles are made by `migrate`, before this runs. */
export class CreatePeople1796115600000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table organisation (
        id uuid primary key default gen_random_uuid(),
        name text not null check (length(name) between 1 and 200),
        verified_at timestamptz,
        created_at timestamptz not null default now()
      );
      comment on table organisation is 'Developer organisations. An unverified one may draft, not submit.';

      create table person (
        id uuid primary key default gen_random_uuid(),
        name text not null check (length(name) between 1 and 200),
        office text check (length(office) <= 200),
        organisation_id uuid references organisation,
        roles text[] not null default '{}',
        expertise text[] not null default '{}',
        created_at timestamptz not null default now()
      );
      comment on column person.office is 'Printed under a signature';
      comment on column person.roles is 'Roles of workflow.md 0; a case may not give one person two that conflict (case_part)';
      create index person_roles on person using gin (roles);

      create table account (
        person_id uuid primary key references person,
        email text not null,
        password_hash text not null,
        language text check (language in ('en', 'fr', 'ar')),
        disabled_at timestamptz
      );
      create unique index account_email on account (lower(email));

      create table session (
        token_hash bytea primary key,
        person_id uuid not null references person,
        created_at timestamptz not null default now(),
        seen_at timestamptz not null default now(),
        expires_at timestamptz not null
      );
      comment on column session.token_hash is 'SHA-256 of the cookie; the token itself is nowhere';
      create index session_person on session (person_id, created_at);
      create index session_expires on session (expires_at);

      create table sign_in_failure (
        key text not null, at timestamptz not null default now()
      );
      create index sign_in_failure_key on sign_in_failure (key, at);

      create table agency_setting (
        single boolean primary key default true check (single),
        name text not null,
        country text not null,
        time_zone text not null,
        race_ethnicity text[] not null,
        clock_offset_days integer not null default 0 check (clock_offset_days >= 0)
      );
      comment on column agency_setting.clock_offset_days is 'The demo clock: days ahead of real time. Never goes back. Zero in production.';

      create table demo_marker (single boolean primary key default true check (single), made_at timestamptz not null default now());
      comment on table demo_marker is 'A row here means demo data: production refuses to boot on it';

      create table policy_pack (
        id uuid primary key default gen_random_uuid(),
        version text not null unique,
        document text not null,
        sha256 bytea not null,
        in_force_from timestamptz not null default now()
      );
      comment on column policy_pack.document is 'JSON as text: what is hashed makes no round trip through jsonb';

      grant select on migration to portal_app;
      grant select on organisation, person, account, session, agency_setting, demo_marker, policy_pack to portal_app, portal_worker;
      grant insert, update (seen_at, expires_at), delete on session to portal_app;
      grant update (clock_offset_days) on agency_setting to portal_app;
      grant select, insert, delete on sign_in_failure to portal_app;
      grant delete on session, sign_in_failure to portal_worker;
      grant select on organisation, person, policy_pack, agency_setting to portal_inspector;
    `)
  }

  async down(): Promise<void> {
    throw new Error('Migrations of Placet go forward only; restore a backup instead.')
  }
}
