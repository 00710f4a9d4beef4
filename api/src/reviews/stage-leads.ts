import type { Unmet } from '@placet/shared/kernel/process'
import { findAll } from '../kernel/db/rows.ts'
import type { Tx } from '../kernel/db/run.ts'
import { unmet } from '../kernel/workflow.ts'
import { Person } from '../people/index.ts'
import type { ReviewStage } from './review-stage.entity.ts'

export type StageLead = { person: Person; openStages: number; because: Unmet[] }

/** Everyone who leads stages, or one of them, with load and the reasons why not this stage. */
export async function stageLeads(tx: Tx, stage: ReviewStage, at: Date, personId?: string): Promise<StageLead[]> {
  const people = await findAll(
    tx,
    Person,
    `where 'stageLead' = any(roles) and ($1::uuid is null or id = $1) order by name limit 200`,
    [personId ?? null],
  )
  const known = await tx.rows<{ id: string; open: number; reviews: boolean; parties: string[] }>(
    `select p as id,
       (select count(*)::int from review_stage s where s.lead_id = p and s.state not in ('reported', 'closed')) as open,
       exists (select 1 from reviewer_assignment a where a.stage_id = $2 and a.reviewer_id = p and a.state not in ('declined', 'lapsed', 'released')) as reviews,
       array(select party from standing_interests(p, $3, $4)) as parties
     from unnest($1::uuid[]) p`,
    [people.map(({ id }) => id), stage.id, stage.caseId, interestsSince(at)],
  )
  return people.map((person) => {
    const { open = 0, reviews = false, parties = [] } = known.find(({ id }) => id === person.id) ?? {}
    return {
      person,
      openStages: open,
      because: [
        ...(reviews ? [unmet('duty.leadReviewed')] : []),
        ...parties.map((party) => unmet('standingInterest', { party })),
      ],
    }
  })
}

/** Declared ties count for five years back (workflow.md 3). */
function interestsSince(at: Date): Date {
  const since = new Date(at)
  since.setUTCFullYear(since.getUTCFullYear() - 5)
  return since
}

/**
 * Parties of this case against whom the person stands recused or declared an interest that was not cleared, in any
 * case of the same applicant in the last five years. Declared relations by organisation come with the agency's workspace.
 */
export async function standingInterests(tx: Tx, personId: string, caseId: string, at: Date): Promise<string[]> {
  const rows = await tx.rows<{ party: string }>(`select party from standing_interests($1, $2, $3)`, [
    personId,
    caseId,
    interestsSince(at),
  ])
  return rows.map(({ party }) => party)
}
