import { Injectable } from '@nestjs/common'
import { ReviewerAssignment, ReviewerAssignmentWorkflow } from '../assignments/index.ts'
import { freeLead, freeManager, takePart } from './steps.ts'
import { DecisionWorkflow } from '../decisions/index.ts'
import type { Call } from '../kernel/call.ts'
import type { Answer } from '../kernel/command.ts'
import { findAll, findById } from '../kernel/db/rows.ts'
import { Lifecycle, ofCase } from '../kernel/lifecycle.ts'
import type { Act } from '../kernel/lifecycle.ts'
import { refuse } from '../kernel/refusal.ts'
import { ReviewStageWorkflow } from '../reviews/index.ts'
import { Submission, SubmissionWorkflow, closeCaseTo } from '../submissions/index.ts'

/** How a person leaves a case, whatever their part in it: no word of theirs stays under what is not issued yet. */
@Injectable()
export class Recusals {
  constructor(
    private readonly lifecycle: Lifecycle,
    private readonly submissions: SubmissionWorkflow,
    private readonly assignments: ReviewerAssignmentWorkflow,
    private readonly stages: ReviewStageWorkflow,
    private readonly decisions: DecisionWorkflow,
  ) {}

  /**
   * A person steps out of a case. A reviewer's assignments end as by RECUSE, so that a stage whose report they signed is
   * taken up again.
   */
  recuseSelf(call: Call, input: { commandId: string; id: string; reason: string }): Promise<Answer> {
    const { id, reason } = input
    return this.lifecycle.edit(call, input.commandId, id, 'RECUSE_SELF', { reason }, async (tx, _, act) => {
      const { actor } = call
      if (actor.organisationId !== null) return refuse.notPermitted(call.language, [])
      await this.leave(act, actor.id, reason)
      // The reaction to the first ends the others.
      const [mine] = await findAll(
        tx,
        ReviewerAssignment,
        `where case_id = $1 and reviewer_id = $2 and state in ('active', 'completed', 'integrityCheck') order by proposed_at limit 1`,
        [id, actor.id],
      )
      if (mine !== undefined) await act.send(this.assignments.flow, mine, { type: 'RECUSE', reason })
      return { __typename: 'Submission', id }
    })
  }

  /** Access closes at once; the parts stay on record. A second time, it changes nothing. */
  async leave(act: Act, personId: string, reason: string): Promise<void> {
    await closeCaseTo(act.tx, personId, act.caseId, reason, act.at)
    const about = await findById(act.tx, Submission, act.caseId)
    // After the end there is nothing to take back, and no place to fill.
    if (about === undefined || this.submissions.flow.process.isFinal(about.state)) return
    await this.takeBackDecision(act, personId, reason)
    if (about.managerId === personId) await this.nameManager(act)
    await this.nameLeads(act, personId, reason)
  }

  /** Who drafted or signed it, or signed a report that it stands on: until it is issued, the decision goes back. */
  private async takeBackDecision(act: Act, personId: string, reason: string): Promise<void> {
    await act.tx.rows(
      `update decision set drafter_left = true where case_id = $1 and drafter_id = $2 and state not in ('issued', 'abandoned')`,
      [act.caseId, personId],
    )
    const theirs = await act.tx.one(
      `select 1 from case_part where case_id = $1 and person_id = $2 and part in ('drafter', 'signer', 'countersigner')
       union all
       select 1 from signature s where s.case_id = $1 and s.signer_id = $2 and s.process in ('decision', 'reviewStage')
         and not exists (select 1 from signature_void v where v.signature_id = s.id)`,
      [act.caseId, personId],
    )
    if (theirs === undefined) return
    for (const decision of await ofCase(act.tx, this.decisions.flow, act.caseId))
      if (decision.state === 'forSignature' || decision.state === 'signed')
        await act.send(this.decisions.flow, decision, { type: 'RECUSE', reason, by: act.actor.id })
  }

  private async nameManager(act: Act): Promise<void> {
    const next = await freeManager(act, null)
    await act.tx.rows(`update submission set manager_id = $2 where id = $1`, [act.caseId, next ?? null])
    if (next !== undefined) await takePart(act, next, 'caseManager')
  }

  /** Another leads their stages; what they signed as lead is checked and signed again. */
  private async nameLeads(act: Act, personId: string, reason: string): Promise<void> {
    for (const stage of await ofCase(act.tx, this.stages.flow, act.caseId)) {
      if (stage.leadId !== personId || stage.state === 'closed') continue
      const next = await freeLead(act, stage.stage, stage.id)
      await act.tx.rows(`update review_stage set lead_id = $2 where id = $1`, [stage.id, next ?? null])
      if (next !== undefined) await takePart(act, next, 'stageLead')
      if (stage.state !== 'reported') continue
      await act.send(this.stages.flow, stage, { type: 'REOPEN', ground: 'recusal', reason })
      // Where a reviewer is at work still, the stage went on by itself; else the reports are there for the next lead.
      const reopened = await findById(act.tx, this.stages.flow.entity, stage.id)
      if (reopened?.state !== 'reopened') continue
      const resumed = await act.send(this.stages.flow, reopened, { type: 'RESUME' })
      await act.attempt(this.stages.flow, resumed, { type: 'ALL_REPORTS_SIGNED' })
    }
  }
}
