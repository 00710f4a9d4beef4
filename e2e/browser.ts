import { existsSync, mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type BrowserContext } from 'playwright-core'

const debian = '/usr/bin/chromium'
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Debian's Chromium where there is one, else the one that came with npm (x86-64 only); throws one sentence elsewhere. */
async function chromiumProgram(): Promise<string> {
  if (existsSync(debian)) return debian
  if (process.arch !== 'x64') throw new Error(`Browser tests on ${process.arch} need Debian's Chromium at ${debian}.`)
  // The package unpacks the libraries that it needs only where it believes itself in a lambda.
  process.env['AWS_LAMBDA_JS_RUNTIME'] ??= 'nodejs22.x'
  const { default: packed } = await import('@sparticuz/chromium')
  return packed.executablePath()
}

export type Browsing = {
  /** A fresh profile for one person: own cookies, own storage. */
  open(options?: { locale?: string; dark?: boolean; width?: number; height?: number }): Promise<BrowserContext>
  close(): Promise<void>
}

/** Starts one Chromium with a fresh profile; every `open` is a person of its own in it. */
export async function startBrowser(): Promise<Browsing> {
  const profile = mkdtempSync(join(tmpdir(), 'placet-browser-'))
  const browser = await chromium.launch({
    executablePath: await chromiumProgram(),
    args: flags,
    env: { ...process.env, HOME: profile },
  })
  return {
    open: ({ locale = 'en', dark = false, width = 1440, height = 900 } = {}) =>
      browser.newContext({
        locale,
        colorScheme: dark ? 'dark' : 'light',
        reducedMotion: 'reduce',
        viewport: { width, height },
        timezoneId: 'UTC',
      }),
    close: async () => {
      await browser.close()
      await rm(profile, { recursive: true, force: true })
    },
  }
}
