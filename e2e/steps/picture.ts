import type { Page } from 'playwright-core'

const pictureMs = 20_000

/**
 * Keeps a picture of the whole page; of what is in view, where a busy machine does not finish the whole in time.
 * A picture that cannot be taken at all is told, and is no fault of the portal.
 */
export async function takePicture(page: Page, path: string): Promise<void> {
  for (const fullPage of [true, false]) {
    try {
      await page.screenshot({ path, fullPage, timeout: pictureMs })
      return
    } catch (error) {
      console.warn(`No picture ${path}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`)
    }
  }
}
