import { SoftwareAuthenticator } from '@placet/shared/passkey/software-authenticator'
import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { onStage } from '../../stage/stage.tsx'
import { SignInForm } from './sign-in-form.tsx'

const authenticator = new SoftwareAuthenticator(window.location.origin)
await authenticator.create({
  rp: { id: 'localhost' },
  user: { id: 'AQ' },
  challenge: 'AQ',
  pubKeyCredParams: [{ alg: -7, type: 'public-key' }],
})
const officer = {
  email: 'officer@helio.example',
  password: 'open-for-all',
  name: 'Nour Haddad',
  office: 'Helio Health',
  roles: ['applicantSigner', 'applicantEditor'],
  passkey: authenticator.export()[0],
}

const me = {
  __typename: 'Me',
  id: '1',
  name: 'Nour Haddad',
  email: officer.email,
  office: null,
  roles: officer.roles,
  organisation: { __typename: 'Organisation', id: '2', name: 'Helio Health', verified: true },
}
const session = {
  me,
  mode: { __typename: 'PortalMode', mode: 'demo', demo: true },
  agencyClock: { __typename: 'AgencyClock', now: '2026-05-03T08:00:00Z', movable: true, offsetDays: 0 },
}

/** A server that lets in who proves themselves right; `next`: what it wants after the right password. */
const server = vi.fn<typeof fetch>()
let next: object

const no = (code: string) => Response.json({ code, message: 'Unauthorized' }, { status: 401 })

async function answerOf(address: string, body: Record<string, unknown>): Promise<Response> {
  switch (address) {
    case '/auth/demo-accounts':
      return Response.json([officer])
    case '/auth/sign-in/options':
    case '/auth/second-factor/options':
      return Response.json({ challenge: 'c2hvdyBtZQ', rpId: 'localhost', userVerification: 'required' })
    case '/auth/sign-in':
      return body['password'] === officer.password ? Response.json(next) : no('WRONG_CREDENTIALS')
    case '/auth/second-factor/code':
      return body['code'] === '123456' ? Response.json({ next: 'done' }) : no('WRONG_CODE')
    case '/auth/enrol/codes':
      return Response.json({ secret: 'ABCDEFGH', uri: 'otpauth://totp/Placet:x?secret=ABCDEFGH' })
    case '/auth/enrol/codes/confirm':
      return Response.json({ next: 'done', recoveryCodes: ['AAAA-BBBB', 'CCCC-DDDD'] })
    case '/graphql':
      return Response.json({ data: session })
    default:
      return Response.json({ next: 'done' })
  }
}

beforeEach(() => {
  next = { next: 'secondFactor', ways: ['passkey', 'code', 'recoveryCode'] }
  server.mockImplementation(async (address, init) =>
    answerOf(String(address), JSON.parse(String(init?.body ?? '{}')) as Record<string, unknown>),
  )
  vi.stubGlobal('fetch', server)
})

afterEach(() => {
  vi.unstubAllGlobals()
  server.mockReset()
})

test('without e-mail or password nothing is sent, and the summary has the focus', async () => {
  await onStage(<SignInForm accounts={[]} onEntered={vi.fn()} />)
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))
  expect(screen.getByRole('link', { name: 'Enter your e-mail address' })).toBeVisible()
  expect(screen.getByLabelText('Password')).toHaveAccessibleDescription(/Enter your password/)
  expect(document.activeElement).toHaveTextContent('There is a problem')
  expect(server.mock.calls.map(([address]) => address)).not.toContain('/auth/sign-in')
})

/** Types the officer's address and a password, and sends them. */
async function enterWith(password: string): Promise<void> {
  await userEvent.clear(screen.getByLabelText('E-mail address'))
  await userEvent.type(screen.getByLabelText('E-mail address'), officer.email)
  await userEvent.type(screen.getByLabelText('Password'), `${password}{Enter}`)
}

test('a wrong password is answered in words of ours, and what was typed stays', async () => {
  const entered = vi.fn()
  await onStage(<SignInForm accounts={[]} onEntered={entered} />)
  await enterWith('wrong')
  expect(await screen.findByText('The e-mail address or the password is wrong.')).toBeVisible()
  expect(screen.queryByText('Unauthorized')).toBeNull()
  expect(screen.getByLabelText('E-mail address')).toHaveValue(officer.email)
  expect(entered).not.toHaveBeenCalled()
})

test('the answer to one try is gone with the next: when something is typed, and when nothing was', async () => {
  await onStage(<SignInForm accounts={[]} onEntered={vi.fn()} />)
  const refusal = () => screen.queryByText('The e-mail address or the password is wrong.')
  await enterWith('wrong')
  await vi.waitFor(() => expect(refusal()).toBeVisible())
  await userEvent.type(screen.getByLabelText('Password'), 'x')
  expect(refusal()).toBeNull()

  await userEvent.type(screen.getByLabelText('Password'), '{Enter}')
  await vi.waitFor(() => expect(refusal()).toBeVisible())
  // Emptied by a password manager, say, without a key being pressed.
  const password = screen.getByLabelText('Password')
  if (password instanceof HTMLInputElement) password.value = ''
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))
  expect(screen.getByLabelText('Password')).toHaveAccessibleDescription(/Enter your password/)
  expect(refusal()).toBeNull()
})

test.each([
  [1, 'Too many tries. Try again in 1 second.'],
  [16, 'Too many tries. Try again in 16 seconds.'],
  [61, 'Too many tries. Try again in 2 minutes.'],
])('too many tries: in %d seconds the next one is listened to', async (retryAfter, words) => {
  server.mockImplementation(async () => Response.json({ code: 'RATE_LIMITED', retryAfter }, { status: 429 }))
  await onStage(<SignInForm accounts={[]} onEntered={vi.fn()} />)
  await enterWith('wrong')
  expect(await screen.findByText(words)).toBeVisible()
})

test('after password and code, the page that was asked for opens', async () => {
  const entered = vi.fn()
  await onStage(<SignInForm accounts={[]} onEntered={entered} />, { at: '/sign-in?return=%2Fapply%2F7%2Fcheck' })
  await enterWith(officer.password)
  const code = await screen.findByLabelText('Code from your app')
  await userEvent.type(code, '12 34{Enter}')
  expect(code).toHaveAccessibleDescription(/six digits/)
  await userEvent.type(code, '57{Enter}')
  expect(await screen.findByText(/The code is wrong/)).toBeVisible()
  expect(entered).not.toHaveBeenCalled()
  await userEvent.clear(code)
  await userEvent.type(code, '123 456{Enter}')
  await vi.waitFor(() => expect(entered).toHaveBeenCalledWith('/apply/7/check'))
})

test('somebody with a passkey only is offered no code', async () => {
  next = { next: 'secondFactor', ways: ['passkey'] }
  await onStage(<SignInForm accounts={[]} onEntered={vi.fn()} />)
  await enterWith(officer.password)
  expect(await screen.findByRole('button', { name: 'Use your passkey' })).toBeVisible()
  expect(screen.queryByLabelText('Code from your app')).toBeNull()
  expect(screen.queryByRole('button', { name: 'Use a recovery code' })).toBeNull()
})

test('an account without a second factor adds one first, and sees its recovery codes before it is entered', async () => {
  next = { next: 'enrol', ways: ['passkey', 'code'] }
  const entered = vi.fn()
  await onStage(<SignInForm accounts={[]} onEntered={entered} />)
  await enterWith(officer.password)
  await userEvent.click(await screen.findByRole('button', { name: 'Set up an app for codes' }))
  expect(await screen.findByRole('img', { name: 'Picture of the key, for the app' })).toBeVisible()
  expect(screen.getByText('ABCD EFGH')).toBeVisible()
  await userEvent.type(screen.getByLabelText('Code from your app'), '123456{Enter}')
  expect(await screen.findByText('AAAA-BBBB')).toBeVisible()
  expect(entered).not.toHaveBeenCalled()
  await userEvent.click(screen.getByRole('button', { name: 'I have kept the codes' }))
  await vi.waitFor(() => expect(entered).toHaveBeenCalledWith('/apply'))
})

test('staff without a passkey are offered a passkey and nothing else', async () => {
  next = { next: 'enrol', ways: ['passkey'] }
  await onStage(<SignInForm accounts={[]} onEntered={vi.fn()} />)
  await enterWith(officer.password)
  expect(await screen.findByRole('button', { name: 'Add a passkey' })).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Set up an app for codes' })).toBeNull()
})

test('a demo account has one button by its role, and opens its workspace by its passkey', async () => {
  const entered = vi.fn()
  await onStage(<SignInForm accounts={[officer]} onEntered={entered} />)
  await userEvent.click(screen.getByRole('button', { name: /Officer.*Nour Haddad.*Helio Health/ }))
  await vi.waitFor(() => expect(entered).toHaveBeenCalledWith('/apply'))
  const sent = server.mock.calls.find(([address]) => address === '/auth/sign-in/passkey')
  expect(String(sent?.[1]?.body)).toContain(officer.passkey?.id)
})

test('a browser that gives no passkey is told apart from one that is refused', async () => {
  await onStage(<SignInForm accounts={[]} onEntered={vi.fn()} />)
  await userEvent.click(screen.getByRole('button', { name: 'Sign in with a passkey' }))
  expect(await screen.findByText(/No passkey was used/)).toBeVisible()
})

test('a server that cannot be reached is told apart from a wrong password', async () => {
  await onStage(<SignInForm accounts={[officer]} onEntered={vi.fn()} />)
  server.mockRejectedValue(new TypeError('offline'))
  await userEvent.click(screen.getByRole('button', { name: /Officer/ }))
  expect(await screen.findByText(/could not be reached/)).toBeVisible()
})
