import type { RiskClass } from '@placet/shared/policy-pack/policy-pack.schema'
import * as z from 'zod/mini'
import type { Narration } from './narration.ts'
import { Submission } from './portal-answers.ts'
import type { People } from './people.ts'
import type { Session } from './session.ts'

/** One submission on its way, and everyone who takes part in it. */
export type CaseRun = {
  readonly people: People
  readonly narration: Narration
  readonly submissionId: string
  readonly riskClass: RiskClass
}

const SubmissionNow = z.object({ submission: Submission })

/** The submission as this person sees it now. */
export async function submissionNow(session: Session, id: string): Promise<Submission> {
  const { submission } = await session.ask('JourneySubmission', { id }, SubmissionNow)
  return submission
}

/** Prints how the submission stands now as the effect of what somebody just did; says nothing when it did not move. */
export async function tellSubmission(run: CaseRun, session: Session, what: string): Promise<Submission> {
  const submission = await submissionNow(session, run.submissionId)
  if (submission.state !== run.narration.states.at(-1)) run.narration.submission(session.email, what, submission.state)
  return submission
}
