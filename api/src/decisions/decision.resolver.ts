import { Args, Field, ID, Int, Mutation, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql'
import * as schema from '@placet/shared/decision/decision.schema'
import { questionsOf } from '@placet/shared/policy-pack/questions'
import type { RiskClass } from '@placet/shared/policy-pack/policy-pack.schema'
import { isApplicant } from '../kernel/auth/actor.ts'
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
import type { Happening } from '../kernel/workflow.ts'
import { Person, findPerson } from '../people/index.ts'
import { PolicyPacks } from '../policy-packs/index.ts'
import { ReviewQuestion } from '../reviews/index.ts'
import { Signature, signaturesOf } from '../signatures/index.ts'
import { ScreeningAnswer, Submission, SubmissionWorkflow } from '../submissions/index.ts'
import { Condition, Decision, DecisionStateEnum, Departure } from './decision.entity.ts'
import { decisionHidden, decisionStateFor } from './decision.policy.ts'
import { DecisionWorkflow, recommendationsOf } from './decision.workflow.ts'
import { Decisions } from './decisions.service.ts'

@ObjectType()
export class StageRecommendation {
  @Field(() => String) stage: string
  @Field(() => String, { nullable: true }) recommendation: string | null
  @Field(() => String, { nullable: true }) dissent: string | null
}

const decisionResult = (name: string) => caseResultOf(name, () => Decision)

const hidden = (decision: Decision, call: Call) => decisionHidden(call.actor, decision.state)

@Resolver(() => Decision)
export class DecisionResolver {
  constructor(
    private readonly lifecycle: Lifecycle,
    private readonly workflow: DecisionWorkflow,
    private readonly submissions: SubmissionWorkflow,
    private readonly decisions: Decisions,
    private readonly packs: PolicyPacks,
  ) {}

  @Query(() => Decision)
  @Policy('signedIn')
  decision(@Args('id', { type: () => ID }) id: string, @This() call: Call): Promise<Decision> {
    return this.lifecycle.read(call, this.workflow.flow, id)
  }

  @ResolveField(() => ID)
  submissionId(@Parent() decision: Decision): string {
    return decision.caseId
  }
  @ResolveField(() => DecisionStateEnum)
  state(@Parent() decision: Decision, @This() call: Call): string {
    return decisionStateFor(call.actor, decision.state)
  }
  @ResolveField(() => Int, { nullable: true })
  signaturesNeeded(@Parent() decision: Decision, @This() call: Call): number | null {
    return hidden(decision, call) ? null : decision.signaturesNeeded
  }
  @ResolveField(() => DateTime, { nullable: true })
  recallUntil(@Parent() decision: Decision, @This() call: Call): Date | null {
    return hidden(decision, call) ? null : decision.recallUntil
  }
  @ResolveField(() => String, { nullable: true })
  outcome(@Parent() decision: Decision, @This() call: Call): string | null {
    return hidden(decision, call) ? null : decision.outcome
  }
  @ResolveField(() => String)
  reasons(@Parent() decision: Decision, @This() call: Call): string {
    return hidden(decision, call) ? '' : decision.reasons
  }
  @ResolveField(() => String)
  publicSummary(@Parent() decision: Decision, @This() call: Call): string {
    return hidden(decision, call) ? '' : decision.publicSummary
  }
  @ResolveField(() => [Departure])
  departures(@Parent() decision: Decision, @This() call: Call): Departure[] {
    return isApplicant(call.actor) ? [] : decision.departures
  }
  @ResolveField(() => [Condition])
  conditions(@Parent() decision: Decision, @This() call: Call): Condition[] {
    return hidden(decision, call) ? [] : decision.conditions
  }
  @ResolveField(() => [ScreeningAnswer])
  decisionAnswers(@Parent() decision: Decision, @This() call: Call): ScreeningAnswer[] {
    return isApplicant(call.actor) ? [] : decision.answers
  }
  @ResolveField(() => [ReviewQuestion])
  async decisionQuestions(@Parent() decision: Decision, @This() call: Call): Promise<ReviewQuestion[]> {
    if (isApplicant(call.actor)) return []
    const about = await this.lifecycle.read(call, this.submissions.flow, decision.caseId)
    return questionsOf(
      this.packs.local(about.packId, call.language),
      'decision',
      (about.riskClass ?? 'I') as RiskClass,
    ).map(({ id, text, fields, who, evidence }) => ({ id, text, fields, who, evidence }))
  }
  @ResolveField(() => [Signature])
  async signatures(@Parent() decision: Decision, @This() call: Call): Promise<Signature[]> {
    // RLS keeps an applicant from signatures of a decision; what was issued is public in the register.
    return hidden(decision, call) ? [] : signaturesOf(await call.tx(), decision.id)
  }
  @ResolveField(() => Person, { nullable: true })
  async drafter(@Parent() decision: Decision, @This() call: Call): Promise<Person | null> {
    return isApplicant(call.actor) ? null : findPerson(call, decision.drafterId)
  }
  @ResolveField(() => String, { nullable: true })
  returnReason(@Parent() decision: Decision, @This() call: Call): string | null {
    return isApplicant(call.actor) ? null : decision.returnReason
  }
  @ResolveField(() => [StageRecommendation])
  async recommendations(@Parent() decision: Decision, @This() call: Call): Promise<StageRecommendation[]> {
    return isApplicant(call.actor) ? [] : recommendationsOf(await call.tx(), decision.caseId)
  }
  @ResolveField(() => [Permit])
  permits(@Parent() decision: Decision, @This() call: Call): Promise<Permit[]> {
    return permitsOf(call, this.lifecycle, this.workflow.flow, decision)
  }

  @Mutation(decisionResult('startDecision'))
  @Policy('agency')
  async startDecision(
    @Input('StartDecisionInput', schema.StartDecisionInput) input: schema.StartDecisionInput,
    @This() call: Call,
  ) {
    return this.told(call, await this.decisions.start(call, input))
  }

  @Mutation(decisionResult('saveDecision'))
  @Policy('agency')
  async saveDecision(
    @Input('SaveDecisionInput', schema.SaveDecisionInput) input: schema.SaveDecisionInput,
    @This() call: Call,
  ) {
    return this.told(call, await this.decisions.save(call, input))
  }

  @Mutation(decisionResult('giveNotice'))
  @Policy('agency')
  giveNotice(@Input('GiveNoticeInput', schema.GiveNoticeInput) input: schema.GiveNoticeInput, @This() call: Call) {
    return this.advance(call, input, { type: 'GIVE_NOTICE', text: input.text })
  }

  @Mutation(decisionResult('commentOnNotice'))
  @Policy('applicant')
  async commentOnNotice(
    @Input('CommentOnNoticeInput', schema.CommentOnNoticeInput) input: schema.CommentOnNoticeInput,
    @This() call: Call,
  ) {
    return this.advance(call, input, { type: 'COMMENTS_RECEIVED', text: input.text })
  }

  @Mutation(decisionResult('submitForSignature'))
  @Policy('agency')
  submitForSignature(
    @Input('SubmitForSignatureInput', schema.SubmitForSignatureInput) input: schema.SubmitForSignatureInput,
    @This() call: Call,
  ) {
    return this.advance(call, input, { type: 'SUBMIT_FOR_SIGNATURE' })
  }

  @Mutation(decisionResult('returnToDrafter'))
  @Policy('agency')
  returnToDrafter(
    @Input('ReturnToDrafterInput', schema.ReturnToDrafterInput) input: schema.ReturnToDrafterInput,
    @This() call: Call,
  ) {
    return this.advance(call, input, { type: 'RETURN_TO_DRAFTER', reason: input.reason })
  }

  @Mutation(decisionResult('signDecision'))
  @Policy('agency')
  signDecision(
    @Input('SignDecisionInput', schema.SignDecisionInput) input: schema.SignDecisionInput,
    @This() call: Call,
  ) {
    return this.advance(call, input, { type: 'SIGN', affirmed: input.affirmed }, input)
  }

  @Mutation(decisionResult('recallDecision'))
  @Policy('agency')
  recallDecision(
    @Input('RecallDecisionInput', schema.RecallDecisionInput) input: schema.RecallDecisionInput,
    @This() call: Call,
  ) {
    return this.advance(call, input, { type: 'RECALL', reason: input.reason })
  }

  @Mutation(decisionResult('countersignDecision'))
  @Policy('agency')
  countersignDecision(
    @Input('CountersignDecisionInput', schema.CountersignDecisionInput) input: schema.CountersignDecisionInput,
    @This() call: Call,
  ) {
    return this.advance(call, input, { type: 'COUNTERSIGN', affirmed: input.affirmed }, input)
  }

  @Mutation(decisionResult('abandonDecision'))
  @Policy('agency')
  abandonDecision(
    @Input('AbandonDecisionInput', schema.AbandonDecisionInput) input: schema.AbandonDecisionInput,
    @This() call: Call,
  ) {
    return this.advance(call, input, { type: 'ABANDON', reason: input.reason })
  }

  private async advance(
    call: Call,
    { id, commandId, version }: { id: string; commandId: string; version: number },
    event: Happening,
    seal?: Seal,
  ) {
    const { flow } = this.workflow
    const sealed = seal === undefined ? {} : { seal: { ceremonyId: seal.ceremonyId, proof: seal.proof } }
    const answer = await this.lifecycle.advance(flow, { call, id, commandId, version, event, ...sealed })
    return this.told(call, answer)
  }

  private told(call: Call, answer: Answer) {
    return this.lifecycle.answer(call, this.workflow.flow, answer)
  }
}

@Resolver(() => Submission)
export class DecisionsOfSubmission {
  @ResolveField(() => [Decision])
  async decisions(@Parent() subject: Submission, @This() call: Call): Promise<Decision[]> {
    const tx = await call.tx()
    return findAll(tx, Decision, `where case_id = $1 order by state = 'abandoned', issued_at nulls first limit 50`, [
      subject.id,
    ])
  }
}
