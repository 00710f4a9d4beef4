import type { MigrationInterface, QueryRunner } from 'typeorm'

const me = `(select nullif(current_setting('app.user_id', true), '')::uuid)`
const myOrganisation = `(select nullif(current_setting('app.org_id', true), '')::uuid)`

/** What was begun counts against the quotas from its first byte on; what was rejected goes after its time in quarantine. */
export class UploadsBegun1796117000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table upload (
        id uuid primary key,
        case_id uuid not null references submission, organisation_id uuid not null references organisation,
        uploaded_by uuid not null references person, size bigint not null check (size >= 0),
        begun_at timestamptz not null default now(), ended_at timestamptz
      );
      comment on table upload is 'Uploads begun, for the quotas; an ended one is a document or was given up, and is forgotten after two days';
      create index upload_open on upload (case_id) where ended_at is null;
      create index upload_day on upload (organisation_id, begun_at);
      create index upload_ended on upload (ended_at) where ended_at is not null;
      grant select, insert, update (ended_at), delete on upload to portal_app;
      grant select, delete on upload to portal_worker;
      alter table upload enable row level security;
      alter table upload force row level security;
      create policy upload_owner on upload to portal_owner using (true) with check (true);
      create policy upload_worker on upload to portal_worker using (true) with check (true);
      create policy upload_select on upload for select to portal_app using (organisation_id = ${myOrganisation});
      create policy upload_insert on upload for insert to portal_app
        with check (organisation_id = ${myOrganisation} and uploaded_by = ${me});
      create policy upload_update on upload for update to portal_app
        using (uploaded_by = ${me}) with check (organisation_id = ${myOrganisation} and uploaded_by = ${me});
      create policy upload_delete on upload for delete to portal_app using (uploaded_by = ${me});

      alter table document add column rejected_at timestamptz, add column bytes_removed_at timestamptz,
        add constraint document_removed_was_rejected check (bytes_removed_at is null or state = 'rejected');
      comment on column document.bytes_removed_at is 'A rejected file leaves quarantine after the pack''s days; its row stays and says why';
      update document set rejected_at = now() where state = 'rejected';
      create index document_in_quarantine on document (rejected_at) where state = 'rejected' and bytes_removed_at is null;
      grant update (rejected_at, bytes_removed_at) on document to portal_worker;
    `)
  }

  async down(): Promise<void> {
    throw new Error('Migrations of Placet go forward only; restore a backup instead.')
  }
}
