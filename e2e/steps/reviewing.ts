import { expect } from 'vitest'
import { sign } from './signing.ts'
import { stepMs, type Visitor } from './visitor.ts'

/** On the assignment page: the lead proposes these people for the stage. */
export async function propose(lead: Visitor, stage: string, people: readonly string[]): Promise<void> {
  const part = lead.page.getByRole('region', { name: stage, exact: true })
  await lead.press(`Choose people for ${stage}`, part)
  for (const name of people) {
    await lead.press(`Propose ${name}`, part)
    await lead.reads(new RegExp(`${name} – Proposed`), part)
  }
}

/** From the first page: opens the assignment and declares that there is no interest. */
export async function declareNoInterest(reviewer: Visitor, model: string, screen: string): Promise<void> {
  const { page } = reviewer
  await reviewer.follow(`Declare your interests: ${model}`)
  await reviewer.arrivedAt('Declare your interests')
  await reviewer.press('Open the assignment')
  await page.getByRole('radio', { name: 'I have no interest in this case' }).check()
  await page.getByRole('checkbox', { name: 'I have none of these interests in anybody named above' }).check()
  await reviewer.look(screen)
  await reviewer.press('Send the declaration')
  await page.getByRole('link', { name: 'Open the review' }).waitFor()
}

type Report = {
  /** Answer to the stage's first question; all others are answered with yes. */
  first: 'Yes' | 'Partly'
  /** Begins the names of the pictures. */
  screen: string
}

/** On the review desk: answers each question with reason and evidence, recommends, and signs the report. */
export async function writeReport(reviewer: Visitor, { first, screen }: Report): Promise<number> {
  const { page } = reviewer
  const questions = page.getByRole('combobox', { name: 'Question', exact: true }).getByRole('option')
  await reviewer.reads(/^0 of \d+ answered$/)
  const count = await questions.count()
  for (let at = 1; at <= count; at += 1) {
    const heading = page.getByRole('heading', { level: 3, name: new RegExp(`^${at}\\. `) })
    await heading.waitFor()
    await page.getByRole('radio', { name: at === 1 ? first : 'Yes', exact: true }).check()
    await page.getByRole('textbox', { name: 'Reason' }).fill('The dossier shows it where the pointer leads.')
    await page
      .getByRole('region', { name: 'Dossier' })
      .getByRole('button', { name: /^Cite / })
      .first()
      .click()
    await page
      .getByRole('button', { name: /^Remove / })
      .first()
      .waitFor()
    if (at === 1) await reviewer.look(`${screen}-question`)
    if (at < count) await reviewer.press('Next question')
  }
  await reviewer.reads(`${count} of ${count} answered`)
  await page.getByRole('radio', { name: 'Approve with conditions' }).check()
  await page.getByRole('textbox', { name: 'Summary' }).fill('The clinical part of the dossier holds.')
  await expect.poll(() => page.getByText('Saving…').count(), { timeout: stepMs }).toBe(0)
  await reviewer.press('Sign the report')
  await sign(reviewer, 'Sign the report', `${screen}-sign`)
  return count
}

/** On the review desk: rules on the one question that the reports answer differently, and signs for the stage. */
export async function reconcile(lead: Visitor): Promise<void> {
  const { page } = lead
  const part = page.getByRole('region', { name: 'The lead’s check' })
  await lead.reads('The reports differ here.', part)
  await part.getByRole('radiogroup', { name: 'Which answer stands?' }).getByRole('radio', { name: 'Partly' }).check()
  await part.getByRole('textbox', { name: 'Why?' }).fill('The stricter reading is kept; the open point goes on.')
  await lead.press('Save the reconciliation', part)
  await part.getByRole('status').filter({ hasText: 'Saved' }).waitFor()
  const recommendation = part.getByRole('radiogroup', { name: 'Recommendation of the stage' })
  const withConditions = recommendation.getByRole('radio', { name: 'Approve with conditions' })
  // The mark follows the server's answer, so it is not there at once.
  await withConditions.click()
  await expect.poll(() => withConditions.isChecked(), { timeout: stepMs }).toBe(true)
  await lead.look('37-reconcile')
  await lead.press('Sign the stage report', part)
  await sign(lead, 'Sign the stage report', '38-sign-stage')
}
