import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { onStage } from '../../stage/stage.tsx'
import { SignInForm } from './sign-in-form.tsx'

const officer = {
  email: 'officer@helio.example',
  password: 'open-for-all',
  name: 'Nour Haddad',
  office: 'Helio Health',
  roles: ['applicantSigner', 'applicantEditor'],
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

/** A server that lets the right password in. */
const server = vi.fn<typeof fetch>()

beforeEach(() => {
  server.mockImplementation(async (address, init) => {
    if (address !== '/auth/sign-in') return Response.json({ data: session })
    const { password } = JSON.parse(String(init?.body)) as { password: string }
    return password === officer.password
      ? Response.json({ ok: true })
      : Response.json({ code: 'WRONG_CREDENTIALS', message: 'Unauthorized' }, { status: 401 })
  })
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
  expect(server).not.toHaveBeenCalled()
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

test('after signing in, the page that was asked for opens', async () => {
  const entered = vi.fn()
  await onStage(<SignInForm accounts={[]} onEntered={entered} />, { at: '/sign-in?return=%2Fapply%2F7%2Fcheck' })
  await userEvent.type(screen.getByLabelText('E-mail address'), officer.email)
  await userEvent.type(screen.getByLabelText('Password'), `${officer.password}{Enter}`)
  await vi.waitFor(() => expect(entered).toHaveBeenCalledWith('/apply/7/check'))
})

test('a demo account has one button by its role, and opens its workspace', async () => {
  const entered = vi.fn()
  await onStage(<SignInForm accounts={[officer]} onEntered={entered} />)
  await userEvent.click(screen.getByRole('button', { name: /Officer.*Nour Haddad.*Helio Health/ }))
  await vi.waitFor(() => expect(entered).toHaveBeenCalledWith('/apply'))
})

test('a server that cannot be reached is told apart from a wrong password', async () => {
  server.mockRejectedValue(new TypeError('offline'))
  await onStage(<SignInForm accounts={[officer]} onEntered={vi.fn()} />)
  await userEvent.click(screen.getByRole('button', { name: /Officer/ }))
  expect(await screen.findByText(/could not be reached/)).toBeVisible()
})
