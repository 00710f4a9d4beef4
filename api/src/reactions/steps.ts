import type { RiskClass } from '@placet/shared/policy-pack/policy-pack.schema'
import type { Clocks, Due, Place } from '../clocks/index.ts'
import { findById } from '../kernel/db/rows.ts'
import type { Act } from '../kernel/lifecycle.ts'
import { Submission, caseManagers } from '../submissions/index.ts'

/** Steps that more than one reaction takes. */

export const placeOf = (act: Act): Place => ({
  tx: act.tx,
  at: act.at,
  caseId: act.caseId,
  organisationId: act.organisationId,
})

export async function caseOf(act: Act): Promise<Submission> {
  const found = await findById(act.tx, Submission, act.caseId)
  if (found === undefined) throw new Error('the case is not there')
  return found
}

/** Which rules a case is under: its pack, and its class (the computed one while none is confirmed). */
export async function rulesOf(act: Act): Promise<{ packId: string; riskClass: RiskClass }> {
  const row = await act.tx.one<{ pack_id: string; risk_class: RiskClass | null }>(
    `select pack_id, risk_class from submission where id = $1`,
    [act.caseId],
  )
  if (row === undefined) throw new Error('the case is not there')
  return { packId: row.pack_id, riskClass: row.risk_class ?? 'IV' }
}

/** A clock under the rules of the case. */
export async function startClock(
  act: Act,
  clocks: Clocks,
  key: string,
  process: string,
  subjectId: string,
  applicantSees: boolean,
  dues: Due[],
): Promise<void> {
  await clocks.start(placeOf(act), {
    ...(await rulesOf(act)),
    key,
    process,
    subjectId,
    applicantSees,
    dues,
    reason: `clock.started.${key}`,
  })
}

/** A part in the case: the database keeps conflicting ones apart. */
export async function takePart(act: Act, personId: string, part: string): Promise<void> {
  await act.tx.rows(
    `insert into case_part (case_id, organisation_id, person_id, part, since) values ($1, $2, $3, $4, $5) on conflict do nothing`,
    [act.caseId, act.organisationId, personId, part, act.at],
  )
}

/** The files that the signature of this act names: from here on they are evidence, and the agency sees them. */
export async function handInSigned(act: Act): Promise<void> {
  if (act.signature === undefined) throw new Error('nothing was signed')
  await act.tx.rows(
    `update document d set handed_in_at = $3
     from signature g join revision r on r.id = g.revision_id
       cross join lateral (select convert_from(r.bytes, 'utf8')::jsonb -> 'content' as content) s
       cross join lateral jsonb_array_elements(coalesce(s.content -> 'files', s.content -> 'dossier' -> 'files')) f
     where g.id = $2 and d.case_id = $1 and d.id = (f ->> 'id')::uuid and d.handed_in_at is null`,
    [act.caseId, act.signature.id, act.at],
  )
}

/** Who is asked for advice reads the draft with its files. */
export async function handInForAdvice(act: Act): Promise<void> {
  await act.tx.rows(
    `update document set handed_in_at = $2 where case_id = $1 and state = 'clean' and handed_in_at is null`,
    [act.caseId, act.at],
  )
}

export async function openCaseTo(act: Act, actorId: string): Promise<void> {
  await act.tx.rows(`insert into case_access (actor_id, case_id) values ($1, $2) on conflict do nothing`, [
    actorId,
    act.caseId,
  ])
}

export async function shutCaseTo(act: Act, actorId: string): Promise<void> {
  await act.tx.rows(`delete from case_access where actor_id = $1 and case_id = $2`, [actorId, act.caseId])
}

/** Who takes a place in a case: nobody who left it, and nobody who signs its decision. */
const mayTakePlace = `not exists (select 1 from case_recusal r where r.case_id = $1 and r.person_id = p.id)
  and not exists (select 1 from case_part c where c.case_id = $1 and c.person_id = p.id and c.part in ('signer', 'countersigner'))`

/** The case manager with the fewest open cases, or the one asked for. */
export async function freeManager(act: Act, asked: string | null): Promise<string | undefined> {
  const free = (await caseManagers(act.tx, await caseOf(act), act.at, asked ?? undefined)).filter(
    ({ because }) => because.length === 0,
  )
  const [first] = free.toSorted((one, other) => one.openCases - other.openCases)
  return first?.person.id
}

/** The lead with the expertise and the fewest open stages; of a stage that is open already, none of its reviewers. */
export async function freeLead(act: Act, stage: string, stageId: string | null): Promise<string | undefined> {
  const found = await act.tx.one<{ id: string }>(
    `select p.id from person p where 'stageLead' = any(p.roles) and $2 = any(p.expertise) and ${mayTakePlace}
       and not exists (select 1 from reviewer_assignment a where a.stage_id = $3 and a.reviewer_id = p.id and a.state not in ('declined', 'lapsed', 'released'))
     order by (select count(*) from review_stage s where s.lead_id = p.id and s.state not in ('reported', 'closed')), p.name limit 1`,
    [act.caseId, stage, stageId],
  )
  return found?.id
}

/** Whatever role the person holds, until the interest is cleared or a recusal makes it final. */
export async function closeWhileChecked(act: Act, personId: string): Promise<void> {
  await act.tx.rows(
    `insert into case_recusal (person_id, case_id, at, reason, pending) values ($1, $2, $3, '', true) on conflict do nothing`,
    [personId, act.caseId, act.at],
  )
  await shutCaseTo(act, personId)
}

export async function openAfterCheck(act: Act, personId: string): Promise<void> {
  await act.tx.rows(`delete from case_recusal where person_id = $1 and case_id = $2 and pending`, [
    personId,
    act.caseId,
  ])
  await openCaseTo(act, personId)
}

export const event = (name: string): Due => ({ event: name, kind: 'event' })
export const breach = (name: string): Due => ({ event: name, kind: 'breach' })
export const reminder = (name: string, daysBefore: number): Due => ({ event: name, kind: 'reminder', daysBefore })
