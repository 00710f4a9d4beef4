import { Injectable } from '@nestjs/common'
import type * as schema from '@placet/shared/information-request/information-request.schema'
import { has } from '../kernel/auth/actor.ts'
import type { Call } from '../kernel/call.ts'
import type { Answer } from '../kernel/command.ts'
import { Databases } from '../kernel/db/databases.ts'
import { findById, updateRow } from '../kernel/db/rows.ts'
import { run } from '../kernel/db/run.ts'
import type { Tx } from '../kernel/db/run.ts'
import { notFound } from '../kernel/errors.ts'
import { Lifecycle } from '../kernel/lifecycle.ts'
import { refuse } from '../kernel/refusal.ts'
import type { RefusalData } from '../kernel/refusal.ts'
import { unmet } from '../kernel/workflow.ts'
import { PolicyPacks, refuseUnknown } from '../policy-packs/index.ts'
import { Submission } from '../submissions/index.ts'
import { InformationRequest } from './information-request.entity.ts'
import { InformationRequestWorkflow } from './information-request.workflow.ts'

/** Collecting questions and writing answers: what is not a transition of a request. */
@Injectable()
export class InformationRequests {
  constructor(
    private readonly databases: Databases,
    private readonly lifecycle: Lifecycle,
    private readonly workflow: InformationRequestWorkflow,
    private readonly packs: PolicyPacks,
  ) {}

  draft(call: Call, input: schema.DraftInformationRequestInput): Promise<Answer> {
    return this.lifecycle.open(this.workflow.flow, {
      call,
      commandId: input.commandId,
      caseId: input.id,
      event: { type: 'COLLECT_QUESTIONS', questions: input.questions },
      input: { questions: input.questions, stopsClock: input.stopsClock },
      values: async (tx) => {
        const about = await findById(tx, Submission, input.id)
        if (about === undefined) throw notFound()
        const wrong = this.unknownField(call, about, input.questions)
        if (wrong !== null) return wrong
        if (about.state !== 'inReview' && about.state !== 'consolidation')
          return refuse.outOfTurn(call.language, about.state)
        return {
          caseId: about.id,
          organisationId: about.organisationId,
          stopsClock: input.stopsClock,
          draftedBy: call.actor.id,
        }
      },
    })
  }

  save(call: Call, input: schema.SaveInformationRequestInput): Promise<Answer> {
    return this.inRequest(call, input, 'SAVE_REQUEST', async (tx, request) => {
      if (!has(call.actor, 'caseManager')) return refuse.notPermitted(call.language, [unmet('duty.onlyCaseManager')])
      if (request.state !== 'drafted') return refuse.outOfTurn(call.language, request.state)
      if (request.version !== input.version) return refuse.stale(call.language, request.version)
      const about = await findById(tx, Submission, request.caseId)
      const wrong = about === undefined ? null : this.unknownField(call, about, input.questions)
      if (wrong !== null) return wrong
      await writeQuestions(tx, request, input.questions)
      await updateRow(tx, InformationRequest, request.id, request.version, {})
      return null
    })
  }

  saveAnswer(call: Call, input: schema.SaveRequestAnswerInput): Promise<Answer> {
    return this.inRequest(call, input, 'SAVE_REQUEST_ANSWER', async (tx, request) => {
      if (
        call.actor.organisationId !== request.organisationId ||
        !has(call.actor, 'applicantEditor', 'applicantSigner')
      )
        return refuse.notPermitted(call.language, [unmet('duty.onlyApplicantEdits')])
      if (!['issued', 'extensionAsked', 'incomplete'].includes(request.state))
        return refuse.outOfTurn(call.language, request.state)
      const question = await tx.one<{ answered_version: number }>(
        `select answered_version from request_question where id = $1 and request_id = $2`,
        [input.question, request.id],
      )
      if (question === undefined) throw notFound()
      if (question.answered_version !== input.baseVersion) return refuse.stale(call.language, question.answered_version)
      await tx.rows(
        `update request_question set answer = $2, answered_version = answered_version + 1, complete = null, judgement = case when $3 then judgement else null end where id = $1`,
        [input.question, input.answer, request.state === 'incomplete'],
      )
      return null
    })
  }

  private unknownField(
    call: Call,
    about: Submission,
    questions: readonly { field: string; stage: string }[],
  ): RefusalData | null {
    return refuseUnknown(
      call.language,
      this.packs.get(about.packId),
      questions.flatMap(({ field, stage }, index) => [
        { path: `questions/${index}/field`, field },
        { path: `questions/${index}/stage`, stage },
      ]),
    )
  }

  private async inRequest(
    call: Call,
    input: { commandId: string; id: string },
    action: string,
    work: (tx: Tx, request: InformationRequest) => Promise<RefusalData | null>,
  ): Promise<Answer> {
    const seen = await run(this.databases.app, call.actor, 'read', (tx) => findById(tx, InformationRequest, input.id))
    if (seen === undefined) throw notFound()
    return this.lifecycle.edit(call, input.commandId, seen.caseId, action, input, async (tx) => {
      const request = await findById(tx, InformationRequest, input.id)
      if (request === undefined) throw notFound()
      return (await work(tx, request)) ?? { __typename: 'InformationRequest', id: request.id }
    })
  }
}

/** Replaces the questions of a drafted request. */
export async function writeQuestions(
  tx: Tx,
  request: InformationRequest,
  questions: readonly schema.RequestQuestionInput[],
): Promise<void> {
  await tx.rows(`delete from request_question where request_id = $1`, [request.id])
  for (const [index, { stage, field, question, reason, satisfiedBy }] of questions.entries())
    await tx.rows(
      `insert into request_question (request_id, case_id, organisation_id, position, stage, field, question, reason, satisfied_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [request.id, request.caseId, request.organisationId, index + 1, stage, field, question, reason, satisfiedBy],
    )
}
