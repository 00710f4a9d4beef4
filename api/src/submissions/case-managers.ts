import type { Unmet } from '@placet/shared/kernel/process'
import { findAll } from '../kernel/db/rows.ts'
import type { Tx } from '../kernel/db/run.ts'
import { unmet } from '../kernel/workflow.ts'
import { Person } from '../people/index.ts'

export type CaseManager = { person: Person; openCases: number; because: Unmet[] }

/**
 * Everyone who manages cases, or one of them, with load and the reasons why not this case: who stands recused from it, or
 * from another of the same applicant, and who signed its decision.
 */
export async function caseManagers(
  tx: Tx,
  about: { id: string; managerId: string | null },
  at: Date,
  personId?: string,
): Promise<CaseManager[]> {
  const people = await findAll(
    tx,
    Person,
    `where 'caseManager' = any(roles) and ($1::uuid is null or id = $1) order by name limit 200`,
    [personId ?? null],
  )
  const known = await tx.rows<{ id: string; open: number; signed: boolean; parties: string[] }>(
    `select p as id,
       (select count(*)::int from submission s where s.manager_id = p and s.decided_at is null) as open,
       exists (select 1 from case_part c where c.case_id = $2 and c.person_id = p and c.part in ('signer', 'countersigner')) as signed,
       array(select party from standing_interests(p, $2, $3::timestamptz - interval '5 years')) as parties
     from unnest($1::uuid[]) p`,
    [people.map(({ id }) => id), about.id, at],
  )
  return people.map((person) => {
    const { open = 0, signed = false, parties = [] } = known.find(({ id }) => id === person.id) ?? {}
    return {
      person,
      openCases: open,
      because: [
        ...(person.id === about.managerId ? [unmet('manage.inPlace')] : []),
        ...(signed ? [unmet('manage.signed')] : []),
        ...parties.map((party) => unmet('standingInterest', { party })),
      ],
    }
  })
}
