import { submissionNow, type CaseRun } from './case-run.ts'
import { screeningQuestions } from './pack.ts'
import { ScreeningNow, Submission } from './portal-answers.ts'

/** The screener acknowledges the file, answers every screening question, confirms the class and accepts. */
export async function screen(run: CaseRun): Promise<void> {
  const screener = await run.people.session('screener')
  const { submissionId: id, narration } = run

  const submitted = await submissionNow(screener, id)
  const acknowledged = await screener.command(
    'JourneyAcknowledgeSubmission',
    { id, version: submitted.version },
    Submission,
  )
  narration.submission(screener.email, 'acknowledge', acknowledged.state)

  const { submission } = await screener.ask('JourneyScreening', { id }, ScreeningNow)
  const questions = await screeningQuestions(screener, submission.packId, run.riskClass)
  const saved = await screener.command(
    'JourneySaveScreening',
    {
      id,
      screeningVersion: submission.screening?.version ?? 0,
      answers: questions.map((question) => ({
        question,
        answer: 'yes',
        reason: 'Read in the file; nothing is missing.',
      })),
      citations: [],
      classConfirmed: run.riskClass,
      classReason: null,
    },
    Submission,
  )
  narration.step({
    who: screener.email,
    what: `answer ${questions.length} screening questions`,
    subject: 'submission',
    before: saved.state,
    after: saved.state,
  })

  const current = await submissionNow(screener, id)
  const accepted = await screener.command(
    'JourneyAcceptSubmission',
    { id, version: current.version, caseManagerId: await run.people.id('manager') },
    Submission,
  )
  narration.submission(screener.email, 'accept', accepted.state)
}
