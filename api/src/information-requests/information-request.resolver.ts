import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql'
import * as schema from '@placet/shared/information-request/information-request.schema'
import { AnswerVersion } from '../dossiers/index.ts'
import { Call, This } from '../kernel/call.ts'
import { Input } from '../kernel/command-args.ts'
import type { Answer } from '../kernel/command.ts'
import { findAll } from '../kernel/db/rows.ts'
import { Lifecycle } from '../kernel/lifecycle.ts'
import type { Seal } from '../kernel/signing/signing.ts'
import { Permit, permitsOf } from '../kernel/permit.ts'
import { Policy } from '../kernel/policy.ts'
import { caseResultOf, UnmetReason } from '../kernel/refusal.ts'
import { DateTime } from '../kernel/scalars.ts'
import type { Happening } from '../kernel/workflow.ts'
import { say } from '../kernel/wording.ts'
import { Submission } from '../submissions/index.ts'
import { InformationRequest, RequestQuestion } from './information-request.entity.ts'
import { InformationRequestWorkflow, questionsOf } from './information-request.workflow.ts'
import { InformationRequests } from './information-requests.service.ts'

const requestResult = (name: string) => caseResultOf(name, () => InformationRequest)

@Resolver(() => InformationRequest)
export class InformationRequestResolver {
  constructor(
    private readonly lifecycle: Lifecycle,
    private readonly workflow: InformationRequestWorkflow,
    private readonly requests: InformationRequests,
  ) {}

  @Query(() => InformationRequest)
  @Policy('signedIn')
  informationRequest(@Args('id', { type: () => ID }) id: string, @This() call: Call): Promise<InformationRequest> {
    return this.lifecycle.read(call, this.workflow.flow, id)
  }

  @ResolveField(() => ID)
  submissionId(@Parent() request: InformationRequest): string {
    return request.caseId
  }

  @ResolveField(() => [RequestQuestion])
  async questions(@Parent() request: InformationRequest, @This() call: Call): Promise<RequestQuestion[]> {
    return call
      .loader<string, RequestQuestion[]>('questions-of-request', async (tx, ids) => {
        const found = await questionsOf(tx, ids)
        return ids.map((id) => found.filter(({ requestId }) => requestId === id))
      })
      .load(request.id)
  }

  @ResolveField(() => DateTime, { nullable: true })
  async dueAt(@Parent() request: InformationRequest, @This() call: Call): Promise<Date | null> {
    const row = await (
      await call.tx()
    ).one<{ due_at: Date | null }>(
      `select due_at from clock where subject_id = $1 and key in ('irResponse', 'irCompleteness') and ended_at is null order by started_at desc limit 1`,
      [request.id],
    )
    return row?.due_at ?? null
  }

  @ResolveField(() => [Permit])
  permits(@Parent() request: InformationRequest, @This() call: Call): Promise<Permit[]> {
    return permitsOf(call, this.lifecycle, this.workflow.flow, request)
  }

  @ResolveField(() => [UnmetReason])
  async unmet(@Parent() request: InformationRequest, @This() call: Call): Promise<UnmetReason[]> {
    const permits = await permitsOf(call, this.lifecycle, this.workflow.flow, request)
    return permits.find(({ event }) => ['ANSWER', 'COMPLETE', 'APPROVE_AND_SEND'].includes(event))?.because ?? []
  }

  @Mutation(requestResult('draftInformationRequest'))
  @Policy('agency')
  async draftInformationRequest(
    @Input('DraftInformationRequestInput', schema.DraftInformationRequestInput)
    input: schema.DraftInformationRequestInput,
    @This() call: Call,
  ) {
    return this.told(call, await this.requests.draft(call, input))
  }

  @Mutation(requestResult('saveInformationRequest'))
  @Policy('agency')
  async saveInformationRequest(
    @Input('SaveInformationRequestInput', schema.SaveInformationRequestInput) input: schema.SaveInformationRequestInput,
    @This() call: Call,
  ) {
    return this.told(call, await this.requests.save(call, input))
  }

  @Mutation(requestResult('allowClockStop'))
  @Policy('agency')
  allowClockStop(
    @Input('AllowClockStopInput', schema.AllowClockStopInput) input: schema.AllowClockStopInput,
    @This() call: Call,
  ) {
    return this.advance(call, input, { type: 'ALLOW_CLOCK_STOP', reason: input.reason })
  }

  @Mutation(requestResult('sendInformationRequest'))
  @Policy('agency')
  sendInformationRequest(
    @Input('SendInformationRequestInput', schema.SendInformationRequestInput) input: schema.SendInformationRequestInput,
    @This() call: Call,
  ) {
    return this.advance(call, input, { type: 'APPROVE_AND_SEND' })
  }

  @Mutation(requestResult('discardInformationRequest'))
  @Policy('agency')
  discardInformationRequest(
    @Input('DiscardInformationRequestInput', schema.DiscardInformationRequestInput)
    input: schema.DiscardInformationRequestInput,
    @This() call: Call,
  ) {
    return this.advance(call, input, { type: 'DISCARD', reason: input.reason })
  }

  @Mutation(requestResult('askExtension'))
  @Policy('applicant')
  askExtension(
    @Input('AskExtensionInput', schema.AskExtensionInput) input: schema.AskExtensionInput,
    @This() call: Call,
  ) {
    return this.advance(call, input, { type: 'ASK_EXTENSION', days: input.days, reason: input.reason })
  }

  @Mutation(requestResult('ruleExtension'))
  @Policy('agency')
  ruleExtension(
    @Input('RuleExtensionInput', schema.RuleExtensionInput) input: schema.RuleExtensionInput,
    @This() call: Call,
  ) {
    return this.advance(call, input, { type: 'RULE', grant: input.grant, reason: input.reason })
  }

  @Mutation(requestResult('saveRequestAnswer'))
  @Policy('applicant')
  async saveRequestAnswer(
    @Input('SaveRequestAnswerInput', schema.SaveRequestAnswerInput) input: schema.SaveRequestAnswerInput,
    @This() call: Call,
  ) {
    return this.told(call, await this.requests.saveAnswer(call, input))
  }

  @Mutation(requestResult('answerInformationRequest'))
  @Policy('applicant')
  answerInformationRequest(
    @Input('AnswerInformationRequestInput', schema.AnswerInformationRequestInput)
    input: schema.AnswerInformationRequestInput,
    @This() call: Call,
  ) {
    return this.advance(call, input, { type: 'ANSWER' }, input)
  }

  @Mutation(requestResult('judgeRequest'))
  @Policy('agency')
  judgeRequest(
    @Input('JudgeRequestInput', schema.JudgeRequestInput) input: schema.JudgeRequestInput,
    @This() call: Call,
  ) {
    const complete = input.judgements.every((judgement) => judgement.complete)
    return this.advance(call, input, {
      type: complete ? 'JUDGE_COMPLETE' : 'JUDGE_INCOMPLETE',
      judgements: input.judgements,
    })
  }

  @Mutation(requestResult('completeInformationRequest'))
  @Policy('applicant')
  completeInformationRequest(
    @Input('CompleteInformationRequestInput', schema.CompleteInformationRequestInput)
    input: schema.CompleteInformationRequestInput,
    @This() call: Call,
  ) {
    return this.advance(call, input, { type: 'COMPLETE' }, input)
  }

  @Mutation(requestResult('cancelInformationRequest'))
  @Policy('agency')
  cancelInformationRequest(
    @Input('CancelInformationRequestInput', schema.CancelInformationRequestInput)
    input: schema.CancelInformationRequestInput,
    @This() call: Call,
  ) {
    return this.advance(call, input, { type: 'CANCEL', reason: input.reason })
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
export class RequestsOfSubmission {
  @ResolveField(() => [InformationRequest])
  async informationRequests(@Parent() subject: Submission, @This() call: Call): Promise<InformationRequest[]> {
    return findAll(await call.tx(), InformationRequest, 'where case_id = $1 order by number nulls last, id limit 100', [
      subject.id,
    ])
  }
}

@Resolver(() => RequestQuestion)
export class TakenBackOfQuestion {
  @ResolveField(() => AnswerVersion, {
    nullable: true,
    description: 'what was typed in the field under this request and never signed, and why it was taken back',
  })
  takenBack(@Parent() question: RequestQuestion, @This() call: Call): Promise<AnswerVersion | null> {
    return call
      .loader<RequestQuestion, AnswerVersion | null>('taken-back', async (tx, questions) => {
        const rows = await tx.rows<
          AnswerVersion & { request_id: string; field: string; reason: string; number: number; said: string | null }
        >(
          `select b.request_id, b.field, t.version, t.value, p.name as "changedBy", t.changed_at as "changedAt", b.reason, r.number, r.reason as said
           from answer_history b join answer_history t on t.case_id = b.case_id and t.field = b.field and t.version = b.version - 1
             join information_request r on r.id = b.request_id
             left join person p on p.id = t.changed_by and p.organisation_id = t.organisation_id
           where b.case_id = any($1) and b.field = any($2)`,
          [questions.map(({ caseId }) => caseId), questions.map(({ field }) => field)],
        )
        return questions.map(({ requestId, field }) => {
          const found = rows.find((row) => row.request_id === requestId && row.field === field)
          if (found === undefined) return null
          const { version, value, changedBy, changedAt, reason, number, said } = found
          const because = say(call.language, reason, { number, reason: said ?? '' })
          return { version, value, changedBy, changedAt, because }
        })
      })
      .load(question)
  }
}
