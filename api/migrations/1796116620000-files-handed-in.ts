import type { MigrationInterface, QueryRunner } from 'typeorm'

const systemCase = `(select nullif(current_setting('app.system_case', true), '')::uuid)`
const myOrganisation = `(select nullif(current_setting('app.org_id', true), '')::uuid)`

/** The agency sees a file from the moment it was handed in: named by a signature over the dossier, or shown for advice. */
export class FilesHandedIn1796116620000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table document
        add column handed_in_at timestamptz,
        add constraint document_handed_in_clean check (handed_in_at is null or state = 'clean');
      comment on column document.handed_in_at is 'Null: only its organisation sees it; uploaded for a draft, or under a request that was never answered';
      grant update (handed_in_at) on document to portal_app;

      -- Until now a signature over a dossier named every clean file that was there.
      update document d set handed_in_at = h.at
        from (select f.id, min(g.at) as at from document f join signature g on g.case_id = f.case_id
              where g.process in ('submission', 'informationRequest') and g.at >= f.uploaded_at group by f.id) h
        where h.id = d.id and d.state = 'clean';
      update document d set handed_in_at = d.uploaded_at
        where d.handed_in_at is null and d.state = 'clean'
          and exists (select 1 from submission s where s.id = d.case_id and s.state = 'preAdvice');

      drop policy document_select on document;
      create policy document_select on document for select to portal_app, portal_worker using (
        case_id = ${systemCase} or organisation_id = ${myOrganisation}
        or (handed_in_at is not null
          and exists (select 1 from case_access a where a.case_id = document.case_id)
          and not exists (select 1 from case_recusal r where r.case_id = document.case_id)));
    `)
  }

  async down(): Promise<void> {
    throw new Error('Migrations of Placet go forward only; restore a backup instead.')
  }
}
