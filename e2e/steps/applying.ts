import type { Page } from 'playwright-core'
import { sign } from './signing.ts'
import type { Visitor } from './visitor.ts'

/** The officer starts a dossier by its name and version; the class questions stay open. Returns the dossier's id. */
export async function startDossier(officer: Visitor, modelName: string, version: string): Promise<string> {
  const { page } = officer
  await officer.follow('Start a dossier')
  await officer.arrivedAt('Before you start')
  await page.getByRole('textbox', { name: 'Name of the model' }).fill(modelName)
  await page.getByRole('textbox', { name: 'Version' }).fill(version)
  await officer.press('Create the dossier')
  await officer.arrivedAt(`${modelName} ${version}`)
  return dossierAt(page)
}

/** The id of the dossier that is open, from its address. */
export function dossierAt(page: Page): string {
  const id = /\/apply\/([^/?#]+)/.exec(page.url())?.[1]
  if (!id) throw new Error(`No dossier is open at ${page.url()}.`)
  return id
}

/** From the task list: pastes the card, looks what was found in it, takes all of it. */
export async function importCard(officer: Visitor, card: string, model: string): Promise<void> {
  const { page } = officer
  await officer.follow('Import a model card')
  await officer.arrivedAt('Import a model card')
  await page.getByRole('textbox', { name: 'Text of the model card' }).fill(card)
  await officer.press('Look for answers')
  await page.getByRole('heading', { name: /^We found \d+ answers$/ }).waitFor()
  await officer.look('05-import')
  await officer.press(/^Add the \d+ chosen answers$/)
  await officer.arrivedAt(model)
}

/** Opens each section that has imported answers, and confirms them there. Ends on the task list. */
export async function confirmImported(officer: Visitor, model: string): Promise<number> {
  const { page } = officer
  const waiting = page.getByRole('listitem').filter({ hasText: /imported, check/ })
  let sections = 0
  for (; (await waiting.count()) > 0; sections += 1) {
    await waiting.first().getByRole('link').click()
    const note = page.getByRole('region', { name: 'Imported from your model card' })
    await note.waitFor()
    if (sections === 0) await officer.look('06-section-imported')
    await officer.press('I have checked all of this section', note)
    await note.waitFor({ state: 'hidden' })
    await officer.press('Back to task list')
    await officer.arrivedAt(model)
  }
  return sections
}

/** Every answer of the first section, typed and chosen as a person would; ends in the section after it. */
export async function fillFirstSection(officer: Visitor): Promise<void> {
  const { page } = officer
  const write = (name: string, text: string) => page.getByRole('textbox', { name, exact: true }).fill(text)
  const choose = (question: string, answer: string) =>
    page.getByRole('radiogroup', { name: question }).getByRole('radio', { name: answer, exact: true }).check()
  await officer.follow('Applicant and accountable people')
  await officer.arrivedAt('Applicant and accountable people')
  await officer.press('Save and continue')
  await page.getByRole('heading', { name: 'There is a problem' }).waitFor()
  await officer.look('07-section-errors')
  await write('Legal name of the applicant', 'Helio Health S.A.')
  await choose('Your role for this model', 'Both')
  await write('Address and country', '4 Quay Street\nAlexandria, Egypt')
  await write('Contact and page for the public', 'contact@helio.example')
  await choose('In what capacity are you filing?', 'For our own organisation')
  const accountable = page.getByRole('group', { name: 'Senior person accountable for the model' })
  await accountable.getByRole('textbox', { name: 'Name' }).fill('Amina Haddad')
  await accountable.getByRole('textbox', { name: 'Position' }).fill('Chief medical officer')
  await accountable.getByRole('textbox', { name: 'Email' }).fill('amina.haddad@helio.example')
  await write('Who paid for the development', 'Own means, and one grant of the ministry of health.')
  await page.getByRole('status').filter({ hasText: 'Saved' }).waitFor()
  await officer.look('08-section-filled')
  await officer.press('Save and continue')
  await officer.arrivedAt('Model identity and form')
}

/** From the check of all answers: declares, reads the record, signs and sends. Ends on the receipt. */
export async function declareAndSend(officer: Visitor): Promise<void> {
  await officer.press('Go on to declare and sign')
  await officer.arrivedAt('Declare, sign and send')
  await officer.look('11-declare')
  await officer.press('Read, sign and send')
  await sign(officer, 'Sign and send the dossier', '12-sign-dossier')
  await officer.arrivedAt('Your dossier was sent')
}

/** From the dossier's status: answers each question of the request and signs. Ends on the status again. */
export async function answerRequest(officer: Visitor): Promise<void> {
  const { page } = officer
  await officer.follow('Request 1')
  await officer.arrivedAt('Request for information 1')
  const answers = page.getByRole('textbox', { name: /^Your answer to question \d+$/ })
  await answers.first().waitFor()
  for (const answer of await answers.all()) await answer.fill('The figures come from edition 3 of 12 January 2026.')
  await page.getByRole('status').filter({ hasText: 'Saved' }).waitFor()
  await officer.look('42-request-answered')
  await officer.press('Sign and send the answers')
  await sign(officer, 'Sign and send the answers', '43-sign-answers')
  await officer.arrivedAt('Where your dossier stands')
}

/** The dossier's number, which every page of it bears in its title: "Your dossier was sent – C-AQ4TBTW5 – Placet". */
export async function referenceOn(page: Page): Promise<string> {
  const title = await page.title()
  const reference = / – (C-\w+) – /.exec(title)?.[1]
  if (!reference) throw new Error(`The title "${title}" names no dossier.`)
  return reference
}
