import { Injectable } from '@nestjs/common'
import { ReviewerAssignmentWorkflow } from '../assignments/index.ts'
import type { ReviewerAssignment } from '../assignments/index.ts'
import { Clocks } from '../clocks/index.ts'
import { findById } from '../kernel/db/rows.ts'
import type { Act } from '../kernel/lifecycle.ts'
import type { Happening } from '../kernel/workflow.ts'
import { ReviewStageWorkflow } from '../reviews/index.ts'
import type { ReviewStage } from '../reviews/index.ts'
import { SubmissionWorkflow } from '../submissions/index.ts'
import { Recusals } from './recusals.ts'
import {
  breach,
  caseOf,
  closeWhileChecked,
  openAfterCheck,
  placeOf,
  shutCaseTo,
  startClock,
  takePart,
} from './steps.ts'

/** What follows in a stage and for those who review in it. */
@Injectable()
export class ReviewReactions {
  constructor(
    private readonly submissions: SubmissionWorkflow,
    private readonly stages: ReviewStageWorkflow,
    private readonly assignments: ReviewerAssignmentWorkflow,
    private readonly clocks: Clocks,
    private readonly recusals: Recusals,
  ) {}

  /** Interests are settled: the dossier opens, the report begins. */
  async letReview(act: Act, assignment: ReviewerAssignment): Promise<void> {
    await this.clocks.end(placeOf(act), assignment.id, null, 'clock.declared')
    await takePart(act, assignment.reviewerId, 'reviewer')
    await this.openUnlessChecked(act, assignment.reviewerId)
    await act.tx.rows(
      `insert into stage_report (case_id, organisation_id, stage_id, assignment_id, reviewer_id) values ($1, $2, $3, $4, $5) on conflict do nothing`,
      [act.caseId, act.organisationId, assignment.stageId, assignment.id, assignment.reviewerId],
    )
    const signed = await act.tx.one(`select 1 from stage_report where assignment_id = $1 and signed_at is not null`, [
      assignment.id,
    ])
    if (signed !== undefined) await act.send(this.assignments.flow, assignment, { type: 'REPORT_SIGNED' })
    const stage = await findById(act.tx, this.stages.flow.entity, assignment.stageId)
    if (stage?.state === 'notStarted') await act.send(this.stages.flow, stage, { type: 'FIRST_REVIEWER_ACCEPTS' })
    if (stage?.state === 'reopened' && signed === undefined) await act.send(this.stages.flow, stage, { type: 'RESUME' })
  }

  /** Nothing stands against the reviewer. Who signed the decision meanwhile reviews it no more: their assignment ends. */
  async clear(act: Act, assignment: ReviewerAssignment, happening: Happening): Promise<void> {
    const signs = await act.tx.one(
      `select 1 from case_part where case_id = $1 and person_id = $2 and part in ('signer', 'countersigner')`,
      [act.caseId, assignment.reviewerId],
    )
    if (signs === undefined) return this.letReview(act, assignment)
    await this.clocks.end(placeOf(act), assignment.id, null, 'clock.declared')
    await this.openUnlessChecked(act, assignment.reviewerId)
    await act.send(this.assignments.flow, assignment, { type: 'REASSIGN', reason: happening.reason ?? null })
  }

  /** An interest that is not ruled on yet keeps the whole case shut, whatever was said of another stage. */
  private async openUnlessChecked(act: Act, reviewerId: string): Promise<void> {
    const checked = await act.tx.one(
      `select 1 from reviewer_assignment where case_id = $1 and reviewer_id = $2 and state = 'integrityCheck'`,
      [act.caseId, reviewerId],
    )
    if (checked === undefined) await openAfterCheck(act, reviewerId)
  }

  async suspendReviewer(act: Act, assignment: ReviewerAssignment): Promise<void> {
    await this.clocks.end(placeOf(act), assignment.id, null, 'clock.declared')
    await closeWhileChecked(act, assignment.reviewerId)
  }

  async closeUnlessStillReviewing(act: Act, assignment: ReviewerAssignment): Promise<void> {
    const still = await act.tx.one(
      `select 1 from reviewer_assignment where case_id = $1 and reviewer_id = $2 and state in ('active', 'completed') and id <> $3`,
      [act.caseId, assignment.reviewerId, assignment.id],
    )
    if (still === undefined) await shutCaseTo(act, assignment.reviewerId)
  }

  /** Access ends at once; a report that was signed no longer counts, so its stage is taken up again. */
  async recuse(act: Act, assignment: ReviewerAssignment, happening: Happening): Promise<void> {
    await this.recusals.leave(act, assignment.reviewerId, happening.reason ?? '')
    await this.clocks.end(placeOf(act), assignment.id, null, 'clock.recused')
    const others = await act.tx.rows<{ id: string }>(
      `select id from reviewer_assignment where case_id = $1 and reviewer_id = $2 and id <> $3 and state in ('active', 'completed', 'integrityCheck')`,
      [act.caseId, assignment.reviewerId, assignment.id],
    )
    for (const { id } of others) {
      const other = await findById(act.tx, this.assignments.flow.entity, id)
      // The recusal of the one before may have taken this one along.
      if (other !== undefined && other.state !== 'recused')
        await act.send(this.assignments.flow, other, { type: 'RECUSE', reason: happening.reason ?? null })
    }
    const signed = await act.tx.one(`select 1 from stage_report where assignment_id = $1 and signed_at is not null`, [
      assignment.id,
    ])
    const stage = await findById(act.tx, this.stages.flow.entity, assignment.stageId)
    const isOver = this.submissions.flow.process.isFinal((await caseOf(act)).state)
    // After the decision there is no review to take up again: the recusal stays on record.
    if (signed === undefined || stage === undefined || isOver) return
    if (stage.state === 'leadCheck')
      await act.send(this.stages.flow, stage, {
        type: 'RETURN_FOR_WORK',
        recusal: true,
        reason: happening.reason ?? null,
      })
    if (stage.state === 'reported')
      await act.attempt(this.stages.flow, stage, {
        type: 'REOPEN',
        ground: 'recusal',
        reason: happening.reason ?? null,
      })
  }

  async keepReport(act: Act, stage: ReviewStage): Promise<void> {
    const [report] = await act.tx.rows<{ id: string; assignment_id: string }>(
      `update stage_report set signed_at = $3, version = version + 1 where stage_id = $1 and reviewer_id = $2 and signed_at is null
         and assignment_id in (select id from reviewer_assignment where stage_id = $1 and reviewer_id = $2 and state = 'active') returning id, assignment_id`,
      [stage.id, act.actor.id, act.at],
    )
    if (report === undefined) throw new Error('no report to sign')
    await act.tx.rows(`update review_answer set signed = true where report_id = $1`, [report.id])
    const assignment = await findById(act.tx, this.assignments.flow.entity, report.assignment_id)
    if (assignment !== undefined) await act.send(this.assignments.flow, assignment, { type: 'REPORT_SIGNED' })
    await act.attempt(this.stages.flow, stage, { type: 'ALL_REPORTS_SIGNED' })
  }

  async reveal(act: Act, stage: ReviewStage): Promise<void> {
    await act.tx.rows(`update stage_report set revealed = true where stage_id = $1 and signed_at is not null`, [
      stage.id,
    ])
    await act.tx.rows(
      `update review_answer set revealed = true where report_id in (select id from stage_report where stage_id = $1 and signed_at is not null)`,
      [stage.id],
    )
  }

  async returnForWork(act: Act, stage: ReviewStage, happening: Happening): Promise<void> {
    if (happening['recusal'] !== true) await takePart(act, act.actor.id, 'stageLead')
    await this.workAgain(act, stage, happening['recusal'] !== true)
  }

  async reopen(act: Act, stage: ReviewStage, happening: Happening): Promise<void> {
    if (happening['ground'] !== 'recusal') await takePart(act, act.actor.id, 'caseManager')
    const about = await caseOf(act)
    // The applicant reads the case's own history: why a stage is opened again stays with the stage.
    if (about.state === 'consolidation') await act.send(this.submissions.flow, about, { type: 'REOPEN_STAGE' })
    await this.workAgain(act, stage, happening['ground'] !== 'recusal')
    await startClock(act, this.clocks, 'stageReport', 'reviewStage', stage.id, false, [breach('REMIND')])
    const working = await act.tx.one(`select 1 from reviewer_assignment where stage_id = $1 and state = 'active'`, [
      stage.id,
    ])
    if (working !== undefined) await act.send(this.stages.flow, stage, { type: 'RESUME' })
  }

  /** Signed reports are open for work again; their signatures stay on record over what was signed then. */
  private async workAgain(act: Act, stage: ReviewStage, unsign: boolean): Promise<void> {
    if (!unsign) return
    const reports = await act.tx.rows<{ id: string; assignment_id: string }>(
      `update stage_report set signed_at = null, version = version + 1 where stage_id = $1 and signed_at is not null returning id, assignment_id`,
      [stage.id],
    )
    await act.tx.rows(`update review_answer set signed = false where report_id = any($1)`, [
      reports.map(({ id }) => id),
    ])
    for (const { assignment_id } of reports) {
      const assignment = await findById(act.tx, this.assignments.flow.entity, assignment_id)
      if (assignment?.state === 'completed') {
        await act.send(this.assignments.flow, assignment, { type: 'STAGE_RETURNED' })
        await this.openUnlessChecked(act, assignment.reviewerId)
      }
    }
  }
}
