import type { MigrationInterface, QueryRunner } from 'typeorm'

const dueKey = `case when due_at is null then 'infinity'::timestamptz else due_at end`

/**
 * A case whose manager's place is empty stands among the unassigned ones at whatever stage it is. And where the time for
 * screening runs out it is the worker that names the manager: it asks for ties as the screener's command does.
 */
export class CaseManager1796116720000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      drop index submission_unassigned;
      create index submission_unassigned on submission ((${dueKey}), id) include (organisation_id, submitted_at)
        where submitted_at is not null and manager_id is null
          and state in ('submitted', 'screening', 'inReview', 'onHold', 'consolidation', 'decisionPending');
      grant execute on function standing_interests(uuid, uuid, timestamptz) to portal_worker;
    `)
  }

  async down(): Promise<void> {
    throw new Error('Migrations of Placet go forward only; restore a backup instead.')
  }
}
