import { tellSubmission, type CaseRun } from './case-run.ts'
import { expectThat } from './outcome.ts'
import { reviewers, type Part } from './people.ts'
import { Assignment, Candidates, ReviewDesk, Stage, Stages } from './portal-answers.ts'
import type { Session } from './session.ts'

/** A stage with the reviewers who declared no interest in the case. */
export type StaffedStage = { readonly stage: Stage; readonly reviewers: readonly Part[] }

/** What every report recommends: the decision follows it, so that nothing departs from the reviewers' advice. */
export function recommendationFor(run: CaseRun): 'approve' | 'approveWithConditions' {
  return run.riskClass === 'III' || run.riskClass === 'IV' ? 'approveWithConditions' : 'approve'
}

/** The lead proposes as many reviewers as each stage needs; each opens the assignment and declares no interest. */
export async function staffStages(run: CaseRun): Promise<StaffedStage[]> {
  const manager = await run.people.session('manager')
  const { submission } = await manager.ask('JourneyStages', { id: run.submissionId }, Stages)
  expectThat(submission.stages.length > 0, 'The file was accepted, but no review stage was opened.')
  const staffed: StaffedStage[] = []
  for (const [order, stage] of submission.stages.entries()) staffed.push(await staffStage(run, stage, order))
  return staffed
}

/** The same for one stage; `turn` begins the search with another reviewer, so that all share the work. */
export async function staffStage(run: CaseRun, stage: Stage, turn: number): Promise<StaffedStage> {
  const chosen = await chooseReviewers(run, stage, turn)
  for (const part of chosen) await assign(run, stage, part)
  return { stage, reviewers: chosen }
}

/** Everyone assigned reviews and signs; then the lead reconciles and signs, stage by stage. */
export async function reviewStages(run: CaseRun, staffed: readonly StaffedStage[]): Promise<void> {
  for (const { stage, reviewers: assigned } of staffed) {
    for (const [order, part] of assigned.entries()) await report(run, stage, part, order)
    await reconcile(run, stage)
  }
}

async function chooseReviewers(run: CaseRun, stage: Stage, turn: number): Promise<Part[]> {
  const lead = await run.people.session('lead')
  const { reviewerCandidates } = await lead.ask('JourneyCandidates', { stageId: stage.id }, Candidates)
  const chosen: Part[] = []
  const first = turn % reviewers.length
  for (const part of [...reviewers.slice(first), ...reviewers.slice(0, first)]) {
    if (chosen.length === stage.reviewersNeeded) break
    const id = await run.people.id(part)
    if (reviewerCandidates.some((candidate) => candidate.person.id === id && candidate.allowed)) chosen.push(part)
  }
  const refusals = reviewerCandidates
    .filter((candidate) => !candidate.allowed)
    .map(({ person, because }) => `${person.name}: ${because.map((reason) => reason.message).join(' ')}`)
  expectThat(
    chosen.length === stage.reviewersNeeded,
    `The ${stage.stage} stage needs ${stage.reviewersNeeded} reviewers, but only ${chosen.length} may be proposed. ${refusals.join('; ')}`,
  )
  return chosen
}

async function assign(run: CaseRun, stage: Stage, part: Part): Promise<void> {
  const lead = await run.people.session('lead')
  const proposed = await lead.command(
    'JourneyProposeReviewer',
    { id: stage.id, reviewerId: await run.people.id(part) },
    Assignment,
  )
  const subject = `${stage.stage} assignment`
  run.narration.step({ who: lead.email, what: `propose ${part}`, subject, before: 'none', after: proposed.state })

  const reviewer = await run.people.session(part)
  const { id } = proposed
  const opened = await reviewer.command('JourneyOpenAssignment', { id, version: proposed.version }, Assignment)
  run.narration.step({ who: reviewer.email, what: 'open', subject, before: proposed.state, after: opened.state })
  const active = await reviewer.command(
    'JourneyDeclareNoInterest',
    { id, version: opened.version, affirmed: true },
    Assignment,
  )
  run.narration.step({
    who: reviewer.email,
    what: 'declare no interest',
    subject,
    before: opened.state,
    after: active.state,
  })
}

function desk(session: Session, stageId: string) {
  return session.ask('JourneyReviewDesk', { id: stageId }, ReviewDesk)
}

async function report(run: CaseRun, stage: Stage, part: Part, order: number): Promise<void> {
  const reviewer = await run.people.session(part)
  const { reviewStage } = await desk(reviewer, stage.id)
  expectThat(reviewStage.questions.length > 0, `The ${stage.stage} stage asks ${reviewer.email} nothing.`)
  const mine = reviewStage.reports.find((candidate) => candidate.mine)
  for (const [index, question] of reviewStage.questions.entries()) {
    const before = mine?.answers.find((answer) => answer.question === question.id)
    await reviewer.command(
      'JourneySaveReviewAnswer',
      {
        id: stage.id,
        question: question.id,
        baseVersion: before?.version ?? 0,
        // The second reader differs on one question, so that the lead has something to reconcile.
        answer: order > 0 && index === 0 ? 'partly' : 'yes',
        reason: 'The dossier shows it where the pointer leads.',
        evidence: [{ kind: 'field', at: question.fields[0] ?? 'intendedPurpose', page: null }],
      },
      Stage,
    )
  }
  await reviewer.command(
    'JourneySaveRecommendation',
    {
      id: stage.id,
      reportVersion: mine?.version ?? 1,
      recommendation: recommendationFor(run),
      summary: `The ${stage.stage} part of the dossier holds.`,
    },
    Stage,
  )
  const ready = (await desk(reviewer, stage.id)).reviewStage
  const signed = await reviewer.sign(
    { process: 'reviewStage', id: stage.id, meaning: 'reviewed' },
    'JourneySignReport',
    { version: ready.version },
    Stage,
  )
  run.narration.step({
    who: reviewer.email,
    what: `answer ${reviewStage.questions.length} questions, sign`,
    subject: `${stage.stage} stage`,
    before: ready.state,
    after: signed.state,
  })
}

async function reconcile(run: CaseRun, stage: Stage): Promise<void> {
  const lead = await run.people.session('lead')
  const { reviewStage: read } = await desk(lead, stage.id)
  expectThat(read.state === 'leadCheck', `Every ${stage.stage} report is signed, but the stage is ${read.state}.`)
  let version = read.version
  for (const { question, answers, answer } of read.reconciliation) {
    if (answer !== null) continue
    const saved = await lead.command(
      'JourneySaveReconciliation',
      {
        id: stage.id,
        version,
        question,
        answer: answers.includes('partly') ? 'partly' : 'yes',
        reason: 'The stricter reading is kept; the open point goes into the conditions.',
      },
      Stage,
    )
    version = saved.version
  }
  const recommended = await lead.command(
    'JourneySaveStageRecommendation',
    { id: stage.id, version, recommendation: recommendationFor(run) },
    Stage,
  )
  const signed = await lead.sign(
    { process: 'reviewStage', id: stage.id, meaning: 'reconciled' },
    'JourneySignReconciliation',
    { version: recommended.version },
    Stage,
  )
  run.narration.step({
    who: lead.email,
    what: `reconcile ${read.reconciliation.length} answers, sign`,
    subject: `${stage.stage} stage`,
    before: read.state,
    after: signed.state,
  })
  await tellSubmission(run, lead, 'last stage reported')
}
