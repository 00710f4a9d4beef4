import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startDossier } from './steps/applying.ts'
import { Scene } from './steps/scene.ts'
import { stepMs, Visitor } from './steps/visitor.ts'

let scene: Scene
let officer: Visitor
let dossier: string

beforeAll(async () => {
  scene = await Scene.open('answers-kept')
})

beforeEach(() => {
  scene.keepLastSight()
})

afterAll(async () => {
  await scene?.close()
})

test('an officer starts a dossier', async () => {
  officer = await Visitor.signedIn(scene, 'officer@helio.example')
  dossier = await startDossier(officer, 'Keeps', '1.0')
})

describe('a model card that is too long for one request', () => {
  const prose = 'It reads notes of the ward and drafts a summary, which a doctor checks and signs. '.repeat(2900)
  const card = `---\nlicense: apache-2.0\nlanguage:\n- en\n---\n# Keeps\n\n## Limitations\n\nNo children.\n\n## History\n\n${prose}\n`
  const results = Array.from({ length: 10_000 }, (_, index) => `- result ${index} of the benchmark that we ran`)
  const heavy = `---\nlicense: apache-2.0\ntags:\n${results.join('\n')}\n---\n# Keeps\n`

  async function read(name: string, text: string): Promise<void> {
    const { page } = officer
    await page.locator('input[type=file]').setInputFiles({ name, mimeType: '', buffer: Buffer.from(text) })
    const words = page.getByRole('textbox', { name: 'Text of the model card' })
    await expect.poll(() => words.inputValue(), { timeout: stepMs }).toBe(text)
    await officer.press('Look for answers')
  }

  test('is read after its check, each time', async () => {
    expect(Buffer.byteLength(card)).toBeGreaterThan(230_000)
    await officer.go(`/apply/${dossier}/import`)
    for (const name of ['card.md', 'card.yaml', 'card.txt', 'card.md', 'card.md']) {
      await read(name, card)
      await officer.page.getByRole('heading', { name: /^We found \d+ answers$/ }).waitFor()
      expect(await officer.page.getByText('This did not reach us').count()).toBe(0)
    }
    await officer.glance('import-long')
    await officer.press(/^Add the \d+ chosen answers$/)
    await officer.arrivedAt('Keeps 1.0')
  })

  test('is refused in words where its front matter is too large', async () => {
    expect(Buffer.byteLength(heavy)).toBeGreaterThan(400_000)
    await officer.go(`/apply/${dossier}/import`)
    await read('card.md', heavy)
    await officer.reads(/front matter/i, officer.page.locator('.ui-refusal'))
    expect(await officer.page.getByText('This did not reach us').count()).toBe(0)
    await officer.glance('import-refused')
  })
})

describe('words typed a moment before the page is gone', () => {
  const runs = Array.from({ length: 10 }, (_, run) => ({ run, by: run % 2 === 0 ? 'a reload' : 'closing the tab' }))
  let contributor: Visitor

  async function sees(question: string, words: string): Promise<void> {
    const shown = contributor.page.getByRole('textbox', { name: question })
    await expect
      .poll(
        async () => {
          await contributor.go(`/apply/${dossier}/s/intendedUse`)
          return shown.inputValue()
        },
        { timeout: 5000 },
      )
      .toBe(words)
  }

  test('a colleague looks on', async () => {
    contributor = await Visitor.signedIn(scene, 'contributor@helio.example')
  })

  test.each(runs)('are saved: run $run, by $by', async ({ by }) => {
    const question = 'Intended purpose'
    const words = `Drafts ${randomBytes(6).toString('hex')} of the ward`
    const tab = await officer.another()
    await tab.go(`/apply/${dossier}/s/intendedUse`)
    const box = tab.page.getByRole('textbox', { name: question })
    await box.fill('')
    await box.pressSequentially(words)
    // The next thing that the browser is told after the last key: far within the pause of 800 ms.
    if (by === 'a reload') await tab.page.reload({ waitUntil: 'commit' })
    else await tab.page.close()
    await sees(question, words)
    if (by === 'a reload') await tab.page.close()
  })
})

describe('when the session ends while somebody writes', () => {
  const question = 'Uses and settings to avoid'
  const dialog = (visitor: Visitor) => visitor.page.getByRole('dialog', { name: 'Sign in again' })

  async function writeSignedOut(visitor: Visitor): Promise<string> {
    const words = `Not for ${randomBytes(6).toString('hex')}`
    await visitor.go(`/apply/${dossier}/s/intendedUse`)
    await visitor.page.context().clearCookies()
    await visitor.page.getByRole('textbox', { name: question }).fill(words)
    return words
  }

  async function signInAgain(visitor: Visitor): Promise<void> {
    await visitor.press('Sign in with a passkey', dialog(visitor))
    await dialog(visitor).waitFor({ state: 'hidden' })
  }

  async function isSaved(words: string): Promise<void> {
    await officer.go(`/apply/${dossier}/s/intendedUse`)
    expect(await officer.page.getByRole('textbox', { name: question }).inputValue()).toBe(words)
  }

  test('the sign-in opens over the page, and the words are saved after it', async () => {
    const visitor = await Visitor.signedIn(scene, 'contributor@helio.example')
    const words = await writeSignedOut(visitor)
    await dialog(visitor).waitFor()
    expect(await visitor.page.evaluate(() => document.activeElement?.textContent)).toMatch(/^Your session has ended/)
    await visitor.glance('sign-in-again')
    await visitor.press('Use your password', dialog(visitor))
    await visitor.press('Sign in', dialog(visitor))
    await visitor.reads('Enter your password', dialog(visitor))
    await dialog(visitor).getByLabel('Password').fill('not the password')
    await visitor.press('Sign in', dialog(visitor))
    await visitor.reads('You are not signed in', dialog(visitor))
    await visitor.glance('sign-in-again-refused')
    await dialog(visitor).getByLabel('Password').fill(scene.account('contributor@helio.example').password)
    await visitor.press('Sign in', dialog(visitor))
    await visitor.press('Use your passkey', dialog(visitor))
    await dialog(visitor).waitFor({ state: 'hidden' })
    await visitor.page
      .getByRole('status')
      .filter({ hasText: /^Saved \d/ })
      .waitFor()
    expect(await visitor.page.getByRole('textbox', { name: question }).inputValue()).toBe(words)
    await isSaved(words)
    await visitor.leave()
  })

  test('so it does where the person goes on to another page before', async () => {
    const visitor = await Visitor.signedIn(scene, 'contributor@helio.example')
    const words = await writeSignedOut(visitor)
    await visitor.follow('Keeps 1.0')
    await dialog(visitor).waitFor()
    await signInAgain(visitor)
    await visitor.arrivedAt('Keeps 1.0')
    await isSaved(words)
    await visitor.leave()
  })

  test('"Not now" leaves the words on the page, and what the person does next asks again', async () => {
    const visitor = await Visitor.signedIn(scene, 'contributor@helio.example')
    const words = await writeSignedOut(visitor)
    await visitor.press('Not now', dialog(visitor))
    await visitor.reads('You have been signed out. What you typed is still on this page.')
    expect(await visitor.page.getByRole('textbox', { name: question }).inputValue()).toBe(words)
    await visitor.follow('Keeps 1.0')
    await signInAgain(visitor)
    await visitor.arrivedAt('Keeps 1.0')
    await isSaved(words)
    await visitor.leave()
  })
})

test('an answer with half a character is refused by itself, and the page does not call it saved', async () => {
  const { page } = officer
  await officer.go(`/apply/${dossier}/s/modelIdentity`)
  const summary = page.getByRole('textbox', { name: 'Plain summary' })
  // Made in the page: on the way there from here it would become a whole character.
  await summary.focus()
  await page.evaluate(() => document.execCommand('insertText', false, `It drafts ${String.fromCharCode(0xd83d)}`))
  await page.getByRole('textbox', { name: 'How it works, briefly' }).fill('It reads and writes.')
  await page.keyboard.press('Tab')
  await page.getByRole('status').filter({ hasText: 'Not saved: 1 answer needs correcting' }).waitFor()
  await officer.reads('contains a character that is cut in half')
  await officer.look('half-a-character')
  await page.reload()
  await officer.settled()
  expect(await summary.inputValue()).toBe('')
  expect(await page.getByRole('textbox', { name: 'How it works, briefly' }).inputValue()).toBe('It reads and writes.')
})

describe('a table', () => {
  const saved = () => officer.page.getByRole('status').filter({ hasText: /^Saved \d/ })

  test('gives a removed row back, by keyboard', async () => {
    const { page } = officer
    await officer.go(`/apply/${dossier}/s/performance`)
    const datasets = page.getByRole('group', { name: /^Evaluation datasets/ })
    for (const [at, name] of ['North Coast 2024', 'Delta wards'].entries()) {
      await officer.press('Add a row', datasets)
      await page.getByRole('textbox', { name: `Dataset, row ${at + 1}`, exact: true }).fill(name)
    }
    await datasets.getByRole('button', { name: 'Remove row 1' }).focus()
    await page.keyboard.press('Enter')
    await datasets.getByText('Row 1 was removed.').waitFor()
    await saved().waitFor()
    // The focus stands on "Undo", so that it stays for as long as the picture takes.
    await officer.glance('row-removed')
    await page.keyboard.press('Enter')
    const first = page.getByRole('textbox', { name: 'Dataset, row 1', exact: true })
    await expect.poll(() => first.inputValue()).toBe('North Coast 2024')
    await page.keyboard.press('Tab')
    await saved().waitFor()
    await page.reload()
    await expect.poll(() => first.inputValue(), { timeout: stepMs }).toBe('North Coast 2024')
  })

  test('proposes the datasets of the list above for a result, and takes another word', async () => {
    const { page } = officer
    const results = page.getByRole('group', { name: /^Main results/ })
    await officer.press('Add a row', results)
    const dataset = results.getByRole('combobox', { name: 'Evaluation dataset (from the list above), row 1' })
    const proposed = await dataset.evaluate((box) =>
      [...((box as HTMLInputElement).list?.options ?? [])].map(({ value }) => value),
    )
    expect(proposed).toEqual(['North Coast 2024', 'Delta wards'])
    await dataset.fill('Delta wards')
    await page.keyboard.press('Tab')
    await saved().waitFor()
    await officer.glance('datasets-proposed')
    await page.reload()
    await expect.poll(() => dataset.inputValue(), { timeout: stepMs }).toBe('Delta wards')
  })
})

test('nothing broke on the way', () => {
  expect(scene.faults).toEqual([])
})
