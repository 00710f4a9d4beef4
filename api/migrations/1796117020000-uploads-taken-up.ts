import type { MigrationInterface, QueryRunner } from 'typeorm'

/** What a page needs to take an upload up again after it was closed: nothing of it is left on the device. */
export class UploadsTakenUp1796117020000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table upload
        add column name text not null default '' check (length(name) <= 200),
        add column field text not null default '' check (length(field) <= 130),
        add column mark text not null default '' check (length(mark) <= 64);
      comment on column upload.mark is 'What its sender knows the file by: when it was last changed, in milliseconds';
      alter table upload alter column name drop default, alter column field drop default, alter column mark drop default;
      drop index upload_open;
      create index upload_open on upload (case_id, uploaded_by, begun_at) where ended_at is null;
    `)
  }

  async down(): Promise<void> {
    throw new Error('Migrations of Placet go forward only; restore a backup instead.')
  }
}
