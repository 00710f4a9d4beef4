import type { MigrationInterface, QueryRunner } from 'typeorm'

const me = `(select nullif(current_setting('app.user_id', true), '')::uuid)`
const signingIn = `(select current_setting('app.signing_in', true)) = 'yes'`

/** What people prove themselves by: passkeys, one-time codes, recovery codes; and the challenges that are out (security.md 3). */
export class CreatePasskeys1796116800000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table passkey (
        id uuid primary key default gen_random_uuid(),
        person_id uuid not null references person,
        credential_id bytea not null constraint passkey_credential unique check (length(credential_id) between 1 and 1023),
        public_key bytea not null check (length(public_key) between 1 and 4096),
        counter bigint not null check (counter >= 0),
        transports text[] not null default '{}',
        backup_eligible boolean not null,
        backed_up boolean not null,
        name text not null check (length(name) between 1 and 100),
        created_at timestamptz not null default now(),
        last_used_at timestamptz
      );
      comment on column passkey.public_key is 'COSE; what a signature of this passkey is checked by, also later and elsewhere';
      comment on column passkey.counter is 'Of the last assertion; one that does not rise is refused, unless the authenticator never counts';
      create index passkey_person on passkey (person_id, created_at);

      create table proof_challenge (
        challenge bytea primary key check (length(challenge) = 32),
        purpose text not null check (purpose in ('enrol', 'signIn', 'secondFactor', 'stepUp')),
        person_id uuid references person,
        bound_to bytea,
        created_at timestamptz not null default now(),
        expires_at timestamptz not null
      );
      comment on table proof_challenge is 'Random, single use (deleted when an answer comes), 5 minutes';
      comment on column proof_challenge.bound_to is 'SHA-256 of the session or of the half-proved sign-in that asked for it';
      create index proof_challenge_expires on proof_challenge (expires_at);

      create table totp (
        person_id uuid primary key references person,
        seed bytea not null,
        confirmed_at timestamptz,
        last_step bigint not null default 0,
        created_at timestamptz not null default now()
      );
      comment on column totp.seed is 'AES-256-GCM under a key that is not in the database: nonce, ciphertext, tag';
      comment on column totp.confirmed_at is 'Null until a first code was right: until then it opens nothing';
      comment on column totp.last_step is 'The step of the last code that was taken: a code works once';

      create table recovery_code (
        person_id uuid not null references person,
        code_hash bytea not null,
        created_at timestamptz not null default now(),
        used_at timestamptz,
        primary key (person_id, code_hash)
      );
      comment on table recovery_code is '128 random bits each, of which only the SHA-256 is kept; single use';

      create table demo_passkey (
        person_id uuid primary key references person,
        passkey_id uuid not null references passkey on delete cascade,
        held text not null
      );
      comment on table demo_passkey is 'Private keys of the demonstration''s people, told to everybody; empty in production';

      grant select, insert, delete, update (counter, backed_up, name, last_used_at) on passkey to portal_app;
      grant select, insert, delete on proof_challenge to portal_app;
      grant select, insert, delete, update (seed, confirmed_at, last_step, created_at) on totp to portal_app;
      grant select, insert, delete, update (used_at) on recovery_code to portal_app;
      grant select on demo_passkey to portal_app;
      grant select, delete on proof_challenge to portal_worker;
    `)
    for (const table of ['passkey', 'proof_challenge', 'totp', 'recovery_code', 'demo_passkey']) {
      const own = `person_id = ${me} or ${signingIn}`
      await db.query(`
        alter table ${table} enable row level security;
        alter table ${table} force row level security;
        create policy ${table}_owner on ${table} to portal_owner using (true) with check (true);
        create policy ${table}_select on ${table} for select to portal_app using (${own});
        create policy ${table}_insert on ${table} for insert to portal_app with check (${own});
        create policy ${table}_update on ${table} for update to portal_app using (${own}) with check (${own});
        create policy ${table}_delete on ${table} for delete to portal_app using (${own});
      `)
    }
    await db.query(`create policy proof_challenge_worker on proof_challenge to portal_worker using (true)`)
  }

  async down(): Promise<void> {
    throw new Error('Migrations of Placet go forward only; restore a backup instead.')
  }
}
