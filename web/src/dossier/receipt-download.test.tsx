import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import { serverOf } from '../stage/server.ts'
import { onStage } from '../stage/stage.tsx'
import { ReceiptDownload } from './receipt-download.tsx'

afterEach(() => vi.unstubAllGlobals())

/** The server answers with these statuses, one after the other; the last one stays. */
async function onReceipt(...statuses: number[]) {
  let at = 0
  const asked = vi.fn(async () => new Response('{}', { status: statuses[Math.min(at++, statuses.length - 1)] ?? 500 }))
  vi.stubGlobal('fetch', asked)
  await onStage(<ReceiptDownload process="submission" id="s1" />, { link: serverOf({}).link })
  return asked
}

test('waits for the log, says so, and then offers the file', async () => {
  await onReceipt(202, 202, 200)
  expect(screen.getByText('The public log is confirming the signature…')).toBeVisible()
  const link = await screen.findByRole('link', { name: 'Download the receipt (JSON)' }, { timeout: 4000 })
  expect(link).toHaveAttribute('href', '/receipts/submission/s1')
})

test('after five seconds it says that the log is late, and asks again when told to', async () => {
  const asked = await onReceipt(202)
  expect(
    await screen.findByText(
      'The signature stands, but the public log has not confirmed it yet.',
      {},
      { timeout: 8000 },
    ),
  ).toBeVisible()
  const before = asked.mock.calls.length
  expect(before).toBeLessThanOrEqual(12)
  await userEvent.setup().click(screen.getByRole('button', { name: 'Ask again' }))
  expect(await screen.findByText('The public log is confirming the signature…')).toBeVisible()
  expect(asked.mock.calls.length).toBeGreaterThan(before)
}, 15_000)

test('where there is none for this reader nothing is offered', async () => {
  await onReceipt(404)
  await vi.waitFor(() => expect(screen.queryByRole('status')).not.toBeInTheDocument())
})
