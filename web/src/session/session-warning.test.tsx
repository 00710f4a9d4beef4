import { act, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { onStage } from '../stage/stage.tsx'
import { isAskedToSignIn, putOffSignIn, watchSessionEnd } from './session-end.ts'
import { noteRequest } from './session-limits.ts'
import { SessionWarning } from './session-warning.tsx'

const server = vi.fn<typeof fetch>()
const pass = (minutes: number) => act(() => vi.advanceTimersByTimeAsync(minutes * 60_000))
const hours = (count: number) => ({
  expiresAt: new Date(Date.now() + count * 3_600_000).toISOString(),
  idleMinutes: 15,
})
const warning = () => screen.queryByRole('dialog', { name: 'Your session is about to end' })

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  server.mockImplementation(async () => new Response(null, { status: 204 }))
  vi.stubGlobal('fetch', server)
  noteRequest()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  server.mockReset()
})

const typing = () => userEvent.setup({ advanceTimers: vi.advanceTimersByTime })

test('is shown two minutes before the idle limit, and one press keeps session and words', async () => {
  await onStage(
    <>
      <textarea aria-label="Reason" />
      <SessionWarning facts={hours(9)} />
    </>,
  )
  await typing().type(screen.getByLabelText('Reason'), 'Not sent yet')
  await pass(11.5)
  expect(warning()).toBeNull()
  await pass(1)
  expect(warning()).toBeVisible()
  expect(server).not.toHaveBeenCalled()
  await typing().click(screen.getByRole('button', { name: 'Stay signed in' }))
  await vi.waitFor(() => expect(warning()).toBeNull())
  expect(server.mock.calls.map(([address]) => address)).toEqual(['/auth/session/stay'])
  expect(screen.getByLabelText('Reason')).toHaveValue('Not sent yet')
  await pass(11)
  expect(warning()).toBeNull()
  await pass(1.5)
  expect(warning()).toBeVisible()
})

test('put off, it does not come again for the same end', async () => {
  await onStage(<SessionWarning facts={hours(9)} />)
  await pass(12.5)
  await typing().click(screen.getByRole('button', { name: 'Not now' }))
  await pass(0.5)
  expect(warning()).toBeNull()
})

test('before the absolute limit it leads to a new sign-in over the page', async () => {
  const end = watchSessionEnd(() => undefined)
  await onStage(<SessionWarning facts={hours(0.1)} />)
  await pass(4.5)
  await typing().click(screen.getByRole('button', { name: 'Sign in anew' }))
  expect(isAskedToSignIn()).toBe(true)
  putOffSignIn()
  end()
})
