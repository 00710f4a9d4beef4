import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, onTestFailed } from 'vitest'
import * as z from 'zod/mini'
import { startBrowser, type Browsing } from '../browser.ts'
import { startPortal, type RunningPortal } from '../portal.ts'
import { takePicture } from './picture.ts'

const Account = z.object({ email: z.string(), password: z.string(), name: z.string() })
/** Somebody who can sign in to the demonstration. */
export type Account = z.infer<typeof Account>

/** One fresh portal, one browser, and a folder for what is seen. */
export class Scene {
  readonly portal: RunningPortal
  readonly browsing: Browsing
  readonly folder: string
  readonly #accounts: readonly Account[]
  /** What no visit may cause: errors in a page, answers of 500 and above. Told with the address where it happened. */
  readonly faults: string[] = []
  /** Every page that was opened. */
  readonly pages: Page[] = []

  private constructor(portal: RunningPortal, browsing: Browsing, accounts: readonly Account[], folder: string) {
    this.portal = portal
    this.browsing = browsing
    this.#accounts = accounts
    this.folder = folder
  }

  /** Starts portal and browser; screenshots go to `artefacts/<name>`, which is emptied first. */
  static async open(name: string): Promise<Scene> {
    const folder = join(import.meta.dirname, '..', 'artefacts', name)
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    const portal = await startPortal()
    const answer = await fetch(`${portal.url}/auth/demo-accounts`)
    const accounts = z.array(Account).parse(await answer.json())
    return new Scene(portal, await startBrowser(), accounts, folder)
  }

  /** The demo account with this address; throws when there is none. */
  account(email: string): Account {
    const account = this.#accounts.find((each) => each.email === email)
    if (!account) throw new Error(`The demonstration has no account ${email}.`)
    return account
  }

  /** To be called within a test: when it fails, every open page is kept as a picture of what was seen last. */
  keepLastSight(): void {
    const name = (expect.getState().currentTestName ?? 'a test').replaceAll(/[^A-Za-z0-9]+/g, '-').slice(-60)
    onTestFailed(async () => {
      const open = this.pages.filter((page) => !page.isClosed())
      for (const [index, page] of open.entries())
        await takePicture(page, join(this.folder, `failed-${name}-${index}.png`))
    })
  }

  /** Ends browser and portal; throws when the portal does not end well. */
  async close(): Promise<void> {
    await this.browsing.close()
    await this.portal.stop()
  }
}
