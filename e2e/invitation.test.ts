import { afterAll, beforeAll, expect, test } from 'vitest'
import { Scene } from './steps/scene.ts'
import { stepMs, Visitor } from './steps/visitor.ts'

let scene: Scene
beforeAll(async () => {
  scene = await Scene.open('invitation')
}, 180_000)
afterAll(() => scene.close(), 60_000)

const email = 'lina@helio.example'
const password = 'seven blue kettles 91'

/** Gives the browser a device that holds passkeys and says that its owner was there. */
async function withDevice(visitor: Visitor): Promise<void> {
  const session = await visitor.page.context().newCDPSession(visitor.page)
  await session.send('WebAuthn.enable')
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

/** Opens the newest letter with these words in its subject, as soon as the worker has written it, and its link. */
async function openLetter(visitor: Visitor, subject: RegExp): Promise<void> {
  const link = visitor.page.getByRole('link', { name: subject }).first()
  await expect
    .poll(
      async () => {
        await visitor.go('/dev/mail')
        return link.count()
      },
      { timeout: stepMs },
    )
    .toBeGreaterThan(0)
  await link.click()
  await visitor.page.getByRole('link', { name: /#/ }).click()
  await visitor.settled()
}

test('an invitation leads from a letter to a contributor who is signed in with a passkey', async () => {
  scene.keepLastSight()
  const officer = await Visitor.signedIn(scene, 'officer@helio.example')
  await officer.go('/apply/organisation')
  await officer.arrivedAt('Helio Health')
  await officer.look('organisation')
  await officer.page.getByLabel('E-mail address').fill(email)
  await officer.page.getByRole('checkbox', { name: 'Contributor' }).check()
  await officer.press('Send invitation')
  await officer.reads(/We wrote to/)
  await officer.reads('Open invitations')

  const lina = await Visitor.arrive(scene)
  await withDevice(lina)
  await openLetter(lina, /You are invited to an organisation/)
  await lina.arrivedAt('Make your account')
  expect(new URL(lina.page.url()).hash).toBe('')
  await lina.look('join')
  await lina.press('Make the account')
  await lina.reads('Enter your name')
  await lina.glance('join-errors.en')
  await lina.page.getByLabel('Your name').fill('Lina Aziz')
  await lina.page.getByLabel('New password').fill(password)
  await lina.press('Make the account')
  await lina.arrivedAt('Your account is ready')

  await lina.page.getByRole('main').getByRole('link', { name: 'Sign in' }).click()
  await lina.arrivedAt('Sign in')
  await lina.page.getByRole('textbox', { name: 'E-mail address' }).fill(email)
  await lina.page.getByLabel('Password').fill(password)
  await lina.press('Sign in')
  await lina.arrivedAt('Add a second factor')
  await lina.page.getByLabel('Name of the passkey').fill('Laptop')
  await lina.press('Add a passkey')
  await lina.page.getByRole('banner').getByText('Lina Aziz').waitFor()
  await lina.go('/apply/organisation')
  await lina.reads(/Only an administrator of your organisation does this/)
  expect(scene.faults).toEqual([])
}, 240_000)

test('a link that was used opens nothing, and says what to do', async () => {
  const late = await Visitor.arrive(scene)
  await openLetter(late, /You are invited to an organisation/)
  await late.reads('This link does not work any more')
  await late.look('link-used')
}, 120_000)

test('the administrator verifies organisations and gives roles; others are told whose page it is', async () => {
  const admin = await Visitor.signedIn(scene, 'admin@agency.example')
  await admin.go('/admin/users')
  await admin.arrivedAt('People of the agency')
  await admin.look('admin-users')
  await admin.go('/admin/organisations')
  await admin.arrivedAt('Organisations')
  await admin.look('admin-organisations')
  const manager = await Visitor.signedIn(scene, 'manager@agency.example')
  await manager.go('/admin/users')
  await manager.reads(/another administrator of the agency/)
  await manager.look('role-needed')
  expect(scene.faults).toEqual([])
}, 240_000)

test.each(['/register-organisation', '/forgot-password', '/sign-in'])(
  '%s fits in 320 px, in the dark too',
  async (path) => {
    const visitor = await Visitor.arrive(scene, { width: 320, height: 700, dark: true })
    await visitor.go(path)
    await visitor.look(`narrow-${path.slice(1)}`)
    expect(await visitor.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
  },
  120_000,
)

test.each([
  ['officer@helio.example', '/apply/organisation'],
  ['admin@agency.example', '/admin/users'],
  ['admin@agency.example', '/admin/organisations'],
])(
  'what %s sees at %s fits in 320 px, in the dark too',
  async (who, path) => {
    const visitor = await Visitor.signedIn(scene, who, { width: 320, height: 700, dark: true })
    await visitor.go(path)
    await visitor.look(`narrow${path.replaceAll('/', '-')}`)
    expect(await visitor.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
  },
  120_000,
)
