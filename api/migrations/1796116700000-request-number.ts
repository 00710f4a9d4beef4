import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * A request has its number from the moment it is sent: the applicant counts what they received, and a draft that is
 * discarded leaves no gap. Given here, under the lock of the case, so that the row and its history name the same one.
 */
export class RequestNumber1796116700000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table information_request alter column number drop not null;
      update information_request set number = null where issued_at is null;
      create function number_request() returns trigger language plpgsql set search_path = public, pg_temp as $$
      begin
        new.number := (select coalesce(max(r.number), 0) + 1 from information_request r where r.case_id = new.case_id);
        return new;
      end $$;
      create trigger information_request_numbered before update on information_request for each row
        when (old.issued_at is null and new.issued_at is not null and new.number is null) execute function number_request();
      alter table information_request add constraint information_request_numbered_when_sent check ((issued_at is null) = (number is null));
    `)
  }

  async down(): Promise<void> {
    throw new Error('Migrations of Placet go forward only; restore a backup instead.')
  }
}
