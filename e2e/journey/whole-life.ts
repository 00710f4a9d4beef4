import type { RiskClass } from '@placet/shared/policy-pack/policy-pack.schema'
import { daysSpent, reviewClock } from './agency-clock.ts'
import { fillRequired, importCard, submit, type Card } from './applicant-part.ts'
import { submissionNow, type CaseRun } from './case-run.ts'
import { decide } from './decision-part.ts'
import { askAndAnswer } from './information-request-part.ts'
import { Narration } from './narration.ts'
import { expectThat, present } from './outcome.ts'
import type { People } from './people.ts'
import { Mode, ReviewDesk } from './portal-answers.ts'
import { readPublished } from './register-part.ts'
import { reviewStages, staffStages, type StaffedStage } from './review-part.ts'
import { screen } from './screening-part.ts'

/** What one journey came to; printed as the last line with `--json`. Days are whole calendar days of the review. */
export type JourneyResult = {
  submission: string
  class: RiskClass
  states: string[]
  registerPath: string
  days: { agency: number; applicant: number; total: number }
  logIndex: number
  fieldsFromCard: number
  published: true
}

/**
 * Takes one model card through its whole life: dossier, submission, screening, review with one information request,
 * decision, public entry. Throws `CardRefused` when the portal refuses the card, `Unexpected` at any other surprise.
 */
export async function runJourney(
  people: People,
  card: Card,
  riskClass: RiskClass,
  tell: (line: string) => void,
): Promise<JourneyResult> {
  const narration = new Narration(tell)
  const officer = await people.session('officer')
  const { submissionId, fieldsFromCard } = await importCard(officer, narration, card)
  const run: CaseRun = { people, narration, submissionId, riskClass }

  await fillRequired(officer, run)
  await submit(officer, run)
  await screen(run)
  const staffed = await staffStages(run)
  await askAboutFirstStage(run, staffed)
  await reviewStages(run, staffed)
  const decision = await decide(run)

  const decided = await submissionNow(officer, submissionId)
  expectThat(decided.state === 'decided', `The decision is issued, but the submission is ${decided.state}.`)
  const no = present(decided.registerNo, 'The decision is issued, but the submission has no number in the register.')
  const { entry, logIndex } = await readPublished(people.portal, no)
  narration.step({ who: 'the public', what: 'read the entry', subject: no, before: 'none', after: entry.entry.status })
  expectThat(
    entry.entry.riskClass === riskClass,
    `The public entry says Class ${entry.entry.riskClass}, not ${riskClass}.`,
  )
  expectThat(
    decision.signatures.some((signature) => !signature.voided && signature.recordHash === entry.decision.recordHash),
    'The public entry shows a record hash that nobody signed.',
  )
  expectThat(
    entry.decision.signedBy.length === decision.signaturesNeeded,
    `The public entry names ${entry.decision.signedBy.length} signers, not ${decision.signaturesNeeded}.`,
  )

  const { agencyClock } = await officer.ask('JourneyMode', {}, Mode)
  return {
    submission: decided.reference,
    class: riskClass,
    states: narration.states,
    registerPath: `/register/${no}`,
    days: daysSpent(await reviewClock(run, officer), new Date(agencyClock.now)),
    logIndex,
    fieldsFromCard,
    published: true,
  }
}

/** The one information request is about the first field of the first stage's first question. */
async function askAboutFirstStage(run: CaseRun, staffed: readonly StaffedStage[]): Promise<void> {
  const [first] = staffed
  const { stage, reviewers } = present(first, 'No stage was staffed.')
  const reviewer = await run.people.session(present(reviewers[0], `Nobody reviews the ${stage.stage} stage.`))
  const { reviewStage } = await reviewer.ask('JourneyReviewDesk', { id: stage.id }, ReviewDesk)
  const field = reviewStage.questions.flatMap((question) => question.fields)[0]
  await askAndAnswer(run, stage, present(field, `No question of the ${stage.stage} stage points to a field.`))
}
