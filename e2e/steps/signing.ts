import type { Account } from './scene.ts'
import type { Visitor } from './visitor.ts'

/**
 * Reads the record in the open signing dialog, affirms where it asks for it, writes name and password and signs.
 * Waits until the dialog has closed, which it does after the seal only.
 */
export async function sign(
  visitor: Visitor,
  title: string,
  { name, password }: Account,
  screen: string,
): Promise<void> {
  const dialog = visitor.page.getByRole('dialog', { name: title })
  await visitor.reads('Fingerprint', dialog)
  await visitor.glance(screen)
  const affirmation = dialog.getByRole('checkbox')
  if ((await affirmation.count()) > 0) await affirmation.check()
  await dialog.getByLabel('Your full name').fill(name)
  await dialog.getByLabel('Your password').fill(password)
  await visitor.press('Sign', dialog)
  await dialog.waitFor({ state: 'hidden' })
  await visitor.settled()
}
