import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as z from 'zod/mini'
import { onStage } from '../stage/stage.tsx'
import { ProofDialog } from './proof-dialog.tsx'
import { ask } from './rest.ts'

const Made = z.object({ codes: z.array(z.string()) })
const server = vi.fn<typeof fetch>()
let isFresh: boolean

beforeEach(() => {
  isFresh = false
  server.mockImplementation(async (address) => {
    if (address === '/auth/session/proof/password') {
      isFresh = true
      return new Response(null, { status: 204 })
    }
    return isFresh
      ? Response.json({ codes: ['AAAA'] })
      : Response.json({ code: 'STEP_UP_REQUIRED', message: 'Prove' }, { status: 403 })
  })
  vi.stubGlobal('fetch', server)
})
afterEach(() => {
  vi.unstubAllGlobals()
  server.mockReset()
})

test('what needs proof asks for it over the page, and is then sent again as it was', async () => {
  await onStage(<ProofDialog email="officer@helio.example" staff={false} />)
  const asked = ask('/auth/account/recovery-codes', Made, { some: 'words' })
  await userEvent.click(await screen.findByRole('button', { name: 'Use password and code' }))
  await userEvent.type(screen.getByLabelText('Password'), 'secret')
  await userEvent.type(screen.getByLabelText('Code from your app'), '123 456{Enter}')
  expect(await asked).toEqual({ ok: true, value: { codes: ['AAAA'] } })
  const bodies = server.mock.calls.map(([address, init]) => [address, init?.body])
  expect(bodies).toEqual([
    ['/auth/account/recovery-codes', '{"some":"words"}'],
    ['/auth/session/proof/password', '{"password":"secret","code":"123456"}'],
    ['/auth/account/recovery-codes', '{"some":"words"}'],
  ])
  expect(screen.queryByRole('dialog')).toBeNull()
})

test('who gives up has changed nothing, and is told so', async () => {
  await onStage(<ProofDialog email="lead@agency.example" staff />)
  const asked = ask('/auth/account/recovery-codes', Made, {})
  await userEvent.click(await screen.findByRole('button', { name: 'Cancel' }))
  expect(await asked).toEqual({ ok: false, refusal: { code: 'STEP_UP_REQUIRED' } })
  expect(server).toHaveBeenCalledTimes(1)
})

test('staff are offered their passkey and nothing else', async () => {
  await onStage(<ProofDialog email="lead@agency.example" staff />)
  const asked = ask('/auth/account/recovery-codes', Made, {})
  expect(await screen.findByRole('button', { name: 'Use your passkey' })).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Use password and code' })).toBeNull()
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }))
  await asked
})
