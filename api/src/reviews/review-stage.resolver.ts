import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql'
import { questionsOf } from '@placet/shared/policy-pack/questions'
import type { RiskClass } from '@placet/shared/policy-pack/policy-pack.schema'
import { reportReasons } from '@placet/shared/review-stage/report'
import * as schema from '@placet/shared/review-stage/review-stage.schema'
import { Call, This } from '../kernel/call.ts'
import { Input } from '../kernel/command-args.ts'
import type { Answer } from '../kernel/command.ts'
import { findAll } from '../kernel/db/rows.ts'
import { Lifecycle } from '../kernel/lifecycle.ts'
import type { Seal } from '../kernel/signing/signing.ts'
import { Permit, permitsOf } from '../kernel/permit.ts'
import { Policy } from '../kernel/policy.ts'
import { caseResultOf } from '../kernel/refusal.ts'
import { DateTime } from '../kernel/scalars.ts'
import { reasons } from '../kernel/wording.ts'
import type { Happening } from '../kernel/workflow.ts'
import { Person, findPerson } from '../people/index.ts'
import { PolicyPacks } from '../policy-packs/index.ts'
import { Submission, SubmissionWorkflow } from '../submissions/index.ts'
import { LeadCandidate, Reconciliation, ReviewQuestion, StageReport } from './review.types.ts'
import { ReviewStage } from './review-stage.entity.ts'
import { ReviewStageWorkflow } from './review-stage.workflow.ts'
import { Reviews } from './reviews.service.ts'
import { differences, readReports, reportFact } from './stage-reports.ts'

const stageResult = (name: string) => caseResultOf(name, () => ReviewStage)

@Resolver(() => ReviewStage)
export class ReviewStageResolver {
  constructor(
    private readonly lifecycle: Lifecycle,
    private readonly workflow: ReviewStageWorkflow,
    private readonly submissions: SubmissionWorkflow,
    private readonly reviews: Reviews,
    private readonly packs: PolicyPacks,
  ) {}

  @Query(() => ReviewStage)
  @Policy('agency')
  reviewStage(@Args('id', { type: () => ID }) id: string, @This() call: Call): Promise<ReviewStage> {
    return this.lifecycle.read(call, this.workflow.flow, id)
  }

  @Query(() => [LeadCandidate], { description: 'who may lead the stage, for the case manager' })
  @Policy('agency')
  async leadCandidates(
    @Args('stageId', { type: () => ID }) stageId: string,
    @This() call: Call,
  ): Promise<LeadCandidate[]> {
    return (await this.reviews.leads(call, stageId)).map(({ person, openStages, because }) => ({
      person,
      expertise: person.expertise,
      openStages,
      allowed: because.length === 0,
      because: reasons(call.language, because),
    }))
  }

  @ResolveField(() => Submission)
  submission(@Parent() stage: ReviewStage, @This() call: Call): Promise<Submission> {
    return this.lifecycle.read(call, this.submissions.flow, stage.caseId)
  }

  @ResolveField(() => Person, { nullable: true })
  async lead(@Parent() stage: ReviewStage, @This() call: Call): Promise<Person | null> {
    return stage.leadId === null ? null : findPerson(call, stage.leadId)
  }

  @ResolveField(() => DateTime, { nullable: true })
  async dueAt(@Parent() stage: ReviewStage, @This() call: Call): Promise<Date | null> {
    const row = await (
      await call.tx()
    ).one<{ due_at: Date | null }>(
      `select due_at from clock where subject_id = $1 and key = 'stageReport' and ended_at is null`,
      [stage.id],
    )
    return row?.due_at ?? null
  }

  @ResolveField(() => [Permit])
  permits(@Parent() stage: ReviewStage, @This() call: Call): Promise<Permit[]> {
    return permitsOf(call, this.lifecycle, this.workflow.flow, stage)
  }

  @ResolveField(() => [ReviewQuestion])
  async questions(@Parent() stage: ReviewStage, @This() call: Call): Promise<ReviewQuestion[]> {
    const about = await this.submission(stage, call)
    return questionsOf(
      this.packs.local(about.packId, call.language),
      stage.stage,
      (about.riskClass ?? 'I') as RiskClass,
    ).map(({ id, text, fields, who, evidence }) => ({ id, text, fields, who, evidence }))
  }

  @ResolveField(() => [StageReport], {
    description: 'my own work, or every revealed report for the lead and case manager',
  })
  async reports(@Parent() stage: ReviewStage, @This() call: Call): Promise<StageReport[]> {
    const reports = await readReports(await call.tx(), [stage.id])
    const mine = reports.find(({ reviewer_id }) => reviewer_id === call.actor.id)
    // Blind also for somebody who holds a second role: until every report is signed, a reviewer sees only their own.
    const seen = mine === undefined ? reports : reports.filter((report) => report === mine || report.revealed)
    const questions = (await this.questions(stage, call)).map(({ id }) => id)
    return Promise.all(
      seen.map(async (report) => ({
        id: report.id,
        version: report.version,
        reviewer: await findPerson(call, report.reviewer_id),
        mine: report === mine,
        signedAt: report.signed_at,
        answers: report.answers.map((answer) => ({ ...answer, changedAt: new Date(answer.changedAt) })),
        recommendation: report.recommendation,
        summary: report.summary,
        dissent: report.dissent,
        unmet: reasons(
          call.language,
          report.signed_at === null ? reportReasons(reportFact(stage.stage, questions, report)) : [],
        ),
      })),
    )
  }

  @ResolveField(() => [Reconciliation])
  async reconciliation(@Parent() stage: ReviewStage, @This() call: Call): Promise<Reconciliation[]> {
    const tx = await call.tx()
    const reports = (await readReports(tx, [stage.id])).filter(({ revealed }) => revealed)
    const written = await tx.rows<{ question: string; answer: string; reason: string }>(
      `select question, answer, reason from reconciliation where stage_id = $1`,
      [stage.id],
    )
    return [...differences(reports)].map(([question, answers]) => {
      const found = written.find((row) => row.question === question)
      return { question, answers, answer: found?.answer ?? null, reason: found?.reason ?? '' }
    })
  }

  @Mutation(stageResult('setStageLead'))
  @Policy('agency')
  async setStageLead(
    @Input('SetStageLeadInput', schema.SetStageLeadInput) input: schema.SetStageLeadInput,
    @This() call: Call,
  ) {
    return this.told(call, await this.reviews.setLead(call, input))
  }

  @Mutation(stageResult('saveReviewAnswer'))
  @Policy('agency')
  async saveReviewAnswer(
    @Input('SaveReviewAnswerInput', schema.SaveReviewAnswerInput) input: schema.SaveReviewAnswerInput,
    @This() call: Call,
  ) {
    return this.told(call, await this.reviews.saveAnswer(call, input))
  }

  @Mutation(stageResult('saveRecommendation'))
  @Policy('agency')
  async saveRecommendation(
    @Input('SaveRecommendationInput', schema.SaveRecommendationInput) input: schema.SaveRecommendationInput,
    @This() call: Call,
  ) {
    return this.told(call, await this.reviews.saveRecommendation(call, input))
  }

  @Mutation(stageResult('signReport'))
  @Policy('agency')
  signReport(@Input('SignReportInput', schema.SignReportInput) input: schema.SignReportInput, @This() call: Call) {
    return this.advance(call, input, { type: 'REPORT_SIGNED' }, input)
  }

  @Mutation(stageResult('fileDissent'))
  @Policy('agency')
  async fileDissent(
    @Input('FileDissentInput', schema.FileDissentInput) input: schema.FileDissentInput,
    @This() call: Call,
  ) {
    return this.told(call, await this.reviews.fileDissent(call, input))
  }

  @Mutation(stageResult('saveReconciliation'))
  @Policy('agency')
  async saveReconciliation(
    @Input('SaveReconciliationInput', schema.SaveReconciliationInput) input: schema.SaveReconciliationInput,
    @This() call: Call,
  ) {
    return this.told(call, await this.reviews.saveReconciliation(call, input))
  }

  @Mutation(stageResult('saveStageRecommendation'))
  @Policy('agency')
  async saveStageRecommendation(
    @Input('SaveStageRecommendationInput', schema.SaveStageRecommendationInput)
    input: schema.SaveStageRecommendationInput,
    @This() call: Call,
  ) {
    return this.told(call, await this.reviews.saveStageRecommendation(call, input))
  }

  @Mutation(stageResult('returnStage'))
  @Policy('agency')
  returnStage(@Input('ReturnStageInput', schema.ReturnStageInput) input: schema.ReturnStageInput, @This() call: Call) {
    return this.advance(call, input, { type: 'RETURN_FOR_WORK', reason: input.reason })
  }

  @Mutation(stageResult('signReconciliation'))
  @Policy('agency')
  signReconciliation(
    @Input('SignReconciliationInput', schema.SignReconciliationInput) input: schema.SignReconciliationInput,
    @This() call: Call,
  ) {
    return this.advance(call, input, { type: 'LEAD_SIGNS' }, input)
  }

  @Mutation(stageResult('reopenStage'))
  @Policy('agency')
  reopenStage(@Input('ReopenStageInput', schema.ReopenStageInput) input: schema.ReopenStageInput, @This() call: Call) {
    return this.advance(call, input, { type: 'REOPEN', reason: input.reason, ground: input.ground })
  }

  private async advance(
    call: Call,
    { id, commandId, version }: { id: string; commandId: string; version: number },
    event: Happening,
    seal?: Seal,
  ) {
    const { flow } = this.workflow
    const sealed = seal === undefined ? {} : { seal: { ceremonyId: seal.ceremonyId, proof: seal.proof } }
    return this.told(call, await this.lifecycle.advance(flow, { call, id, commandId, version, event, ...sealed }))
  }

  private told(call: Call, answer: Answer) {
    return this.lifecycle.answer(call, this.workflow.flow, answer)
  }
}

@Resolver(() => Submission)
export class StagesOfSubmission {
  @ResolveField(() => [ReviewStage])
  async stages(@Parent() subject: Submission, @This() call: Call): Promise<ReviewStage[]> {
    return findAll(await call.tx(), ReviewStage, 'where case_id = $1 order by stage limit 50', [subject.id])
  }
}
