import type { MigrationInterface, QueryRunner } from 'typeorm'

const me = `(select nullif(current_setting('app.user_id', true), '')::uuid)`

/** A download's address is good once, for a minute, in the session that asked for it. */
export class DownloadLinks1796117010000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table download_link (
        token_hash bytea primary key,
        document_id uuid not null references document on delete cascade, person_id uuid not null references person,
        session_hash bytea not null, expires_at timestamptz not null
      );
      comment on table download_link is 'One-time addresses of downloads; only the SHA-256 of each is kept';
      create index download_link_expires on download_link (expires_at);
      create index download_link_document on download_link (document_id);
      grant select, insert, delete on download_link to portal_app;
      grant select, delete on download_link to portal_worker;
      alter table download_link enable row level security;
      alter table download_link force row level security;
      create policy download_link_owner on download_link to portal_owner using (true) with check (true);
      create policy download_link_worker on download_link to portal_worker using (true);
      create policy download_link_select on download_link for select to portal_app using (person_id = ${me});
      create policy download_link_insert on download_link for insert to portal_app with check (person_id = ${me});
      create policy download_link_delete on download_link for delete to portal_app using (person_id = ${me});
    `)
  }

  async down(): Promise<void> {
    throw new Error('Migrations of Placet go forward only; restore a backup instead.')
  }
}
