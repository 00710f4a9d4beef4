import { Injectable } from '@nestjs/common'
import { Clocks } from '../clocks/index.ts'
import { DossierEditor } from '../dossiers/index.ts'
import { fieldsOpenElsewhere, questionsOf } from '../information-requests/index.ts'
import type { InformationRequest } from '../information-requests/index.ts'
import { ofCase } from '../kernel/lifecycle.ts'
import type { Act } from '../kernel/lifecycle.ts'
import type { Happening } from '../kernel/workflow.ts'
import { ReviewStageWorkflow } from '../reviews/index.ts'
import { SubmissionWorkflow } from '../submissions/index.ts'
import { caseOf, event, placeOf, reminder, startClock } from './steps.ts'

const reviewClocks = ['reviewI', 'reviewII', 'reviewIII', 'reviewIV', 'firstSubstantiveContact', 'stageReport']

/** What follows from questions to the applicant, and from the answers. */
@Injectable()
export class RequestReactions {
  constructor(
    private readonly submissions: SubmissionWorkflow,
    private readonly stages: ReviewStageWorkflow,
    private readonly clocks: Clocks,
    private readonly editor: DossierEditor,
  ) {}

  /** The letter goes out: the review clock stands still, the applicant's runs. */
  async send(act: Act, request: InformationRequest): Promise<void> {
    await act.tx.rows(`update request_question set issued = true where request_id = $1`, [request.id])
    await this.clocks.end(placeOf(act), act.caseId, ['firstSubstantiveContact'], 'clock.contactMade')
    await startClock(act, this.clocks, 'irResponse', 'informationRequest', request.id, true, [
      reminder('REMIND', 30),
      reminder('REMIND', 14),
      reminder('FINAL_NOTICE', 3),
      event('TIMEOUT'),
    ])
    if (!request.stopsClock) return
    await act.send(this.submissions.flow, await caseOf(act), { type: 'ISSUE_INFORMATION_REQUEST' })
    await this.clocks.pause(placeOf(act), reviewClocks, 'clock.waitingForApplicant')
    const asked = await act.tx.rows<{ stage: string }>(
      `select distinct stage from request_question where request_id = $1`,
      [request.id],
    )
    for (const stage of await ofCase(act.tx, this.stages.flow, act.caseId))
      if (stage.state === 'inProgress' && asked.some((question) => question.stage === stage.stage))
        await act.send(this.stages.flow, stage, { type: 'QUESTION_SENT' })
  }

  async giveTime(act: Act, request: InformationRequest, happening: Happening): Promise<void> {
    if (happening['grant'] === true)
      await this.clocks.extend(placeOf(act), request.id, 'irResponse', request.extendedDays)
  }

  async takeAnswer(act: Act, request: InformationRequest): Promise<void> {
    await this.clocks.pause(placeOf(act), ['irResponse'], 'clock.answered', request.id)
    await startClock(act, this.clocks, 'irCompleteness', 'informationRequest', request.id, true, [event('DEEMED')])
  }

  async writeJudgements(act: Act, happening: Happening): Promise<void> {
    const judgements = (happening['judgements'] ?? []) as { question: string; complete: boolean; judgement: string }[]
    for (const { question, complete, judgement } of judgements)
      await act.tx.rows(`update request_question set complete = $2, judgement = $3 where id = $1`, [
        question,
        complete,
        judgement,
      ])
  }

  async askForTheRest(act: Act, request: InformationRequest): Promise<void> {
    await this.clocks.end(placeOf(act), request.id, ['irCompleteness'], 'clock.judgedIncomplete')
    await this.clocks.resume(placeOf(act), ['irResponse'], 'clock.judgedIncomplete', act.at, request.id)
  }

  /** What was typed under a request that ends without a signature is nobody's word: its fields say again what was signed. */
  async restoreSigned(act: Act, request: InformationRequest, reason: string): Promise<void> {
    const elsewhere = await fieldsOpenElsewhere(act.tx, act.caseId, request.id)
    const asked = (await questionsOf(act.tx, [request.id])).map(({ field }) => field)
    await this.editor.restore(
      act.tx,
      { caseId: act.caseId, at: act.at, actorId: act.actor.id, requestId: request.id, reason },
      [...new Set(asked)].filter((field) => !elsewhere.includes(field)),
    )
  }

  /** The request is settled: the review clock goes on, as of the day of the answer. */
  async takeUpAgain(act: Act, request: InformationRequest, from: Date): Promise<void> {
    await this.clocks.end(placeOf(act), request.id, ['irResponse', 'irCompleteness'], 'clock.settled')
    if (request.stopsClock) {
      const about = await caseOf(act)
      if (about.state === 'onHold') await act.send(this.submissions.flow, about, { type: 'ANSWER_ACCEPTED_COMPLETE' })
      await this.clocks.resume(placeOf(act), reviewClocks, 'clock.answered', from)
      for (const stage of await ofCase(act.tx, this.stages.flow, act.caseId))
        if (stage.state === 'awaitingApplicant') await act.send(this.stages.flow, stage, { type: 'ANSWER_RECEIVED' })
    }
  }
}
