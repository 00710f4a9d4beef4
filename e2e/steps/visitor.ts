import { join } from 'node:path'
import type { BrowserContext, Locator, Page, Request } from 'playwright-core'
import { expect } from 'vitest'
import { expectAccessible } from '../axe.ts'
import { takePicture } from './picture.ts'
import type { Account, Scene } from './scene.ts'

/** The longest that one step may take: two cores are shared by portal, database and browser. */
export const stepMs = 60_000
const quietMs = 300

type VisitOptions = { dark?: boolean; width?: number; height?: number; locale?: string }

/** One person at the portal, in a browser profile of their own. */
export class Visitor {
  readonly page: Page
  readonly #scene: Scene
  readonly #context: BrowserContext
  /** Requests under way, and when the last one began or ended. */
  #traffic = { open: 0, changedAt: Date.now() }

  private constructor(scene: Scene, context: BrowserContext, page: Page) {
    this.#scene = scene
    this.#context = context
    this.page = page
    this.#watch()
  }

  /** A profile without cookies, at no page yet. */
  static async arrive(scene: Scene, options: VisitOptions = {}): Promise<Visitor> {
    const context = await scene.browsing.open(options)
    context.setDefaultTimeout(stepMs)
    const page = await context.newPage()
    scene.pages.push(page)
    return new Visitor(scene, context, page)
  }

  /** Another tab of the same person. */
  async another(): Promise<Visitor> {
    const page = await this.#context.newPage()
    this.#scene.pages.push(page)
    return new Visitor(this.#scene, this.#context, page)
  }

  /** A person who has signed in through the sign-in page and stands on the first page of their workspace. */
  static async signedIn(scene: Scene, email: string, options: VisitOptions = {}): Promise<Visitor> {
    const visitor = await Visitor.arrive(scene, options)
    await visitor.go('/sign-in')
    await visitor.signIn(scene.account(email))
    return visitor
  }

  /** Signs in by the person's button on the sign-in page, which must be on the screen, and waits for the workspace. */
  async signIn({ name }: Account): Promise<void> {
    await this.page.getByRole('button').filter({ hasText: name }).click()
    await this.page.getByRole('banner').getByText(name).waitFor()
    await this.settled()
  }

  /** Opens an address of the portal, as typed into the browser. */
  async go(path: string): Promise<void> {
    await this.page.goto(`${this.#scene.portal.url}${path}`)
    await this.settled()
  }

  async press(name: string | RegExp, within: Page | Locator = this.page): Promise<void> {
    await within.getByRole('button', { name, exact: typeof name === 'string' }).click()
  }

  async follow(name: string | RegExp, within: Page | Locator = this.page): Promise<void> {
    await within.getByRole('link', { name, exact: typeof name === 'string' }).click()
  }

  /** Waits until the page's one `h1` says this. */
  async arrivedAt(title: string | RegExp): Promise<void> {
    await this.page.getByRole('heading', { level: 1, name: title }).waitFor()
    await this.settled()
    // Hidden ones too: a dialog that is closed stands in the page all the same.
    const headings = this.page.locator('h1')
    expect.soft(await headings.allTextContents(), `${this.page.url()}: one h1`).toHaveLength(1)
  }

  /** Waits until this text can be read. */
  async reads(text: string | RegExp, within: Page | Locator = this.page): Promise<void> {
    await within.getByText(text).first().waitFor()
  }

  /** Waits until nothing is asked of the server any more and no part of the page is still to come. */
  async settled(): Promise<void> {
    const isQuiet = async () => {
      if (this.#traffic.open > 0 || Date.now() - this.#traffic.changedAt < quietMs) return false
      return (await this.page.locator('[aria-busy=true], .ui-skeleton').count()) === 0
    }
    await expect.poll(isQuiet, { timeout: stepMs, message: `${this.page.url()} comes to rest` }).toBe(true)
  }

  /** Keeps a picture of the screen and looks for barriers on it: in English and once more in Arabic. */
  async look(screen: string): Promise<void> {
    await this.glance(`${screen}.en`)
    await this.speak('ar')
    await this.glance(`${screen}.ar`)
    await this.speak('en')
  }

  /** The same for the screen as it stands, for instance with a dialog open. */
  async glance(screen: string): Promise<void> {
    await this.settled()
    await takePicture(this.page, join(this.#scene.folder, `${screen}.png`))
    await expectAccessible(this.page, screen)
    expect.soft(await this.#wordless(), `${screen}: labels without words`).toEqual([])
  }

  /** Changes the language by the switch at the foot of the page. */
  async speak(language: 'en' | 'ar'): Promise<void> {
    const html = this.page.locator('html')
    const choice = this.page.getByRole('contentinfo').getByRole('combobox').filter({ hasText: 'العربية' })
    await choice.selectOption(language)
    const direction = language === 'ar' ? 'rtl' : 'ltr'
    await expect.poll(() => html.getAttribute('dir'), { timeout: stepMs }).toBe(direction)
    expect(await html.getAttribute('lang')).toBe(language)
    await this.settled()
  }

  async leave(): Promise<void> {
    await this.#context.close()
  }

  /** Labels that show the key of a text in place of the text, as where a catalogue lacks it: "cvagGg". */
  async #wordless(): Promise<string[]> {
    const labels = await this.page.locator('a, button, label, legend, summary, h1, h2, h3, dt, th').allInnerTexts()
    return labels.filter((label) => /^(?=.*[a-z0-9+/][A-Z])[A-Za-z0-9+/_-]{6}$/.test(label.trim()))
  }

  #watch(): void {
    const { page } = this
    const { faults } = this.#scene
    const change = (by: 1 | -1) => (request: Request) => {
      // The page's live stream stays open for as long as the page.
      if (request.url().endsWith('/events')) return
      this.#traffic = { open: Math.max(0, this.#traffic.open + by), changedAt: Date.now() }
    }
    // Listened to all the time, so that the browser never opens a chooser of its own.
    page.on('filechooser', () => undefined)
    page.on('request', change(1))
    page.on('requestfinished', change(-1))
    page.on('requestfailed', change(-1))
    page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`))
    page.on('response', (answer) => {
      if (answer.status() >= 500) faults.push(`${page.url()}: ${answer.url()} was answered ${answer.status()}`)
    })
    page.on('console', (message) => {
      // A refusal by status is not a fault of the page; the browser writes it into the console all the same.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        faults.push(`${page.url()}: ${message.text()}`)
      // A code that was handed to the catalogue as if it were one of its texts.
      if (message.type() === 'warning' && message.text().startsWith('Uncompiled message'))
        faults.push(`${page.url()}: ${message.text().slice(0, 100)}`)
    })
  }
}
