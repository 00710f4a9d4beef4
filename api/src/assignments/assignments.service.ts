import { Injectable } from '@nestjs/common'
import type { Unmet } from '@placet/shared/kernel/process'
import { rowsOf } from '@placet/shared/policy-pack/table-rows'
import type { Call } from '../kernel/call.ts'
import type { Answer } from '../kernel/command.ts'
import { Databases } from '../kernel/db/databases.ts'
import { findAll, findById } from '../kernel/db/rows.ts'
import { run } from '../kernel/db/run.ts'
import type { Tx } from '../kernel/db/run.ts'
import { notFound } from '../kernel/errors.ts'
import { Lifecycle } from '../kernel/lifecycle.ts'
import { refuse } from '../kernel/refusal.ts'
import { unmet } from '../kernel/workflow.ts'
import { agencyNow } from '../kernel/agency-clock.ts'
import { Dossiers } from '../dossiers/index.ts'
import { ReviewStage, standingInterests } from '../reviews/index.ts'
import { Submission } from '../submissions/index.ts'
import { Person } from '../people/index.ts'
import type { NamesToDeclare } from './reviewer-assignment.entity.ts'
import { mayPropose } from './reviewer-assignment.policy.ts'
import { ReviewerAssignmentWorkflow } from './reviewer-assignment.workflow.ts'

export type Candidate = { person: Person; expertise: string[]; openAssignments: number; because: Unmet[] }

const over = `('recused', 'declined', 'lapsed', 'reassigned', 'released')`

@Injectable()
export class Assignments {
  constructor(
    private readonly databases: Databases,
    private readonly lifecycle: Lifecycle,
    private readonly workflow: ReviewerAssignmentWorkflow,
    private readonly dossiers: Dossiers,
  ) {}

  async propose(call: Call, input: { commandId: string; id: string; reviewerId: string }): Promise<Answer> {
    const stage = await run(this.databases.app, call.actor, 'read', (tx) => findById(tx, ReviewStage, input.id))
    if (stage === undefined) throw notFound()
    return this.lifecycle.open(this.workflow.flow, {
      call,
      commandId: input.commandId,
      caseId: stage.caseId,
      event: { type: 'PROPOSE' },
      input: { stage: input.id, reviewer: input.reviewerId },
      values: async (tx, at) => {
        const about = await findById(tx, Submission, stage.caseId)
        const now = await findById(tx, ReviewStage, stage.id)
        if (about === undefined || now === undefined) throw notFound()
        // Whom a reviewer has ties to is told to those alone who may propose one.
        const verdict = mayPropose(call.actor, now.leadId)
        if (verdict === 'hidden' || verdict.length > 0)
          return refuse.notPermitted(call.language, verdict === 'hidden' ? [] : verdict)
        if (
          !['notStarted', 'inProgress', 'awaitingApplicant', 'reopened'].includes(now.state) ||
          about.state === 'decided'
        )
          return refuse.outOfTurn(call.language, now.state)
        const because = await this.obstacles(tx, input.reviewerId, now, at)
        if (because.length > 0) return refuse.incomplete(call.language, because)
        return {
          caseId: stage.caseId,
          organisationId: stage.organisationId,
          stageId: stage.id,
          stage: stage.stage,
          reviewerId: input.reviewerId,
          proposedBy: call.actor.id,
          reference: about.reference,
          names: await this.namesOf(tx, about),
          proposedAt: at,
        }
      },
    })
  }

  /** Everyone who reviews, with load and the reasons why not. */
  async candidates(call: Call, stageId: string): Promise<Candidate[]> {
    const tx = await call.tx()
    const stage = await findById(tx, ReviewStage, stageId)
    if (stage === undefined) throw notFound()
    const at = await agencyNow(tx)
    const people = await findAll(tx, Person, `where 'reviewer' = any(roles) order by name limit 200`, [])
    const loads = await tx.rows<{ reviewer_id: string; open: number }>(
      `select reviewer_id, count(*)::int as open from reviewer_assignment where reviewer_id = any($1) and state in ('proposed', 'declaring', 'active') group by 1`,
      [people.map(({ id }) => id)],
    )
    const candidates: Candidate[] = []
    for (const person of people)
      candidates.push({
        person,
        expertise: person.expertise,
        openAssignments: loads.find(({ reviewer_id }) => reviewer_id === person.id)?.open ?? 0,
        because: await this.obstacles(tx, person.id, stage, at),
      })
    return candidates
  }

  /** Hard blocks; the guard of PROPOSE asks again for expertise and interests. */
  private async obstacles(tx: Tx, reviewerId: string, stage: ReviewStage, at: Date): Promise<Unmet[]> {
    const person = await findById(tx, Person, reviewerId)
    if (person === undefined || !person.roles.includes('reviewer')) return [unmet('assign.notAReviewer')]
    const taken = await tx.one(
      `select 1 from reviewer_assignment where stage_id = $1 and reviewer_id = $2 and state not in ${over}`,
      [stage.id, reviewerId],
    )
    const parts = await tx.rows<{ part: string }>(
      `select part from case_part where case_id = $1 and person_id = $2 and part in ('signer', 'countersigner', 'submitter')`,
      [stage.caseId, reviewerId],
    )
    const interests = await standingInterests(tx, reviewerId, stage.caseId, at)
    return [
      ...(taken === undefined ? [] : [unmet('assign.alreadyAssigned')]),
      ...(person.expertise.includes(stage.stage) ? [] : [unmet('expertiseMissing', { stage: stage.stage })]),
      ...(stage.leadId === reviewerId ? [unmet('duty.leadReviewed')] : []),
      ...parts.map(({ part }) => unmet('signerHasPart', { part })),
      ...interests.map((party) => unmet('standingInterest', { party })),
    ]
  }

  private async namesOf(tx: Tx, about: Submission): Promise<NamesToDeclare> {
    const { answers } = (await this.dossiers.read(tx, [about.id])).get(about.id) ?? {
      answers: {} as Record<string, unknown>,
    }
    const organisation = await tx.one<{ name: string }>(`select name from organisation where id = $1`, [
      about.organisationId,
    ])
    const developers = rowsOf(answers['upstreamModels']).flatMap(({ cells }) =>
      typeof cells['developer'] === 'string' ? [cells['developer']] : [],
    )
    return {
      applicant: organisation?.name ?? '',
      model: `${about.modelName} ${about.modelVersion}`,
      upstreamDevelopers: [...new Set(developers)],
      funders: typeof answers['fundingSources'] === 'string' ? answers['fundingSources'].slice(0, 2000) : '',
    }
  }
}
