import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import { serverOf } from '../../stage/server.ts'
import { onStage } from '../../stage/stage.tsx'
import { VerifyPage } from './verify-page.tsx'

afterEach(() => vi.unstubAllGlobals())

const signature = {
  meaning: 'submitted',
  name: 'Amira Selim',
  office: 'Head of affairs',
  at: '2026-05-03T14:05:00Z',
  proofKind: 'passkey',
}

async function answered(verdict: object | number) {
  const answer = typeof verdict === 'number' ? new Response('', { status: verdict }) : Response.json(verdict)
  const asked = vi.fn(async (_address: string, _request: { body: string }) => answer.clone())
  vi.stubGlobal('fetch', asked)
  await onStage(<VerifyPage />, { link: serverOf({}).link })
  return { asked, user: userEvent.setup() }
}

async function paste(user: ReturnType<typeof userEvent.setup>, text: string) {
  await user.click(screen.getByLabelText('The receipt'))
  await user.paste(text)
  await user.click(screen.getByRole('button', { name: 'Check' }))
}

test('a genuine receipt is told in one sentence, with who signed and how', async () => {
  const verdict = {
    verdict: 'intact',
    number: 'C-0000ABCD',
    process: 'submission',
    demonstration: true,
    signatures: [signature],
  }
  const { user, asked } = await answered(verdict)
  await paste(user, '{"v":1}')
  expect(await screen.findByText(/is genuine: nothing in it was changed/)).toHaveTextContent('C-0000ABCD')
  expect(screen.getByText('It comes from a demonstration and is not valid.')).toBeVisible()
  expect(screen.getByRole('listitem')).toHaveTextContent(
    /submitted – Amira Selim, Head of affairs, .* proven by passkey/,
  )
  expect(asked.mock.calls[0]?.[1].body).toBe('{"v":1}')
})

test.each([
  [{ verdict: 'changed', what: 'record' }, /This receipt is not genuine/],
  [{ verdict: 'foreign' }, /This portal did not sign this receipt/],
  [{ verdict: 'noReceipt' }, /This is no receipt/],
  [413, /This is no receipt/],
])('%o is told in one sentence', async (verdict, sentence) => {
  const { user } = await answered(verdict)
  await paste(user, '{"v":1}')
  expect(await screen.findByText(sentence)).toBeVisible()
})

test('what is no JSON is not sent, nothing is asked for, and a broken server is told', async () => {
  const { user, asked } = await answered(500)
  await user.click(screen.getByRole('button', { name: 'Check' }))
  expect(screen.getByText('Paste a receipt or choose its file')).toBeVisible()
  await paste(user, 'no json')
  expect(await screen.findByText(/This is no receipt/)).toBeVisible()
  expect(asked).not.toHaveBeenCalled()
  await user.clear(screen.getByLabelText('The receipt'))
  await paste(user, '{}')
  expect(await screen.findByRole('alert')).toBeVisible()
})

test('a file is taken as it is chosen', async () => {
  const { user, asked } = await answered({ verdict: 'foreign' })
  await user.upload(
    screen.getByLabelText('Choose a file'),
    new File(['{"v":1}'], 'r.json', { type: 'application/json' }),
  )
  expect(await screen.findByText(/This portal did not sign this receipt/)).toBeVisible()
  expect(asked.mock.calls[0]?.[1].body).toBe('{"v":1}')
})
