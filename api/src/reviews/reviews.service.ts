import { Injectable } from '@nestjs/common'
import type * as schema from '@placet/shared/review-stage/review-stage.schema'
import { has } from '../kernel/auth/actor.ts'
import type { Call } from '../kernel/call.ts'
import type { Answer } from '../kernel/command.ts'
import { agencyNow } from '../kernel/agency-clock.ts'
import { findById, isRowId, updateRow } from '../kernel/db/rows.ts'
import { run } from '../kernel/db/run.ts'
import type { Tx } from '../kernel/db/run.ts'
import { Databases } from '../kernel/db/databases.ts'
import { notFound } from '../kernel/errors.ts'
import { Lifecycle } from '../kernel/lifecycle.ts'
import { refuse } from '../kernel/refusal.ts'
import type { RefusalData } from '../kernel/refusal.ts'
import { say } from '../kernel/wording.ts'
import { readParts, unmet } from '../kernel/workflow.ts'
import { PolicyPacks, refuseUnknown } from '../policy-packs/index.ts'
import { Submission } from '../submissions/index.ts'
import { ReviewStage } from './review-stage.entity.ts'
import { ReviewStageWorkflow } from './review-stage.workflow.ts'
import { stageLeads } from './stage-leads.ts'
import type { StageLead } from './stage-leads.ts'
import { differences, readReports } from './stage-reports.ts'
import type { ReportRow } from './stage-reports.ts'

type Held = { tx: Tx; stage: ReviewStage; at: Date }

/** Writing in a stage that is not a transition: answers, recommendation, dissent, reconciliation, the lead. */
@Injectable()
export class Reviews {
  constructor(
    private readonly databases: Databases,
    private readonly lifecycle: Lifecycle,
    private readonly workflow: ReviewStageWorkflow,
    private readonly packs: PolicyPacks,
  ) {}

  saveAnswer(call: Call, input: schema.SaveReviewAnswerInput): Promise<Answer> {
    return this.inOwnReport(call, input, 'SAVE_REVIEW_ANSWER', async ({ tx, stage, at }, report) => {
      const about = await findById(tx, Submission, stage.caseId)
      if (
        about === undefined ||
        !this.workflow.questionIds(about.packId, stage.stage, about.riskClass ?? 'I').includes(input.question)
      )
        return refuse.incomplete(call.language, [unmet('review.questionNotOfStage', { question: input.question })])
      const nowhere = await this.refuseEvidenceNowhere(tx, call, about, input.evidence)
      if (nowhere !== null) return nowhere
      const before = report.answers.find(({ question }) => question === input.question)?.version ?? 0
      if (before !== input.baseVersion) return refuse.stale(call.language, before)
      await tx.rows(
        `insert into review_answer (report_id, case_id, organisation_id, reviewer_id, question, version, answer, reason, evidence, changed_at)
         values ($1, $2, $3, $4, $5, 1, $6, $7, $8, $9)
         on conflict (report_id, question) do update set version = review_answer.version + 1, answer = excluded.answer, reason = excluded.reason, evidence = excluded.evidence,
           changed_at = excluded.changed_at`,
        [
          report.id,
          stage.caseId,
          stage.organisationId,
          call.actor.id,
          input.question,
          input.answer ?? null,
          input.reason,
          JSON.stringify(input.evidence),
          at,
        ],
      )
      return null
    })
  }

  saveRecommendation(call: Call, input: schema.SaveRecommendationInput): Promise<Answer> {
    return this.inOwnReport(call, input, 'SAVE_RECOMMENDATION', async ({ tx }, report) => {
      if (report.version !== input.reportVersion) return refuse.stale(call.language, report.version)
      await tx.rows(`update stage_report set recommendation = $2, summary = $3, version = version + 1 where id = $1`, [
        report.id,
        input.recommendation,
        input.summary,
      ])
      return null
    })
  }

  /** Any reviewer of the stage, at any time before consolidation ends, signed report or not. */
  fileDissent(call: Call, input: schema.FileDissentInput): Promise<Answer> {
    return this.inStage(call, input, 'FILE_DISSENT', async ({ tx, stage }) => {
      const about = await findById(tx, Submission, stage.caseId)
      if (about === undefined || !['inReview', 'onHold', 'consolidation'].includes(about.state))
        return refuse.outOfTurn(call.language, about?.state ?? '')
      const report = (await readReports(tx, [stage.id])).find(({ reviewer_id }) => reviewer_id === call.actor.id)
      if (report === undefined) return refuse.notPermitted(call.language, [unmet('duty.notReviewerOfStage')])
      if (report.version !== input.reportVersion) return refuse.stale(call.language, report.version)
      await tx.rows(`update stage_report set dissent = $2, version = version + 1 where id = $1`, [
        report.id,
        input.text,
      ])
      return null
    })
  }

  saveReconciliation(call: Call, input: schema.SaveReconciliationInput): Promise<Answer> {
    return this.asLead(call, input, 'SAVE_RECONCILIATION', async ({ tx, stage }) => {
      if (!differences(await readReports(tx, [stage.id])).has(input.question))
        return refuse.incomplete(call.language, [unmet('review.nothingToReconcile', { question: input.question })])
      await tx.rows(
        `insert into reconciliation (stage_id, case_id, organisation_id, question, answer, reason) values ($1, $2, $3, $4, $5, $6)
         on conflict (stage_id, question) do update set answer = excluded.answer, reason = excluded.reason`,
        [stage.id, stage.caseId, stage.organisationId, input.question, input.answer, input.reason],
      )
      return {}
    })
  }

  saveStageRecommendation(call: Call, input: schema.SaveStageRecommendationInput): Promise<Answer> {
    return this.asLead(call, input, 'SAVE_STAGE_RECOMMENDATION', () =>
      Promise.resolve({ recommendation: input.recommendation }),
    )
  }

  /** Whom the case manager may name; nobody else is told who has which ties. */
  async leads(call: Call, stageId: string): Promise<StageLead[]> {
    if (!has(call.actor, 'caseManager')) return []
    const tx = await call.tx()
    const stage = await findById(tx, ReviewStage, stageId)
    if (stage === undefined) throw notFound()
    return stageLeads(tx, stage, await agencyNow(tx))
  }

  setLead(call: Call, input: schema.SetStageLeadInput): Promise<Answer> {
    return this.inStage(call, input, 'SET_STAGE_LEAD', async ({ tx, stage, at }) => {
      if (!has(call.actor, 'caseManager')) return refuse.notPermitted(call.language, [unmet('duty.onlyCaseManager')])
      if (stage.version !== input.version) return refuse.stale(call.language, stage.version)
      if (stage.state === 'reported' || stage.state === 'closed') return refuse.outOfTurn(call.language, stage.state)
      const [lead] = await stageLeads(tx, stage, at, input.leadId)
      if (lead === undefined) return refuse.incomplete(call.language, [unmet('review.notALead')])
      if (lead.because.length > 0) return refuse.incomplete(call.language, lead.because)
      await tx.rows(
        `insert into case_part (case_id, organisation_id, person_id, part, since) values ($1, $2, $3, 'stageLead', $4) on conflict do nothing`,
        [stage.caseId, stage.organisationId, input.leadId, at],
      )
      await updateRow(tx, ReviewStage, stage.id, stage.version, { leadId: input.leadId })
      return null
    })
  }

  /** Evidence points at a field of the pack, or at a file of the case. */
  private async refuseEvidenceNowhere(
    tx: Tx,
    call: Call,
    { id, packId }: Submission,
    evidence: readonly schema.EvidenceInput[],
  ): Promise<RefusalData | null> {
    const fields = evidence.flatMap(({ kind, at }, index) =>
      kind === 'field' ? [{ path: `evidence/${index}/at`, field: at }] : [],
    )
    const unknown = refuseUnknown(call.language, this.packs.get(packId), fields)
    if (unknown !== null) return unknown
    const named = evidence.flatMap(({ kind, at }, index) => (kind === 'document' ? [{ at, index }] : []))
    if (named.length === 0) return null
    const files = await tx.rows<{ id: string }>(
      `select id from document where case_id = $1 and id = any($2) and handed_in_at is not null`,
      [id, named.map(({ at }) => at).filter(isRowId)],
    )
    const there = new Set(files.map((file) => file.id))
    const issues = named
      .filter(({ at }) => !there.has(at))
      .map(({ index }) => ({ path: `evidence/${index}/at`, message: say(call.language, 'evidenceUnknown') }))
    return issues.length === 0 ? null : refuse.invalid(call.language, issues)
  }

  private async inStage(
    call: Call,
    input: { commandId: string; id: string },
    action: string,
    work: (held: Held) => Promise<Answer | null>,
  ): Promise<Answer> {
    const seen = await run(this.databases.app, call.actor, 'read', (tx) => findById(tx, ReviewStage, input.id))
    if (seen === undefined) throw notFound()
    return this.lifecycle.edit(call, input.commandId, seen.caseId, action, input, async (tx, at) => {
      const stage = await findById(tx, ReviewStage, input.id)
      if (stage === undefined) throw notFound()
      const recused = (await readParts(tx, call.actor.id, [stage.caseId])).get(stage.caseId)?.recused ?? false
      if (recused) return refuse.notPermitted(call.language, [unmet('duty.recused')])
      return (await work({ tx, stage, at })) ?? { __typename: 'ReviewStage', id: stage.id }
    })
  }

  private inOwnReport(
    call: Call,
    input: { commandId: string; id: string },
    action: string,
    work: (held: Held, report: ReportRow) => Promise<Answer | null>,
  ): Promise<Answer> {
    return this.inStage(call, input, action, async (held) => {
      const assignment = await held.tx.one<{ id: string }>(
        `select id from reviewer_assignment where stage_id = $1 and reviewer_id = $2 and state = 'active'`,
        [held.stage.id, call.actor.id],
      )
      if (assignment === undefined) return refuse.notPermitted(call.language, [unmet('duty.notReviewerOfStage')])
      if (held.stage.state !== 'inProgress' && held.stage.state !== 'awaitingApplicant')
        return refuse.outOfTurn(call.language, held.stage.state)
      const report = (await readReports(held.tx, [held.stage.id])).find(
        ({ assignment_id }) => assignment_id === assignment.id,
      )
      if (report === undefined || report.signed_at !== null) return refuse.outOfTurn(call.language, 'signed')
      return work(held, report)
    })
  }

  private asLead(
    call: Call,
    input: { commandId: string; id: string; version: number },
    action: string,
    work: (held: Held) => Promise<Answer | Partial<ReviewStage>>,
  ): Promise<Answer> {
    return this.inStage(call, input, action, async (held) => {
      const { stage } = held
      if (!has(call.actor, 'stageLead') || stage.leadId !== call.actor.id)
        return refuse.notPermitted(call.language, [unmet('duty.notLeadOfStage')])
      if (stage.state !== 'leadCheck') return refuse.outOfTurn(call.language, stage.state)
      if (stage.version !== input.version) return refuse.stale(call.language, stage.version)
      const done = await work(held)
      if ('refusal' in done) return done as Answer
      await updateRow(held.tx, ReviewStage, stage.id, stage.version, done as Partial<ReviewStage>)
      return null
    })
  }
}
