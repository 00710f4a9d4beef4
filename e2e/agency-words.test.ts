import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { submit } from './journey/applicant-part.ts'
import type { CaseRun } from './journey/case-run.ts'
import { People } from './journey/people.ts'
import { Stages } from './journey/portal-answers.ts'
import { readRegisteredOperations } from './journey/registered-operations.ts'
import { staffStage } from './journey/review-part.ts'
import { screen } from './journey/screening-part.ts'
import { prepared } from './steps/prepared.ts'
import { Scene } from './steps/scene.ts'
import { stepMs, Visitor } from './steps/visitor.ts'

let scene: Scene
let run: CaseRun
let desk: string
/** Somebody who reviews the clinical stage. */
let email: string

beforeAll(async () => {
  scene = await Scene.open('agency-words')
  const people = await People.gather({ url: scene.portal.url, operations: readRegisteredOperations() })
  run = await prepared(people, 'Words')
  await submit(await people.session('officer'), run)
  await screen(run)
  const manager = await people.session('manager')
  const { submission } = await manager.ask('JourneyStages', { id: run.submissionId }, Stages)
  const clinical = submission.stages.find(({ stage }) => stage === 'clinical')
  if (!clinical) throw new Error('The case has no clinical stage.')
  const { reviewers } = await staffStage(run, clinical, 0)
  email = (await people.session(reviewers[0] ?? 'reviewer A')).email
  desk = `/agency/cases/${run.submissionId}/review?stage=clinical`
})

beforeEach(() => {
  scene.keepLastSight()
})

afterAll(async () => {
  await scene?.close()
})

const reason = (visitor: Visitor) => visitor.page.getByRole('textbox', { name: 'Reason' })
const someWords = () => `Shown in ${randomBytes(6).toString('hex')}`

async function isStored(visitor: Visitor, words: string): Promise<void> {
  await expect
    .poll(
      async () => {
        await visitor.go(desk)
        return reason(visitor).inputValue()
      },
      { timeout: stepMs },
    )
    .toBe(words)
}

describe('an answer of a review that two windows write', () => {
  async function writtenTwice(reviewer: Visitor): Promise<{ other: Visitor; first: string; second: string }> {
    const other = await reviewer.another()
    for (const window of [reviewer, other]) await window.go(desk)
    const [first, second] = [someWords(), someWords()]
    await reason(other).fill(first)
    await other.page.keyboard.press('Tab')
    await other.reads(/^Saved \d/)
    await reason(reviewer).fill(second)
    await reviewer.page.keyboard.press('Tab')
    await reviewer.reads('Choose which one to keep.')
    return { other, first, second }
  }

  test.each([1280, 320])('stands twice on a screen of %i px, with who and when, and one is kept', async (width) => {
    const reviewer = await Visitor.signedIn(scene, email, { width })
    const { other, first, second } = await writtenTwice(reviewer)
    const both = reviewer.page.getByRole('alert')
    await reviewer.reads(scene.account(email).name, both)
    await reviewer.reads(first, both)
    await reviewer.reads(second, both)
    await reviewer.look(`written-twice-${width}`)
    const shown = await reviewer.page.evaluate(() => document.documentElement.scrollWidth)
    expect.soft(shown).toBe(width)
    await reviewer.press(/^Keep what I wrote here/)
    await both.waitFor({ state: 'detached' })
    await reviewer.reads(/^Saved \d/)
    await isStored(other, second)
    await reviewer.leave()
  })

  test('can be taken as it is stored', async () => {
    const reviewer = await Visitor.signedIn(scene, email)
    const { other, first } = await writtenTwice(reviewer)
    await reviewer.press(/^Use what is stored/)
    expect(await reason(reviewer).inputValue()).toBe(first)
    await isStored(other, first)
    await reviewer.leave()
  })
})

describe('words typed a moment before a link is followed', () => {
  const dialog = (visitor: Visitor) => visitor.page.getByRole('dialog', { name: 'Sign in again' })

  async function write(reviewer: Visitor): Promise<string> {
    const words = someWords()
    await reviewer.go(desk)
    await reason(reviewer).fill(words)
    return words
  }

  // By the page's own script: the click comes within the pause, and without the focus leaving the field before.
  const leave = (reviewer: Visitor) =>
    reviewer.page
      .getByRole('banner')
      .getByRole('link', { name: 'Queue' })
      .evaluate((link: HTMLElement) => link.click())

  async function signInAgain(visitor: Visitor): Promise<void> {
    await visitor.press('Sign in with a passkey', dialog(visitor))
    await dialog(visitor).waitFor({ state: 'hidden' })
  }

  test('are saved', async () => {
    const reviewer = await Visitor.signedIn(scene, email)
    const words = await write(reviewer)
    await leave(reviewer)
    await reviewer.arrivedAt('Queue')
    await isStored(reviewer, words)
    await reviewer.leave()
  })

  test('are saved after a new sign-in where the session has ended, and the link is followed then', async () => {
    const reviewer = await Visitor.signedIn(scene, email)
    const words = await write(reviewer)
    await reviewer.page.context().clearCookies()
    await leave(reviewer)
    await dialog(reviewer).waitFor()
    expect(await reason(reviewer).inputValue()).toBe(words)
    await reviewer.glance('held-for-sign-in')
    await signInAgain(reviewer)
    await reviewer.arrivedAt('Queue')
    await isStored(reviewer, words)
    await reviewer.leave()
  })

  test('stay on the page after "Not now", and the next link asks again', async () => {
    const reviewer = await Visitor.signedIn(scene, email)
    const words = await write(reviewer)
    await reviewer.page.context().clearCookies()
    await leave(reviewer)
    await reviewer.press('Not now', dialog(reviewer))
    await dialog(reviewer).waitFor({ state: 'hidden' })
    expect(await reason(reviewer).inputValue()).toBe(words)
    await leave(reviewer)
    await signInAgain(reviewer)
    await reviewer.arrivedAt('Queue')
    await isStored(reviewer, words)
    await reviewer.leave()
  })

  test.each([1280, 320])('are not left behind unasked where they can not be saved: %i px', async (width) => {
    const reviewer = await Visitor.signedIn(scene, email, { width })
    const { page } = reviewer
    const words = await write(reviewer)
    await page.context().setOffline(true)
    await leave(reviewer)
    const asked = page.getByRole('dialog', { name: 'Leave without saving?' })
    await asked.waitFor()
    await reviewer.glance(`leave-unsaved-${width}`)
    await reviewer.press('Cancel', asked)
    expect(await reason(reviewer).inputValue()).toBe(words)
    await page.context().setOffline(false)
    await reviewer.reads(/^Saved \d/)
    await isStored(reviewer, words)
    await reviewer.leave()
  })
})

test('nothing broke on the way', () => {
  expect(scene.faults).toEqual([])
})
