import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql'
import * as dossier from '@placet/shared/submission/dossier.schema'
import * as schema from '@placet/shared/submission/submission.schema'
import { AnswersSaved, CardImport } from '../dossiers/index.ts'
import { has } from '../kernel/auth/actor.ts'
import { agencyNow } from '../kernel/agency-clock.ts'
import { Call, This } from '../kernel/call.ts'
import { Input } from '../kernel/command-args.ts'
import type { Answer } from '../kernel/command.ts'
import { findById } from '../kernel/db/rows.ts'
import { notFound } from '../kernel/errors.ts'
import { Lifecycle } from '../kernel/lifecycle.ts'
import type { Seal } from '../kernel/signing/signing.ts'
import { Policy } from '../kernel/policy.ts'
import { caseResultOf, resultOf } from '../kernel/refusal.ts'
import { reasons } from '../kernel/wording.ts'
import type { Happening } from '../kernel/workflow.ts'
import { caseManagers } from './case-managers.ts'
import { readQueue } from './queue.ts'
import { readOwn } from './own-dossiers.ts'
import { Submission, SubmissionStateEnum } from './submission.entity.ts'
import { Submissions } from './submissions.service.ts'
import { ManagerCandidate, QueueConnection, QueueSort, QueueView, SubmissionConnection } from './submission.types.ts'
import { SubmissionWorkflow } from './submission.workflow.ts'

type On = { commandId: string; id: string; version: number }

const submissionResult = (name: string) => caseResultOf(name, () => Submission)

@Resolver(() => Submission)
export class SubmissionResolver {
  constructor(
    private readonly lifecycle: Lifecycle,
    private readonly workflow: SubmissionWorkflow,
    private readonly submissions: Submissions,
  ) {}

  @Query(() => Submission)
  @Policy('signedIn')
  submission(@Args('id', { type: () => ID }) id: string, @This() call: Call): Promise<Submission> {
    return this.submissions.find(call, id)
  }

  @Query(() => QueueConnection)
  @Policy('agency')
  async queue(
    @Args('view', { type: () => QueueView, defaultValue: 'all' }) view: keyof typeof QueueView,
    @Args('state', { type: () => SubmissionStateEnum, nullable: true }) state: string | null,
    @Args('riskClass', { type: () => String, nullable: true }) riskClass: string | null,
    @Args('q', { type: () => String, nullable: true }) q: string | null,
    @Args('sort', { type: () => QueueSort, defaultValue: 'dueAt' }) sort: keyof typeof QueueSort,
    @Args('first', { type: () => Int, defaultValue: 50 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after: string | null,
    @This() call: Call,
  ): Promise<QueueConnection> {
    const tx = await call.tx()
    return readQueue(tx, await agencyNow(tx), {
      view,
      state: state ?? null,
      riskClass: riskClass ?? null,
      q: q ?? null,
      sort,
      first,
      after: after ?? null,
    })
  }

  @Query(() => [ManagerCandidate], { description: 'who may manage the case, for those who may name them' })
  @Policy('agency')
  async managerCandidates(
    @Args('submissionId', { type: () => ID }) id: string,
    @This() call: Call,
  ): Promise<ManagerCandidate[]> {
    if (!has(call.actor, 'caseManager', 'screeningOfficer')) return []
    const tx = await call.tx()
    const about = await findById(tx, Submission, id)
    if (about === undefined) throw notFound()
    return (await caseManagers(tx, about, await agencyNow(tx))).map(({ because, ...candidate }) => ({
      ...candidate,
      allowed: because.length === 0,
      because: reasons(call.language, because),
    }))
  }

  @Mutation(submissionResult('startDossier'))
  @Policy('applicant')
  async startDossier(
    @Input('StartDossierInput', dossier.StartDossierInput) input: dossier.StartDossierInput,
    @This() call: Call,
  ) {
    return this.told(call, await this.submissions.start(call, input))
  }

  @Mutation(resultOf('saveAnswers', () => AnswersSaved))
  @Policy('applicant')
  saveAnswers(
    @Input('SaveAnswersInput', dossier.SaveAnswersInput, { answers: 'AnswerInput' }) input: dossier.SaveAnswersInput,
    @This() call: Call,
  ) {
    return this.submissions.save(call, input)
  }

  @Mutation(resultOf('confirmAnswers', () => AnswersSaved))
  @Policy('applicant')
  confirmAnswers(
    @Input('ConfirmAnswersInput', dossier.ConfirmAnswersInput, { fields: 'SeenAnswerInput' })
    input: dossier.ConfirmAnswersInput,
    @This() call: Call,
  ) {
    return this.submissions.confirm(call, input)
  }

  @Mutation(resultOf('importModelCard', () => CardImport))
  @Policy('applicant')
  importModelCard(
    @Input('ImportModelCardInput', dossier.ImportModelCardInput, { fields: 'SeenAnswerInput' })
    input: dossier.ImportModelCardInput,
    @This() call: Call,
  ) {
    return this.submissions.importCard(call, input)
  }

  @Mutation(submissionResult('discardDossier'))
  @Policy('applicant')
  discardDossier(
    @Input('DiscardDossierInput', schema.DiscardDossierInput) input: schema.DiscardDossierInput,
    @This() call: Call,
  ) {
    return this.advance(call, input, { type: 'DISCARD' })
  }

  @Mutation(submissionResult('requestAdvice'))
  @Policy('applicant')
  requestAdvice(
    @Input('RequestAdviceInput', schema.RequestAdviceInput) input: schema.RequestAdviceInput,
    @This() call: Call,
  ) {
    return this.advance(call, input, { type: 'REQUEST_ADVICE', adviserId: input.adviserId })
  }

  @Mutation(submissionResult('giveAdvice'))
  @Policy('agency')
  giveAdvice(@Input('GiveAdviceInput', schema.GiveAdviceInput) input: schema.GiveAdviceInput, @This() call: Call) {
    return this.advance(call, input, { type: 'GIVE_ADVICE', advice: input.advice })
  }

  @Mutation(submissionResult('submitDossier'))
  @Policy('applicant')
  submitDossier(
    @Input('SubmitDossierInput', schema.SubmitDossierInput) input: schema.SubmitDossierInput,
    @This() call: Call,
  ) {
    return this.advance(call, input, { type: 'SUBMIT' }, input)
  }

  @Mutation(submissionResult('resubmitDossier'))
  @Policy('applicant')
  resubmitDossier(
    @Input('ResubmitDossierInput', schema.ResubmitDossierInput) input: schema.ResubmitDossierInput,
    @This() call: Call,
  ) {
    return this.advance(call, input, { type: 'RESUBMIT' }, input)
  }

  @Mutation(submissionResult('withdrawSubmission'))
  @Policy('applicant')
  withdrawSubmission(
    @Input('WithdrawSubmissionInput', schema.WithdrawSubmissionInput) input: schema.WithdrawSubmissionInput,
    @This() call: Call,
  ) {
    return this.advance(call, input, { type: 'WITHDRAW', reason: input.reason })
  }

  @Mutation(submissionResult('acknowledgeSubmission'))
  @Policy('agency')
  acknowledgeSubmission(
    @Input('AcknowledgeSubmissionInput', schema.AcknowledgeSubmissionInput) input: schema.AcknowledgeSubmissionInput,
    @This() call: Call,
  ) {
    return this.advance(call, input, { type: 'ACKNOWLEDGE' })
  }

  @Mutation(submissionResult('saveScreening'))
  @Policy('agency')
  async saveScreening(
    @Input('SaveScreeningInput', schema.SaveScreeningInput) input: schema.SaveScreeningInput,
    @This() call: Call,
  ) {
    return this.told(call, await this.submissions.saveScreening(call, input))
  }

  @Mutation(submissionResult('returnSubmission'))
  @Policy('agency')
  returnSubmission(
    @Input('ReturnSubmissionInput', schema.ReturnSubmissionInput) input: schema.ReturnSubmissionInput,
    @This() call: Call,
  ) {
    return this.advance(call, input, { type: 'RETURN_WITH_LIST' })
  }

  @Mutation(submissionResult('acceptSubmission'))
  @Policy('agency')
  acceptSubmission(
    @Input('AcceptSubmissionInput', schema.AcceptSubmissionInput) input: schema.AcceptSubmissionInput,
    @This() call: Call,
  ) {
    return this.advance(call, input, { type: 'ACCEPT', caseManagerId: input.caseManagerId ?? null })
  }

  @Mutation(submissionResult('nameCaseManager'))
  @Policy('agency')
  nameCaseManager(
    @Input('NameCaseManagerInput', schema.NameCaseManagerInput) input: schema.NameCaseManagerInput,
    @This() call: Call,
  ) {
    return this.advance(call, input, { type: 'NAME_MANAGER', managerId: input.managerId, reason: input.reason })
  }

  @Mutation(submissionResult('extendScreeningHold'))
  @Policy('agency')
  extendScreeningHold(
    @Input('ExtendScreeningHoldInput', schema.ExtendScreeningHoldInput) input: schema.ExtendScreeningHoldInput,
    @This() call: Call,
  ) {
    return this.advance(call, input, { type: 'EXTEND_HOLD', days: input.days, reason: input.reason })
  }

  @Mutation(submissionResult('proposeOutOfScope'))
  @Policy('agency')
  proposeOutOfScope(
    @Input('ProposeOutOfScopeInput', schema.ProposeOutOfScopeInput) input: schema.ProposeOutOfScopeInput,
    @This() call: Call,
  ) {
    return this.advance(call, input, { type: 'PROPOSE_OUT_OF_SCOPE', reason: input.reason })
  }

  @Mutation(submissionResult('confirmOutOfScope'))
  @Policy('agency')
  confirmOutOfScope(
    @Input('ConfirmOutOfScopeInput', schema.ConfirmOutOfScopeInput) input: schema.ConfirmOutOfScopeInput,
    @This() call: Call,
  ) {
    return this.advance(call, input, { type: 'CONFIRM_OUT_OF_SCOPE', reason: input.reason })
  }

  @Mutation(submissionResult('rejectOutOfScope'))
  @Policy('agency')
  rejectOutOfScope(
    @Input('RejectOutOfScopeInput', schema.RejectOutOfScopeInput) input: schema.RejectOutOfScopeInput,
    @This() call: Call,
  ) {
    return this.advance(call, input, { type: 'REJECT_OUT_OF_SCOPE', reason: input.reason })
  }

  @Query(() => SubmissionConnection, { name: 'submissions', description: 'the dossiers of my organisation' })
  @Policy('applicant')
  async own(
    @Args('first', { type: () => Int, defaultValue: 50 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after: string | null,
    @Args('q', { type: () => String, nullable: true }) q: string | null,
    @This() call: Call,
  ): Promise<SubmissionConnection> {
    return readOwn(await call.tx(), { first, after: after ?? null, q: q ?? null })
  }

  private async advance(call: Call, { id, commandId, version }: On, event: Happening, seal?: Seal) {
    const { flow } = this.workflow
    const sealed = seal === undefined ? {} : { seal: { ceremonyId: seal.ceremonyId, proof: seal.proof } }
    return this.told(call, await this.lifecycle.advance(flow, { call, id, commandId, version, event, ...sealed }))
  }

  private told(call: Call, answer: Answer) {
    return this.lifecycle.answer(call, this.workflow.flow, answer)
  }
}
