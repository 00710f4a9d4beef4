import { randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { outcomesOfKind } from '@placet/shared/decision/decision.schema'
import type * as schema from '@placet/shared/decision/decision.schema'
import { has } from '../kernel/auth/actor.ts'
import type { Call } from '../kernel/call.ts'
import type { Answer } from '../kernel/command.ts'
import { Databases } from '../kernel/db/databases.ts'
import { findById, updateRow } from '../kernel/db/rows.ts'
import { run } from '../kernel/db/run.ts'
import { notFound } from '../kernel/errors.ts'
import { Lifecycle } from '../kernel/lifecycle.ts'
import { refuse } from '../kernel/refusal.ts'
import { say } from '../kernel/wording.ts'
import { readParts, unmet } from '../kernel/workflow.ts'
import { PolicyPacks, refuseUnknown } from '../policy-packs/index.ts'
import { Submission } from '../submissions/index.ts'
import { Decision } from './decision.entity.ts'
import { DecisionWorkflow, departuresFrom, recommendationsOf } from './decision.workflow.ts'

/** Starting and writing a draft; its moves are the workflow's. */
@Injectable()
export class Decisions {
  constructor(
    private readonly databases: Databases,
    private readonly lifecycle: Lifecycle,
    private readonly workflow: DecisionWorkflow,
    private readonly packs: PolicyPacks,
  ) {}

  start(call: Call, input: schema.StartDecisionInput): Promise<Answer> {
    return this.lifecycle.open(this.workflow.flow, {
      call,
      commandId: input.commandId,
      caseId: input.id,
      event: { type: 'START' },
      input: { kind: input.kind },
      values: async (tx) => {
        const about = await findById(tx, Submission, input.id)
        if (about === undefined) throw notFound()
        if (input.kind !== 'registration') return refuse.incomplete(call.language, [unmet('decision.kindNotAvailable')])
        const open = await tx.one(`select 1 from decision where case_id = $1 and state not in ('abandoned')`, [
          input.id,
        ])
        if (open !== undefined) return refuse.incomplete(call.language, [unmet('decision.alreadyOpen')])
        return {
          caseId: about.id,
          organisationId: about.organisationId,
          kind: input.kind,
          drafterId: call.actor.id,
          signaturesNeeded: this.workflow.neededFor(
            about.packId,
            about.riskClass ?? 'IV',
            { kind: input.kind, outcome: null },
            false,
          ),
        }
      },
    })
  }

  async save(call: Call, input: schema.SaveDecisionInput): Promise<Answer> {
    const seen = await run(this.databases.app, call.actor, 'read', (tx) => findById(tx, Decision, input.id))
    if (seen === undefined) throw notFound()
    return this.lifecycle.edit(call, input.commandId, seen.caseId, 'SAVE_DECISION', input, async (tx, at) => {
      const draft = await findById(tx, Decision, input.id)
      const about = draft === undefined ? undefined : await findById(tx, Submission, draft.caseId)
      if (draft === undefined || about === undefined) throw notFound()
      const recused = (await readParts(tx, call.actor.id, [draft.caseId])).get(draft.caseId)?.recused ?? false
      if (recused || !has(call.actor, 'caseManager'))
        return refuse.notPermitted(call.language, [unmet(recused ? 'duty.recused' : 'duty.onlyCaseManager')])
      if (draft.state !== 'drafting') return refuse.outOfTurn(call.language, draft.state)
      if (draft.version !== input.version) return refuse.stale(call.language, draft.version)
      const outcome = input.outcome ?? null
      if (outcome !== null && outcomesOfKind[draft.kind]?.includes(outcome) !== true)
        return refuse.invalid(call.language, [
          { path: 'outcome', message: say(call.language, 'decision.outcomeNotOfKind') },
        ])
      const asked = this.workflow.questionIds(about.packId, about.riskClass ?? 'IV')
      const wrong = refuseUnknown(call.language, this.packs.get(about.packId), [
        ...input.departures.map(({ stage }, index) => ({ path: `departures/${index}/stage`, stage })),
        ...input.answers.map(({ question }, index) => ({ path: `answers/${index}/question`, question, asked })),
      ])
      if (wrong !== null) return wrong
      const departs = departuresFrom(outcome, await recommendationsOf(tx, draft.caseId)).length > 0
      await updateRow(tx, Decision, draft.id, draft.version, {
        outcome,
        reasons: input.reasons,
        publicSummary: input.publicSummary,
        departures: input.departures,
        conditions: input.conditions.map((condition) => ({ id: randomUUID(), ...condition })),
        answers: input.answers,
        signaturesNeeded: this.workflow.neededFor(
          about.packId,
          about.riskClass ?? 'IV',
          { kind: draft.kind, outcome },
          departs,
        ),
        // A draft that turned against the applicant after the notice needs a new one.
        ...(outcome === draft.outcome ? {} : { noticeDone: false }),
        // Whoever writes the draft is its drafter, and signs it no more.
        drafterId: call.actor.id,
        drafterLeft: false,
      })
      await tx.rows(
        `insert into case_part (case_id, organisation_id, person_id, part, since) values ($1, $2, $3, 'drafter', $4) on conflict do nothing`,
        [draft.caseId, draft.organisationId, call.actor.id, at],
      )
      // The draft is written anew over what the stages say now; a stage still at work makes it stale again.
      await tx.rows(`update review_stage set stale = false where case_id = $1 and stale and state = 'reported'`, [
        draft.caseId,
      ])
      return { __typename: 'Decision', id: draft.id }
    })
  }
}
