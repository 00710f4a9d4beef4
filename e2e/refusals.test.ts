import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { submit } from './journey/applicant-part.ts'
import { submissionNow, type CaseRun } from './journey/case-run.ts'
import { draftForSignature, issue } from './journey/decision-part.ts'
import { People } from './journey/people.ts'
import { Assignment, Stages } from './journey/portal-answers.ts'
import { readRegisteredOperations } from './journey/registered-operations.ts'
import { reviewStages, staffStages } from './journey/review-part.ts'
import { screen } from './journey/screening-part.ts'
import { tabTo } from './steps/keyboard.ts'
import { prepared } from './steps/prepared.ts'
import { Scene } from './steps/scene.ts'
import { openCasePage, openFromQueue } from './steps/screening.ts'
import { stepMs, Visitor } from './steps/visitor.ts'

let scene: Scene
let people: People
/** A dossier that is complete and not sent yet. */
let ready: CaseRun

beforeAll(async () => {
  scene = await Scene.open('refusals')
  people = await People.gather({ url: scene.portal.url, operations: readRegisteredOperations() })
  ready = await prepared(people, 'Ready')
})

beforeEach(() => {
  scene.keepLastSight()
})

afterAll(async () => {
  await scene?.close()
})

async function referenceOf(run: CaseRun): Promise<string> {
  return (await submissionNow(await people.session('manager'), run.submissionId)).reference
}

/** What a screen reader says of a control beyond its name. */
async function descriptionOf(control: Locator): Promise<string> {
  return control.evaluate((element) =>
    (element.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent ?? '')
      .join(' ')
      .trim(),
  )
}

/** The button is there, is off, says why, and a press on it opens nothing. */
async function expectRefused(visitor: Visitor, name: string, reason: string): Promise<void> {
  const button = visitor.page.getByRole('button', { name, exact: true })
  await button.waitFor()
  expect(await button.getAttribute('aria-disabled')).toBe('true')
  expect(await descriptionOf(button)).toContain(reason)
  await visitor.reads(reason)
  await button.click({ force: true })
  expect(await visitor.page.getByRole('dialog').count()).toBe(0)
}

describe('before the dossier is sent', () => {
  test('a contributor sees why they cannot send it', async () => {
    const contributor = await Visitor.signedIn(scene, 'contributor@helio.example')
    await contributor.go(`/apply/${ready.submissionId}`)
    const reason = 'Only an officer of your organisation may do this.'
    await expectRefused(contributor, 'Declare, sign and send', reason)
    await contributor.look('contributor-tasks')
    await contributor.go(`/apply/${ready.submissionId}/check`)
    await contributor.reads('Nothing is missing.')
    await expectRefused(contributor, 'Go on to declare and sign', reason)
    await contributor.go(`/apply/${ready.submissionId}/declare`)
    await expectRefused(contributor, 'Read, sign and send', reason)
    await contributor.leave()
  })

  test('another organisation finds nothing at its address', async () => {
    const stranger = await Visitor.signedIn(scene, 'officer@nile.example')
    for (const place of ['', '/check', '/declare', '/status', '/s/applicant']) {
      await stranger.go(`/apply/${ready.submissionId}${place}`)
      await stranger.arrivedAt('We cannot find this page')
      expect(await stranger.page.getByText('Ready').count()).toBe(0)
    }
    await stranger.look('foreign-dossier')
    await stranger.go('/apply')
    await stranger.reads('You have no dossier yet.')
    await stranger.leave()
  })

  test('another person’s key signs nothing, and the right one after it does', async () => {
    const officer = await Visitor.signedIn(scene, 'officer@helio.example')
    await officer.go(`/apply/${ready.submissionId}/declare`)
    await officer.press('Read, sign and send')
    const dialog = officer.page.getByRole('dialog', { name: 'Sign and send the dossier' })
    const sign = () => officer.press('Sign with your passkey', dialog)
    await officer.reads('Fingerprint', dialog)
    await sign()
    await officer.reads('Tick the statement to sign', dialog)
    await dialog.getByRole('checkbox').check()
    const keys = '**/auth/demo-accounts'
    await officer.page.route(keys, async (route) => {
      const accounts = (await (await route.fetch()).json()) as { passkey: { key: object } }[]
      const strange = accounts.at(-1)?.passkey.key
      await route.fulfill({ json: accounts.map((each) => ({ ...each, passkey: { ...each.passkey, key: strange } })) })
    })
    await sign()
    await officer.reads('That does not prove that it is you who signs this text. Nothing was signed.', dialog)
    await officer.glance('wrong-passkey')
    expect((await submissionNow(await people.session('officer'), ready.submissionId)).state).toBe('draft')
    await officer.page.unroute(keys)
    await sign()
    await officer.arrivedAt('Your dossier was sent')
    await officer.leave()
  })
})

describe('a reviewer who declares an interest', () => {
  test('no longer sees the case', async () => {
    await screen(ready)
    const lead = await people.session('lead')
    const { submission } = await lead.ask('JourneyStages', { id: ready.submissionId }, Stages)
    const clinical = submission.stages.find(({ stage }) => stage === 'clinical')
    const reviewerId = await people.id('reviewer C')
    await lead.command('JourneyProposeReviewer', { id: clinical?.id, reviewerId }, Assignment)
    const reference = await referenceOf(ready)

    const reviewer = await Visitor.signedIn(scene, 'reviewer.c@agency.example')
    const { page } = reviewer
    await reviewer.follow('Declare your interests: Ready 1.0')
    await reviewer.press('Open the assignment')
    await page.getByRole('radio', { name: 'I have an interest to declare' }).check()
    await reviewer.press('Send the declaration')
    for (const complaint of ['Select the kind of interest', 'Enter what your interest is'])
      await page.getByRole('link', { name: complaint }).waitFor()
    await reviewer.look('interest-errors')
    await page.getByRole('checkbox', { name: 'Shares' }).check()
    await page.getByRole('textbox', { name: 'What is the interest?' }).fill('I hold shares of Helio Health.')
    await reviewer.press('Send the declaration')
    await reviewer.reads('Your access to the case stays closed until then.')
    await reviewer.look('interest-declared')

    for (const place of ['', '/review', '/assign', '/decision']) {
      await reviewer.go(`/agency/cases/${ready.submissionId}${place}`)
      await reviewer.arrivedAt(/^(You are recused from this case|We cannot find this page)$/)
      expect(await page.getByText('Helio Health').count()).toBe(0)
    }
    await reviewer.look('interest-case-closed')
    await reviewer.go(`/agency/queue?view=all&q=${encodeURIComponent(reference)}`)
    expect(await page.getByText('Ready 1.0').count()).toBe(0)
    await reviewer.leave()
  })
})

describe('a decision', () => {
  let decided: CaseRun

  test('is not signed by the one who drafted it', async () => {
    decided = await prepared(people, 'Decided')
    await submit(await people.session('officer'), decided)
    await screen(decided)
    await reviewStages(decided, await staffStages(decided))
    const drafted = await draftForSignature(decided)
    const manager = await Visitor.signedIn(scene, 'manager@agency.example')
    await openFromQueue(manager, await referenceOf(decided), 'Decided 1.0')
    await openCasePage(manager, 'Decision')
    await expectRefused(manager, 'Sign the decision', 'Whoever drafted a decision may not sign it.')
    await manager.look('drafter-cannot-sign')
    await manager.leave()
    await issue(decided, drafted)
  })

  test('and what the public reads of it fit the narrowest screen', async () => {
    const { registerNo } = await submissionNow(await people.session('officer'), decided.submissionId)
    const reader = await Visitor.arrive(scene, { width: 320, height: 640 })
    for (const path of ['/', '/register', `/register/${registerNo ?? ''}`]) await fits(reader, path)
    await reader.leave()
    const dark = await Visitor.arrive(scene, { dark: true })
    await looksDark(dark, `/register/${registerNo ?? ''}`)
    await dark.leave()
  })
})

let pictures = 0
const pictureOf = (kind: string) => `${kind}-${String((pictures += 1)).padStart(2, '0')}`

async function openExisting(visitor: Visitor, path: string): Promise<void> {
  await visitor.go(path)
  expect(await visitor.page.getByRole('heading', { level: 1 }).innerText()).not.toBe('We cannot find this page')
}

/** At 320 px nothing but labelled regions may scroll sideways. */
async function fits(visitor: Visitor, path: string): Promise<void> {
  await openExisting(visitor, path)
  const width = await visitor.page.evaluate(() => document.documentElement.scrollWidth)
  await visitor.look(pictureOf('narrow'))
  expect.soft({ path, width }).toEqual({ path, width: 320 })
}

/** Dark, as the device asks for it, and without barriers. */
async function looksDark(visitor: Visitor, path: string): Promise<void> {
  await openExisting(visitor, path)
  await visitor.look(pictureOf('dark'))
  const ground = await visitor.page.evaluate(() => {
    const [red = 255, green = 255, blue = 255] = (
      getComputedStyle(document.querySelector('.ui-theme') ?? document.body).backgroundColor.match(/[\d.]+/g) ?? []
    ).map(Number)
    return red + green + blue
  })
  expect.soft(ground, `${path} on a dark ground`).toBeLessThan(200)
}

describe('on a narrow and on a dark screen', () => {
  const applicantPaths = () => ['/apply', `/apply/${ready.submissionId}`, `/apply/${ready.submissionId}/s/performance`]
  const agencyPaths = () => ['/agency', '/agency/queue?view=all', `/agency/cases/${ready.submissionId}`]

  test.each([
    ['officer@helio.example', applicantPaths],
    ['manager@agency.example', agencyPaths],
  ])('the main screens of %s fit in 320 px', async (email, paths) => {
    const visitor = await Visitor.signedIn(scene, email, { width: 320, height: 640 })
    for (const path of paths()) await fits(visitor, path)
    await visitor.leave()
  })

  test.each([
    ['officer@helio.example', applicantPaths],
    ['manager@agency.example', agencyPaths],
  ])('the main screens of %s are clear in the dark', async (email, paths) => {
    const visitor = await Visitor.signedIn(scene, email, { dark: true })
    for (const path of paths()) await looksDark(visitor, path)
    await visitor.leave()
  })
})

test('the keyboard alone is enough to sign in', async () => {
  const { email, password, name } = scene.account('officer@helio.example')
  const visitor = await Visitor.arrive(scene)
  const { page } = visitor
  await visitor.go('/')
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to content')
  await tabTo(visitor, page.getByRole('banner').getByRole('link', { name: 'Sign in' }))
  await page.keyboard.press('Enter')
  await visitor.arrivedAt('Sign in')
  const heading = page.getByRole('heading', { level: 1 })
  await expect.poll(() => heading.evaluate((title) => title === document.activeElement), { timeout: stepMs }).toBe(true)

  await tabTo(visitor, page.getByRole('button', { name: 'Sign in', exact: true }))
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'There is a problem' }).waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.keyboard.type(email)
  await page.keyboard.press('Tab')
  await page.keyboard.type('wrong-password')
  await page.keyboard.press('Enter')
  await visitor.reads('You are not signed in')
  await visitor.look('sign-in-refused')

  await tabTo(visitor, page.getByLabel('Password'))
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')
  await visitor.arrivedAt('Second step')
  await visitor.look('second-step')
  await tabTo(visitor, page.getByRole('button', { name: 'Use your passkey' }))
  await page.keyboard.press('Enter')
  await page.getByRole('banner').getByText(name).waitFor()
  await visitor.arrivedAt('My dossiers')
  await visitor.leave()
})

test('nothing broke on the way', () => {
  // The browser's console also notes what was asked for and may not be seen.
  expect(scene.faults.filter((fault) => !fault.includes('There is nothing here that you may see.'))).toEqual([])
})
