import { Injectable } from '@nestjs/common'
import { questionsOf } from '@placet/shared/policy-pack/questions'
import type { RiskClass } from '@placet/shared/policy-pack/policy-pack.schema'
import { reportReasons } from '@placet/shared/review-stage/report'
import { reviewStage } from '@placet/shared/review-stage/review-stage.machine'
import type { ReopenGround, ReviewStageFacts } from '@placet/shared/review-stage/review-stage.machine'
import type { Actor } from '../kernel/auth/actor.ts'
import { findById } from '../kernel/db/rows.ts'
import type { Tx } from '../kernel/db/run.ts'
import { workflow } from '../kernel/workflow.ts'
import type { Happening, Workflow } from '../kernel/workflow.ts'
import { PolicyPacks } from '../policy-packs/index.ts'
import { Submission } from '../submissions/index.ts'
import { ReviewStage } from './review-stage.entity.ts'
import { mayReviewStage } from './review-stage.policy.ts'
import type { StageDuty } from './review-stage.policy.ts'
import { differences, readReports, reportFact } from './stage-reports.ts'

@Injectable()
export class ReviewStageWorkflow {
  readonly flow: Workflow<ReviewStage, ReviewStageFacts & StageDuty>

  constructor(private readonly packs: PolicyPacks) {
    this.flow = workflow<ReviewStage, ReviewStageFacts & StageDuty>({
      process: reviewStage,
      entity: ReviewStage,
      table: 'review_stage',
      typename: 'ReviewStage',
      caseOf: ({ caseId }) => caseId,
      applicantSees: () => false,
      label: ({ stage }) => stage,
      asked: ['REPORT_SIGNED', 'LEAD_SIGNS', 'RETURN_FOR_WORK', 'REOPEN'],
      facts: (tx, stages, { actor, happening }) => this.facts(tx, stages, actor, happening),
      permits: mayReviewStage,
      // A draft decision over this stage is stale until it is written anew.
      sets: (happening) => (happening.type === 'REOPEN' ? { stale: true } : {}),
      signs: {
        meaningOf: (event) => (event === 'REPORT_SIGNED' ? 'reviewed' : event === 'LEAD_SIGNS' ? 'reconciled' : null),
        record: (tx, stage, happening) => this.record(tx, stage, happening),
      },
    })
  }

  /** The questions of a stage for the class of its case, by id. */
  questionIds(packId: string, stage: string, riskClass: string): string[] {
    return questionsOf(this.packs.get(packId), stage, riskClass as RiskClass).map(({ id }) => id)
  }

  private async facts(
    tx: Tx,
    stages: readonly ReviewStage[],
    actor: Actor,
    happening: Happening | undefined,
  ): Promise<Map<string, ReviewStageFacts & StageDuty>> {
    const ids = stages.map(({ id }) => id).filter((id) => id !== '')
    const caseIds = [...new Set(stages.map(({ caseId }) => caseId))]
    const cases = await tx.rows<{ id: string; pack_id: string; risk_class: string; state: string; returned: boolean }>(
      `select s.id, s.pack_id, s.risk_class, s.state, exists (select 1 from transition t where t.case_id = s.id and t.event = 'RETURNED_BY_SIGNER') as returned
       from submission s where s.id = any($1)`,
      [caseIds],
    )
    const assigned = await tx.rows<{ stage_id: string; reviewer_id: string; state: string }>(
      `select stage_id, reviewer_id, state from reviewer_assignment where stage_id = any($1)`,
      [ids],
    )
    const reports = await readReports(tx, ids)
    const reconciled = await tx.rows<{ stage_id: string; question: string }>(
      `select stage_id, question from reconciliation where stage_id = any($1)`,
      [ids],
    )
    return new Map(
      stages.map((stage) => {
        const about = cases.find(({ id }) => id === stage.caseId)
        const here = reports.filter(({ stage_id }) => stage_id === stage.id)
        const people = assigned.filter(({ stage_id }) => stage_id === stage.id)
        const mine = here.find(({ reviewer_id, signed_at }) => reviewer_id === actor.id && signed_at === null)
        const questions = about === undefined ? [] : this.questionIds(about.pack_id, stage.stage, about.risk_class)
        const written = new Set(
          reconciled.filter(({ stage_id }) => stage_id === stage.id).map(({ question }) => question),
        )
        const signed = here.filter(({ signed_at }) => signed_at !== null)
        const own = people.filter(({ reviewer_id }) => reviewer_id === actor.id)
        return [
          stage.id,
          {
            stage: stage.stage,
            activeReviewers: people.filter(({ state }) => state === 'active').length,
            unmet: reportReasons(
              mine === undefined
                ? { stage: stage.stage, questions, answers: [], recommendation: null }
                : reportFact(stage.stage, questions, mine),
            ),
            reportsSigned: signed.length,
            reportsNeeded: stage.reviewersNeeded,
            unreconciled: [...differences(here).keys()].filter((question) => !written.has(question)),
            recommendation: stage.recommendation,
            ground: (happening?.['ground'] as ReopenGround | undefined) ?? 'notAsked',
            dissentFiled: here.some(({ dissent }) => dissent !== null),
            returnedBySigner: about?.returned ?? false,
            reviewsHere: own.length > 0,
            mayReview: own.some(({ state }) => state === 'active'),
            signedOwn: mine === undefined && signed.some(({ reviewer_id }) => reviewer_id === actor.id),
            caseOpen: about?.state === 'consolidation',
          },
        ]
      }),
    )
  }

  /** What a reviewer signs is the report; what the lead signs is the reconciliation over the signed reports. */
  private async record(tx: Tx, stage: ReviewStage, happening: Happening | undefined): Promise<Record<string, unknown>> {
    const about = await findById(tx, Submission, stage.caseId)
    const reports = await readReports(tx, [stage.id])
    const basis = { reference: about?.reference ?? '', stage: stage.stage }
    if (happening?.type === 'LEAD_SIGNS') {
      const reconciled = await tx.rows(
        `select question, answer, reason from reconciliation where stage_id = $1 order by question`,
        [stage.id],
      )
      return {
        ...basis,
        reports: reports
          .filter(({ signed_at }) => signed_at !== null)
          .map(({ id, recommendation }) => ({ id, recommendation })),
        reconciled,
        recommendation: stage.recommendation,
      }
    }
    const mine = reports.find(({ reviewer_id, signed_at }) => reviewer_id === tx.actor.id && signed_at === null)
    return {
      ...basis,
      report: mine?.id ?? null,
      answers: (mine?.answers ?? []).map(({ question, answer, reason, evidence }) => ({
        question,
        answer,
        reason,
        evidence,
      })),
      recommendation: mine?.recommendation ?? null,
      summary: mine?.summary ?? '',
    }
  }
}
