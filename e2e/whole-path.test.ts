import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { fillRequired } from './journey/applicant-part.ts'
import type { CaseRun } from './journey/case-run.ts'
import { Narration } from './journey/narration.ts'
import { People } from './journey/people.ts'
import { Stages, type Stage } from './journey/portal-answers.ts'
import { readRegisteredOperations } from './journey/registered-operations.ts'
import { reviewStages, staffStage, type StaffedStage } from './journey/review-part.ts'
import {
  answerRequest,
  confirmImported,
  declareAndSend,
  fillFirstSection,
  importCard,
  referenceOn,
  startDossier,
} from './steps/applying.ts'
import { draftDecision, judgeComplete, sendRequest, signDecision } from './steps/deciding.ts'
import { declareNoInterest, propose, reconcile, writeReport } from './steps/reviewing.ts'
import { Scene } from './steps/scene.ts'
import { openCasePage, openFromQueue, screen } from './steps/screening.ts'
import { Visitor } from './steps/visitor.ts'

const card = readFileSync(join(import.meta.dirname, 'cards', 'wardnote-3b.md'), 'utf8')
const model = 'WardNote-3B 1.0'

let scene: Scene
let run: CaseRun
let reference: string
let registerNo: string
let officer: Visitor
let lead: Visitor
let manager: Visitor
const reviewers = new Map<string, Visitor>()
const otherStages: StaffedStage[] = []

beforeAll(async () => {
  scene = await Scene.open('whole-path')
})

afterAll(async () => {
  await scene?.close()
})

/** One act of the path; when one cannot be finished, those after it are left out. */
let interrupted: string | null = null
function act(name: string, play: () => Promise<void>): void {
  test(name, async () => {
    scene.keepLastSight()
    try {
      await play()
    } catch (error) {
      interrupted = name
      throw error
    }
  })
}

beforeEach(({ skip }) => {
  skip(interrupted !== null, `"${interrupted}" was not finished`)
})

/** The official's page of the case that is on its way. */
async function atTheCase(email: string): Promise<Visitor> {
  const official = await Visitor.signedIn(scene, email)
  await openFromQueue(official, reference, model)
  return official
}

const emailOf = (reviewer: 'a' | 'b') => `reviewer.${reviewer}@agency.example`

describe('the whole path of a Class III model', () => {
  act('an officer signs in and starts a dossier', async () => {
    officer = await Visitor.arrive(scene)
    await officer.go('/')
    await officer.look('01-start')
    await officer.follow('Sign in')
    await officer.arrivedAt('Sign in')
    await officer.look('02-sign-in')
    await officer.signIn(scene.account('officer@helio.example'))
    await officer.arrivedAt('My dossiers')
    await officer.look('03-no-dossier')
    const submissionId = await startDossier(officer, 'WardNote-3B', '1.0')
    await officer.look('04-tasks')
    const people = await People.gather({ url: scene.portal.url, operations: readRegisteredOperations() })
    run = { people, narration: new Narration(() => undefined), submissionId, riskClass: 'III' }
  })

  act('imports a model card, and confirms what was found in it', async () => {
    await importCard(officer, card, model)
    await officer.reads(/answers? imported, check/)
    expect(await confirmImported(officer, model)).toBeGreaterThan(3)
    expect(await officer.page.getByText('imported, check').count()).toBe(0)
  })

  act('fills a section by hand, and sees what the others still lack', async () => {
    await fillFirstSection(officer)
    await officer.press('Back to task list')
    await officer.arrivedAt(model)
    await officer.reads('Completed')
    await officer.follow('Check your answers')
    await officer.arrivedAt('Check your answers')
    await officer.reads(/^\d+ things are missing before you can send$/)
    await officer.look('09-check-missing')
  })

  act('declares and submits with a signature', async () => {
    await fillRequired(await run.people.session('officer'), run)
    await officer.go(`/apply/${run.submissionId}/check`)
    await officer.reads('Nothing is missing. Read your answers once more before you sign them.')
    await officer.look('10-check')
    await declareAndSend(officer)
    await officer.look('13-sent')
    reference = await referenceOn(officer.page)
    await officer.follow('See where the dossier stands')
    await officer.arrivedAt('Where your dossier stands')
    await officer.look('14-status')
  })

  act('a screener acknowledges, answers the screening questions and accepts', async () => {
    const screener = await Visitor.signedIn(scene, 'screener@agency.example')
    await screener.look('20-day')
    await screener.follow('Queue', screener.page.getByRole('banner'))
    await screener.arrivedAt('Queue')
    await screener.look('21-queue')
    await openFromQueue(screener, reference, model)
    await screener.look('22-case-submitted')
    await screen(screener, model)
    await screener.reads('In review')
    await screener.look('25-case-in-review')
    await screener.leave()
  })

  act('the lead proposes two reviewers for the clinical stage', async () => {
    lead = await atTheCase('lead@agency.example')
    await openCasePage(lead, 'Assignment')
    await propose(lead, 'Clinical', [scene.account(emailOf('a')).name, scene.account(emailOf('b')).name])
    await lead.look('30-assign')
  })

  act('both declare no interest before they see the case', async () => {
    for (const reviewer of ['a', 'b'] as const) {
      const visitor = await Visitor.signedIn(scene, emailOf(reviewer))
      await visitor.look(`31-day-${reviewer}`)
      await declareNoInterest(visitor, model, `32-declare-${reviewer}`)
      reviewers.set(reviewer, visitor)
    }
  })

  act('both review the stage and sign their reports', async () => {
    const counts: number[] = []
    for (const [reviewer, visitor] of reviewers) {
      await visitor.follow('Open the review')
      await visitor.arrivedAt(/^Review: /)
      const first = reviewer === 'a' ? 'Yes' : 'Partly'
      counts.push(await writeReport(visitor, { first, screen: `33-review-${reviewer}` }))
      await visitor.look(`34-signed-${reviewer}`)
      await visitor.leave()
    }
    expect(counts[0]).toBeGreaterThan(3)
    expect(counts[1]).toBe(counts[0])
  })

  act('the lead reconciles their reports and signs', async () => {
    await openCasePage(lead, 'Reviews', /^Review: /)
    await lead.follow(/^Clinical/, lead.page.getByRole('navigation', { name: 'Stages' }))
    await lead.arrivedAt(/^Review: Clinical/)
    await reconcile(lead)
    await lead.reads('Reported')
    await lead.look('39-reported')
    await lead.leave()
  })

  act('the case manager asks for information; the clock stops', async () => {
    manager = await atTheCase('manager@agency.example')
    await openCasePage(manager, 'Information requests')
    await sendRequest(manager)
    await openCasePage(manager, 'Overview', model)
    await manager.reads('Paused – waiting for applicant')
    await manager.look('41-case-paused')
  })

  act('the officer answers and signs', async () => {
    await officer.go(`/apply/${run.submissionId}/status`)
    await answerRequest(officer)
  })

  act('the manager finds the answer complete; the clock goes on', async () => {
    await openCasePage(manager, 'Information requests')
    await judgeComplete(manager)
    await openCasePage(manager, 'Overview', model)
    await manager.page.getByText('Paused – waiting for applicant').waitFor({ state: 'hidden' })
    await manager.look('45-case-goes-on')
  })

  act('the other stages report', async () => {
    const session = await run.people.session('manager')
    const { submission } = await session.ask('JourneyStages', { id: run.submissionId }, Stages)
    const open = submission.stages.filter(({ stage }: Stage) => stage !== 'clinical')
    for (const [order, stage] of open.entries()) otherStages.push(await staffStage(run, stage, order))
    await reviewStages(run, otherStages)
  })

  act('the manager drafts the decision', async () => {
    await manager.page.reload()
    await openCasePage(manager, 'Decision')
    await draftDecision(manager)
    await manager.leave()
  })

  act('the decision maker signs and a deputy countersigns', async () => {
    const decisionMaker = await atTheCase('decision@agency.example')
    await openCasePage(decisionMaker, 'Decision')
    await signDecision(decisionMaker, 'Sign', '52-decision')
    await decisionMaker.leave()
    const deputy = await atTheCase('deputy@agency.example')
    await openCasePage(deputy, 'Decision')
    await signDecision(deputy, 'Countersign', '53-countersign')
    await deputy.reads('The decision is issued and published. Only a new decision can change it.')
    await deputy.look('54-issued')
    await deputy.leave()
  })

  act('the officer reads the decision', async () => {
    await officer.go(`/apply/${run.submissionId}/status`)
    await officer.look('55-decided')
    await officer.follow('See it in the register')
    await officer.arrivedAt(model)
    registerNo = new URL(officer.page.url()).pathname.split('/').at(-1) ?? ''
    await officer.leave()
  })

  act('anybody finds the entry in the public register and reads it', async () => {
    const reader = await Visitor.arrive(scene)
    await reader.go('/')
    await reader.follow('Search the register')
    await reader.arrivedAt('Register of models')
    await reader.look('60-register')
    await reader.page.getByRole('searchbox').fill('WardNote')
    await reader.page.keyboard.press('Enter')
    await reader.follow(model)
    await reader.arrivedAt(model)
    expect(new URL(reader.page.url()).pathname).toBe(`/register/${registerNo}`)
    await reader.reads('Audit by age and language every six months.')
    for (const signer of ['decision@agency.example', 'deputy@agency.example'])
      await reader.reads(scene.account(signer).name)
    await reader.look('61-entry')
    await reader.leave()
  })

  test('nothing broke on the way', () => {
    expect(scene.faults).toEqual([])
  })
})
