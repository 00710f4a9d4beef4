import * as z from 'zod/mini'
import { tellSubmission, type CaseRun } from './case-run.ts'
import { expectThat, present } from './outcome.ts'
import { InformationRequest, type Clock, type Stage } from './portal-answers.ts'
import { moveAgencyClock, reviewClock, pausedDays } from './agency-clock.ts'
import type { Session } from './session.ts'

const RequestNow = z.object({ informationRequest: InformationRequest })

/**
 * The case manager asks one question that stops the clock, the officer answers and signs, the manager finds the
 * answer complete. Throws `Unexpected` unless the review clock is seen to stop and to run on later than before.
 */
export async function askAndAnswer(run: CaseRun, stage: Stage, field: string): Promise<void> {
  const manager = await run.people.session('manager')
  const before = await reviewClock(run, manager)
  expectThat(!before.paused && before.stoppedAt === null, 'The review clock does not run before the request is sent.')

  const request = await send(run, manager, stage, field)
  await tellSubmission(run, manager, 'the clock stops')
  const stopped = await reviewClock(run, manager)
  expectThat(stopped.paused, 'The request was sent, but the review clock still runs.')
  run.narration.step({
    who: 'system',
    what: 'stop the review clock',
    subject: 'clock',
    before: `due ${day(before)}`,
    after: 'paused',
  })
  const moved = await moveAgencyClock(run, 1)

  const answered = await answer(run, request)
  const judged = await manager.command(
    'JourneyJudgeRequest',
    {
      id: answered.id,
      version: answered.version,
      judgements: answered.questions.map((question) => ({
        question: question.id,
        complete: true,
        judgement: 'The answer says what was asked.',
      })),
    },
    InformationRequest,
  )
  run.narration.step({
    who: manager.email,
    what: 'judge complete',
    subject: 'information request',
    before: answered.state,
    after: judged.state,
  })
  await tellSubmission(run, manager, 'the clock runs again')
  await seenToRunAgain(run, manager, before, moved)
}

async function send(run: CaseRun, manager: Session, stage: Stage, field: string): Promise<InformationRequestNow> {
  const drafted = await manager.command(
    'JourneyDraftInformationRequest',
    {
      id: run.submissionId,
      stopsClock: true,
      questions: [
        {
          id: null,
          stage: stage.stage,
          field,
          question: 'Which edition of the test protocol do these figures come from?',
          reason: 'Two editions are named in the dossier.',
          satisfiedBy: 'The number and the date of the edition.',
        },
      ],
    },
    InformationRequest,
  )
  const issued = await manager.command(
    'JourneySendInformationRequest',
    { id: drafted.id, version: drafted.version },
    InformationRequest,
  )
  run.narration.step({
    who: manager.email,
    what: 'send an information request',
    subject: 'information request',
    before: drafted.state,
    after: issued.state,
  })
  return issued
}

type InformationRequestNow = z.infer<typeof InformationRequest>

async function answer(run: CaseRun, issued: InformationRequestNow): Promise<InformationRequestNow> {
  const officer = await run.people.session('officer')
  const read = async () => (await officer.ask('JourneyRequest', { id: issued.id }, RequestNow)).informationRequest
  for (const question of (await read()).questions)
    await officer.command(
      'JourneySaveRequestAnswer',
      {
        id: issued.id,
        question: question.id,
        baseVersion: question.answeredVersion ?? 0,
        answer: 'The figures come from edition 3 of 12 January 2026.',
      },
      InformationRequest,
    )
  const ready = await read()
  const signed = await officer.sign(
    { process: 'informationRequest', id: issued.id, meaning: 'answered' },
    'JourneyAnswerInformationRequest',
    { version: ready.version },
    InformationRequest,
  )
  run.narration.step({
    who: officer.email,
    what: 'answer and sign',
    subject: 'information request',
    before: ready.state,
    after: signed.state,
  })
  return signed
}

async function seenToRunAgain(run: CaseRun, manager: Session, before: Clock, movedDays: number): Promise<void> {
  const after = await reviewClock(run, manager)
  expectThat(!after.paused && after.stoppedAt === null, 'The answer is complete, but the review clock stands still.')
  const pause = pausedDays(after)
  expectThat(pause !== null, 'The working out of the due date does not show the pause.')
  expectThat(
    pause >= movedDays,
    `The clock stood still for ${movedDays} days, but its working out shows a pause of ${pause}.`,
  )
  const earlier = present(before.dueAt, 'The review clock had no due date before the request.')
  const later = present(after.dueAt, 'The review clock has no due date after the request.')
  expectThat(later >= earlier, `The due date went back from ${earlier} to ${later} by the request.`)
  run.narration.step({
    who: 'system',
    what: `restart the clock after ${pause} days`,
    subject: 'clock',
    before: 'paused',
    after: `due ${day(after)}`,
  })
}

function day(clock: Clock): string {
  return clock.dueAt?.slice(0, 10) ?? 'never'
}
