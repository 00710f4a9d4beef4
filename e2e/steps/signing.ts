import type { Visitor } from './visitor.ts'

/**
 * Reads the record in the open signing dialog, affirms where it asks for it, and signs with the demonstration's passkey of
 * whoever is signed in. Waits until the dialog has closed, which it does after the seal only.
 */
export async function sign(visitor: Visitor, title: string, screen: string): Promise<void> {
  const dialog = visitor.page.getByRole('dialog', { name: title })
  await visitor.reads('Fingerprint', dialog)
  await visitor.glance(screen)
  const affirmation = dialog.getByRole('checkbox')
  if ((await affirmation.count()) > 0) await affirmation.check()
  await visitor.press('Sign with your passkey', dialog)
  await dialog.waitFor({ state: 'hidden' })
  await visitor.settled()
}
