import type { MigrationInterface, QueryRunner } from 'typeorm'

const me = `(select nullif(current_setting('app.user_id', true), '')::uuid)`
const signingIn = `(select current_setting('app.signing_in', true)) = 'yes'`

/** Staff who sign in at their agency's own identity provider: keyed by issuer and subject, never by e-mail (security.md 3). */
export class Oidc1796117130000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table identity (
        issuer text not null check (length(issuer) <= 500), subject text not null check (length(subject) between 1 and 255),
        person_id uuid not null references person,
        linked_at timestamptz not null default now(),
        primary key (issuer, subject),
        constraint identity_one_each unique (person_id, issuer)
      );
      comment on table identity is 'Who at an identity provider is which person here; linked by the person alone, in a session just proved';

      create table oidc_attempt (
        state_hash bytea primary key check (length(state_hash) = 32),
        browser_hash bytea not null check (length(browser_hash) = 32),
        nonce text not null, verifier text not null,
        person_id uuid references person,
        expires_at timestamptz not null
      );
      comment on column oidc_attempt.browser_hash is 'SHA-256 of a cookie: the answer comes back to the browser that asked';
      comment on column oidc_attempt.person_id is 'Who links the identity to themselves; null where somebody signs in';
      create index oidc_attempt_expires on oidc_attempt (expires_at);

      grant select, insert, delete on identity, oidc_attempt to portal_app;
      grant select, delete on oidc_attempt to portal_worker;
    `)
    for (const table of ['identity', 'oidc_attempt']) {
      const own = `person_id = ${me} or ${signingIn}`
      await db.query(`
        alter table ${table} enable row level security;
        alter table ${table} force row level security;
        create policy ${table}_owner on ${table} to portal_owner using (true) with check (true);
        create policy ${table}_select on ${table} for select to portal_app using (${own});
        create policy ${table}_insert on ${table} for insert to portal_app with check (${own});
        create policy ${table}_update on ${table} for update to portal_app using (false);
        create policy ${table}_delete on ${table} for delete to portal_app using (${own});
      `)
    }
    await db.query(`create policy oidc_attempt_worker on oidc_attempt to portal_worker using (true)`)
  }

  async down(): Promise<void> {
    throw new Error('Migrations of Placet go forward only; restore a backup instead.')
  }
}
