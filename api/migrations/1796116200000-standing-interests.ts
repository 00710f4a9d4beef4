import type { MigrationInterface, QueryRunner } from 'typeorm'

/** What a recusal means beyond the sight of one person: to the worker's notices, and to who may review another case of the applicant. */
export class StandingInterests1796116200000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    // A recused person gets no more notices of the case.
    await db.query(`create policy case_recusal_worker on case_recusal for select to portal_worker using (true)`)
    // Ties across all cases of one applicant, which no single person's sight covers; answers with the applicant's name and nothing else.
    await db.query(`
      create function standing_interests(reviewer uuid, here uuid, since timestamptz) returns table (party text)
      language sql stable security definer set search_path = public, pg_temp as $$
        select o.name from submission this join organisation o on o.id = this.organisation_id
        where this.id = here and exists (
          select 1 from submission other where other.organisation_id = this.organisation_id and (
            exists (select 1 from case_recusal r where r.case_id = other.id and r.person_id = reviewer and r.at > since)
            or exists (select 1 from reviewer_assignment a where a.case_id = other.id and a.reviewer_id = reviewer
                       and (a.state = 'integrityCheck' or a.state = 'recused' and a.proposed_at > since))))
      $$;
      revoke all on function standing_interests(uuid, uuid, timestamptz) from public;
      grant execute on function standing_interests(uuid, uuid, timestamptz) to portal_app;
    `)
  }

  async down(): Promise<void> {
    throw new Error('Migrations of Placet go forward only; restore a backup instead.')
  }
}
