import { setTimeout as pause } from 'node:timers/promises'
import * as z from 'zod/mini'
import { moveAgencyClock } from './agency-clock.ts'
import { tellSubmission, type CaseRun } from './case-run.ts'
import { expectThat, Unexpected } from './outcome.ts'
import { Decision, Mode } from './portal-answers.ts'
import { recommendationFor } from './review-part.ts'
import type { Session } from './session.ts'

const DecisionNow = z.object({ decision: Decision })
const dispatchDelayMs = 15 * 60_000

/** The manager drafts the decision, the decision maker signs, a deputy countersigns where two must; it is issued. */
export async function decide(run: CaseRun): Promise<Decision> {
  return issue(run, await draftForSignature(run))
}

/** A drafted decision is signed, countersigned where two must sign, and issued. */
export async function issue(run: CaseRun, forSignature: Decision): Promise<Decision> {
  const signed = await signFirst(run, forSignature)
  const issued = signed.signaturesNeeded > 1 ? await countersign(run, signed) : await waitForDispatch(run, signed)
  expectThat(issued.state === 'issued', `The decision is ${issued.state}, not issued.`)
  return issued
}

/** The manager drafts the decision that follows the reviewers' advice, and sends it for signature. */
export async function draftForSignature(run: CaseRun): Promise<Decision> {
  const manager = await run.people.session('manager')
  const started = await manager.command(
    'JourneyStartDecision',
    { id: run.submissionId, kind: 'registration' },
    Decision,
  )
  run.narration.step({
    who: manager.email,
    what: 'start the decision',
    subject: 'decision',
    before: 'none',
    after: started.state,
  })
  const outcome = recommendationFor(run)
  const saved = await manager.command(
    'JourneySaveDecision',
    {
      id: started.id,
      version: started.version,
      outcome,
      reasons: 'Every stage found the evidence sufficient for the intended purpose.',
      publicSummary: 'The model may be used for the purpose that its dossier states, by the users that it names.',
      departures: [],
      conditions: outcome === 'approve' ? [] : [await condition(manager)],
      answers: started.decisionQuestions.map((question) => ({
        question: question.id,
        answer: 'yes',
        reason: 'Shown in the assessment.',
      })),
    },
    Decision,
  )
  const sent = await manager.command('JourneySubmitForSignature', { id: saved.id, version: saved.version }, Decision)
  run.narration.step({
    who: manager.email,
    what: `draft "${outcome}", send for signature`,
    subject: 'decision',
    before: saved.state,
    after: sent.state,
  })
  await tellSubmission(run, manager, 'send the draft decision')
  return sent
}

async function condition(session: Session): Promise<{ text: string; dueAt: string; evidence: string }> {
  const { agencyClock } = await session.ask('JourneyMode', {}, Mode)
  const due = new Date(Date.parse(agencyClock.now) + 180 * 86_400_000)
  return {
    text: 'Report the results by age band and language after six months of use.',
    dueAt: due.toISOString().slice(0, 10),
    evidence: 'A table of results by group with intervals.',
  }
}

async function signFirst(run: CaseRun, forSignature: Decision): Promise<Decision> {
  const signer = await run.people.session('decision maker')
  const signed = await signer.sign(
    { process: 'decision', id: forSignature.id, meaning: 'approved' },
    'JourneySignDecision',
    { version: forSignature.version, affirmed: true },
    Decision,
  )
  run.narration.step({
    who: signer.email,
    what: 'sign',
    subject: 'decision',
    before: forSignature.state,
    after: signed.state,
  })
  return signed
}

async function countersign(run: CaseRun, signed: Decision): Promise<Decision> {
  const deputy = await run.people.session('deputy')
  const issued = await deputy.sign(
    { process: 'decision', id: signed.id, meaning: 'countersigned' },
    'JourneyCountersignDecision',
    { version: signed.version, affirmed: true },
    Decision,
  )
  run.narration.step({
    who: deputy.email,
    what: 'countersign',
    subject: 'decision',
    before: signed.state,
    after: issued.state,
  })
  await tellSubmission(run, deputy, 'the decision is issued')
  return issued
}

/** One signature: the signer may recall for 15 minutes. In demo mode the admin lets the agency's clock pass them. */
async function waitForDispatch(run: CaseRun, signed: Decision): Promise<Decision> {
  const manager = await run.people.session('manager')
  const moved = await moveAgencyClock(run, 1)
  const patience = moved > 0 ? 60_000 : dispatchDelayMs + 60_000
  for (const deadline = Date.now() + patience; Date.now() < deadline; await pause(500)) {
    const { decision } = await manager.ask('JourneyDecision', { id: signed.id }, DecisionNow)
    if (decision.state === 'signed') continue
    run.narration.step({
      who: 'system',
      what: 'the time for recall is over',
      subject: 'decision',
      before: signed.state,
      after: decision.state,
    })
    await tellSubmission(run, manager, 'the decision is issued')
    return decision
  }
  throw new Unexpected(`The decision was signed, but was not issued within ${patience / 1000} s.`)
}
