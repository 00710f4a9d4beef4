import type { CDPSession } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Scene } from './steps/scene.ts'
import { stepMs, Visitor } from './steps/visitor.ts'

/** Accounts in a real browser, whose authenticator is Chromium's own: virtual, but as strict as a device. */
let scene: Scene
let visitor: Visitor
let devices: CDPSession
let authenticatorId: string

beforeAll(async () => {
  scene = await Scene.open('account')
  visitor = await Visitor.arrive(scene)
  devices = await visitor.page.context().newCDPSession(visitor.page)
  await devices.send('WebAuthn.enable')
  const made = await devices.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  authenticatorId = made.authenticatorId
})
afterAll(async () => {
  await devices?.send('WebAuthn.disable')
  await visitor?.leave()
  await scene?.close()
})
beforeEach(() => scene.keepLastSight())

const held = async () => (await devices.send('WebAuthn.getCredentials', { authenticatorId })).credentials

/** Whether the person touches the device: what the browser offers in the address field is else taken at once. */
const touches = (enabled: boolean) =>
  devices.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled })

async function signOut(): Promise<void> {
  await visitor.go('/account')
  await visitor.press('Sign out')
  await expect.poll(() => new URL(visitor.page.url()).pathname, { timeout: stepMs }).toBe('/')
}

/** Sends by the page's own session, as a tool of the browser would. */
const post = (path: string) =>
  visitor.page.evaluate(
    async (at) =>
      (await fetch(at, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })).status,
    path,
  )

describe('an account', () => {
  test('takes a real passkey', async () => {
    await visitor.go('/sign-in')
    await visitor.signIn(scene.account('officer@nile.example'))
    await visitor.go('/account/security')
    await visitor.arrivedAt('Passkeys and codes')
    await visitor.look('security')
    await visitor.page.getByLabel('Name of the new passkey').fill('Test laptop')
    await visitor.press('Add a passkey')
    await visitor.reads('Test laptop')
    const [credential] = await held()
    expect(credential).toMatchObject({ rpId: 'localhost', isResidentCredential: true })
  })

  test('gives away the demonstration’s key, and keeps the last one', async () => {
    await visitor.page.getByRole('button', { name: 'Remove Demonstration' }).click()
    await visitor.glance('remove-passkey')
    await visitor.press('Remove the passkey')
    await visitor.page.getByRole('button', { name: 'Remove Demonstration' }).waitFor({ state: 'hidden' })
    await visitor.page.getByRole('button', { name: 'Remove Test laptop' }).click()
    await visitor.press('Remove the passkey')
    await visitor.reads('This is the last one by which you can sign in. Add another one first.')
    await visitor.glance('last-passkey')
  })

  test('signs in by it alone where the browser offers it, and its counter rises', async () => {
    await signOut()
    const before = (await held())[0]?.signCount ?? 0
    await visitor.page.goto(`${scene.portal.url}/sign-in?return=%2Faccount%2Fsessions`)
    await visitor.arrivedAt('Where you are signed in')
    await visitor.reads('this session')
    await visitor.look('sessions')
    expect((await held())[0]?.signCount).toBeGreaterThan(before)
  })

  test('signs in by password and passkey', async () => {
    const { email, password } = scene.account('officer@nile.example')
    await signOut()
    await touches(false)
    await visitor.go('/sign-in')
    await visitor.page.getByRole('textbox', { name: 'E-mail address' }).fill(email)
    await visitor.page.getByLabel('Password').fill(password)
    await visitor.press('Sign in')
    await visitor.reads(/Now prove that it is you/)
    await touches(true)
    await visitor.press('Use your passkey')
    await visitor.page.getByRole('banner').getByText('Salma Farouk').waitFor()
    await visitor.settled()
  })

  test('is not entered where the device verifies nobody', async () => {
    await devices.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false })
    await signOut()
    await visitor.go('/sign-in')
    await visitor.press('Sign in with a passkey')
    await visitor.reads('No passkey was used. Try again, or choose another way.')
    await devices.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true })
    await visitor.press('Sign in with a passkey')
    await visitor.arrivedAt('My dossiers')
  })
})

describe('an app for codes', () => {
  test('is set up from a picture that is drawn on the page, and recovery codes are shown once', async () => {
    await visitor.go('/account/security')
    await visitor.press('Set up an app for codes')
    const picture = visitor.page.getByRole('img', { name: 'Picture of the key, for the app' })
    await picture.waitFor()
    expect(await picture.evaluate((element) => element.tagName)).toBe('svg')
    await visitor.look('codes')
    await visitor.press('Make ten recovery codes')
    await visitor.reads(/^[A-Z2-7]{4}(-[A-Z2-7]{2,4}){6}$/)
    await visitor.look('recovery-codes')
    await visitor.page.reload()
    await visitor.reads('You have 10 unused recovery codes left.')
  })
})

describe('the account’s pages', () => {
  test('are read at 320 px and in the dark', async () => {
    const small = await Visitor.arrive(scene, { width: 320, height: 700, dark: true })
    await small.go('/sign-in')
    await small.signIn(scene.account('contributor@helio.example'))
    for (const [path, name] of [
      ['/account', 'small-account'],
      ['/account/security', 'small-security'],
      ['/account/sessions', 'small-sessions'],
    ] as const) {
      await small.go(path)
      await small.look(name)
      const overflow = await small.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(overflow, path).toBeLessThanOrEqual(0)
    }
    await small.leave()
  })

  test('a password that is guessed first is refused under its field', async () => {
    await visitor.go('/account')
    await visitor.look('account')
    await visitor.page.getByLabel('New password').fill('password1')
    await visitor.press('Change the password')
    await visitor.reads('This password is one of those that are guessed first. Choose another one.')
    await visitor.glance('password-refused')
  })

  test('all sessions end by one press', async () => {
    const other = await Visitor.signedIn(scene, 'screener@agency.example')
    await other.go('/account/sessions')
    await other.press('End all and sign out')
    await expect.poll(() => new URL(other.page.url()).pathname, { timeout: stepMs }).toBe('/')
    await other.go('/agency')
    await other.arrivedAt('Sign in')
    await other.leave()
    expect(await post('/auth/session/stay')).toBe(204)
  })
})

test('nothing broke on the way', () => {
  expect(scene.faults).toEqual([])
})
