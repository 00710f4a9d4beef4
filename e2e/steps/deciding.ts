import { answerWithYes } from './screening.ts'
import { sign } from './signing.ts'
import type { Visitor } from './visitor.ts'

/** On the page of requests: takes up the reviewers' open points, completes them, and sends the letter. */
export async function sendRequest(manager: Visitor): Promise<void> {
  const { page } = manager
  await page.getByRole('radio', { name: 'Yes, it stops on the day of sending' }).check()
  await manager.look('40-new-request')
  await manager.press('Begin the request')
  const satisfied = page.getByRole('textbox', { name: 'What would answer it?' })
  await satisfied.first().waitFor()
  for (const box of await satisfied.all()) await box.fill('The number and the date of the edition.')
  await page.getByRole('status').filter({ hasText: 'Saved' }).waitFor()
  await manager.look('41-request-draft')
  await manager.press('Send the request')
  const dialog = page.getByRole('dialog', { name: 'Send this request?' })
  await manager.reads('What the applicant will read', dialog)
  await manager.glance('41-send-request')
  await manager.press('Send the request', dialog)
  await manager.reads(/stops the review clock/)
  await dialog.waitFor({ state: 'hidden' })
}

/** On the page of requests: finds every answer complete. */
export async function judgeComplete(manager: Visitor): Promise<void> {
  const { page } = manager
  const complete = page.getByRole('radio', { name: 'Complete', exact: true })
  await complete.first().waitFor()
  for (const radio of await complete.all()) await radio.check()
  await manager.look('44-judge')
  await manager.press('Record: complete, the clock goes on')
  await manager.reads('Closed')
}

/** In the decision room: writes the draft with one condition and sends it for signature. */
export async function draftDecision(manager: Visitor): Promise<void> {
  const { page } = manager
  await manager.press('Draft the decision')
  await page.getByRole('radio', { name: 'Approve with conditions' }).check()
  await page.getByRole('textbox', { name: 'Reasons' }).fill('Every stage found the evidence sufficient.')
  await page.getByRole('textbox', { name: 'Public summary' }).fill('Doctors may use the model to draft ward notes.')
  await manager.press('Add a condition')
  await page.getByRole('textbox', { name: 'What must be done?' }).fill('Audit by age and language every six months.')
  await page.getByRole('textbox', { name: 'Due date' }).fill('01.12.2027')
  await page.getByRole('textbox', { name: 'What shows that it was done?' }).fill('The audit report.')
  await manager.press('Keep this condition')
  await answerWithYes(manager, 'Questions before the decision')
  await page.getByRole('status').filter({ hasText: 'Saved' }).waitFor()
  await manager.look('50-draft-decision')
  await manager.press('Send for signature')
  const dialog = page.getByRole('dialog', { name: 'Send this draft for signature?' })
  await manager.glance('51-send-decision')
  await manager.press('Send for signature', dialog)
  await manager.reads('Waiting for signature')
}

/** In the decision room: the first or the second signature. */
export async function signDecision(signer: Visitor, act: 'Sign' | 'Countersign', screen: string): Promise<void> {
  await signer.look(screen)
  await signer.press(`${act} the decision`)
  await sign(signer, `${act} the decision`, `${screen}-sign`)
}
