import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { onStage } from '../../stage/stage.tsx'
import { agencyServer } from '../../stage/portal-server.ts'
import { connection, queueRow } from '../testing/case-data.ts'
import { QueuePage } from './queue-page.tsx'

const counts = { mine: 7, unassigned: 12, dueSoon: 4, leaveAwaited: 0, all: 1001 }

const two = [
  queueRow({ assignedTo: null }),
  queueRow({
    id: 's2',
    reference: 'C-BBBB2222',
    modelName: 'TriageTalk',
    modelVersion: '1.1',
    daysLeft: -4,
    overdue: true,
  }),
]

async function onQueue(at: string, queue: unknown) {
  const server = agencyServer({ queue })
  const shown = await onStage(<QueuePage />, { link: server.link, at, path: '/agency/queue' })
  return { server, person: userEvent.setup(), ...shown }
}

const queueOf = (nodes: readonly Readonly<Record<string, unknown>>[], parts = {}) => ({
  ...connection(nodes, { total: 214, ...parts }),
  counts,
})

test('a case shows its number, clock in words and who has it, and leads to its page', async () => {
  await onQueue('/agency/queue', queueOf(two))
  const row = (await screen.findByRole('link', { name: 'C-BBBB2222' })).closest('tr') as HTMLElement
  expect(within(row).getByText('4 days overdue')).toBeVisible()
  expect(within(row).getByText('Sana Farouk')).toBeVisible()
  expect(screen.getByRole('link', { name: 'C-AAAA1111' })).toHaveAttribute('href', '/agency/cases/s1')
  expect(screen.getByText('1 to 2 of 214')).toBeVisible()
  expect(screen.getByText('214 dossiers')).toBeVisible()
})

test('views carry their counts, no further than the server counts', async () => {
  await onQueue('/agency/queue?view=mine', queueOf(two))
  const views = within(await screen.findByRole('navigation', { name: 'Views' }))
  expect(await views.findByRole('link', { name: 'My work (7)', current: 'page' })).toBeVisible()
  expect(views.getByRole('link', { name: 'All (1,000+)' })).toHaveAttribute('href', expect.stringContaining('view=all'))
})

test('a letter that waits for leave to stop the clock has a view while there is one, and a mark in its row', async () => {
  const asking = { ...queueOf([queueRow({ leaveAwaited: true }), queueRow({ id: 's2', reference: 'C-BBBB2222' })]) }
  await onQueue('/agency/queue', { ...asking, counts: { ...counts, leaveAwaited: 1 } })
  const row = (await screen.findByRole('link', { name: 'C-AAAA1111' })).closest('tr') as HTMLElement
  expect(within(row).getByText('Waits for leave to stop the clock')).toBeVisible()
  expect(screen.getAllByText('Waits for leave to stop the clock')).toHaveLength(1)
  expect(screen.getByRole('link', { name: 'Clock stops to allow (1)' })).toHaveAttribute(
    'href',
    expect.stringContaining('view=leaveAwaited'),
  )
})

test('without such a letter the view is not offered, and one that was left open says so', async () => {
  const { server, unmount } = await onQueue('/agency/queue', queueOf(two))
  await screen.findByRole('link', { name: 'All (1,000+)' })
  expect(screen.queryByRole('link', { name: /Clock stops/ })).toBeNull()
  expect(server.sent('Queue')).toHaveLength(1)
  unmount()
  await onQueue('/agency/queue?view=leaveAwaited', queueOf([], { total: 0 }))
  expect(await screen.findByText('No request waits for leave to stop the clock.')).toBeVisible()
  expect(screen.getByRole('link', { name: 'Clock stops to allow (0)', current: 'page' })).toBeVisible()
})

test('the address is the question: view, state, class, words and order', async () => {
  const { server } = await onQueue(
    '/agency/queue?view=dueSoon&stage=inReview&class=III&q=%20lens%20&sort=modelName&after=9',
    queueOf(two),
  )
  await screen.findByRole('link', { name: 'C-AAAA1111' })
  expect(server.sent('Queue')).toEqual([
    { view: 'dueSoon', state: 'inReview', riskClass: 'III', q: 'lens', sort: 'modelName', first: 50, after: '9' },
  ])
})

test('a sort by column header is in the address, begins at the first page, and is said to a screen reader', async () => {
  const { person, router } = await onQueue('/agency/queue?after=9&from=50', queueOf(two))
  expect(await screen.findByRole('columnheader', { name: 'Clock' })).toHaveAttribute('aria-sort', 'ascending')
  await person.click(screen.getByRole('button', { name: 'Model' }))
  expect(router.state.location.search).toBe('?sort=modelName')
  expect(screen.getByRole('columnheader', { name: 'Model' })).toHaveAttribute('aria-sort', 'ascending')
  expect(screen.getByRole('columnheader', { name: 'Clock' })).toHaveAttribute('aria-sort', 'none')
})

test('a filter that matches nothing offers to clear the filters, an empty view says why it is empty', async () => {
  const { person, router } = await onQueue('/agency/queue?view=dueSoon&class=IV', queueOf([], { total: 0 }))
  await person.click(await screen.findByRole('link', { name: 'Clear filters' }))
  expect(router.state.location.search).toBe('?view=dueSoon')
  expect(await screen.findByText('Nothing is due in the next 5 days.')).toBeVisible()
})

test('j and k go from case to case, / to the find box; a typed j is a letter', async () => {
  const { person } = await onQueue('/agency/queue', queueOf(two))
  await screen.findByRole('link', { name: 'C-AAAA1111' })
  await person.keyboard('j')
  expect(screen.getByRole('link', { name: 'C-AAAA1111' })).toHaveFocus()
  await person.keyboard('j')
  expect(screen.getByRole('link', { name: 'C-BBBB2222' })).toHaveFocus()
  await person.keyboard('k')
  expect(screen.getByRole('link', { name: 'C-AAAA1111' })).toHaveFocus()
  await person.keyboard('/')
  const find = screen.getByRole('searchbox')
  expect(find).toHaveFocus()
  await person.keyboard('jk')
  expect(find).toHaveValue('jk')
})

test('shortcuts can be turned off', async () => {
  const { person } = await onQueue('/agency/queue', queueOf(two))
  await screen.findByRole('link', { name: 'C-AAAA1111' })
  await person.click(screen.getByRole('button', { name: 'Keyboard shortcuts' }))
  await person.click(await screen.findByRole('checkbox', { name: 'Use single-key shortcuts' }))
  await person.keyboard('{Escape}')
  await person.keyboard('j')
  expect(screen.getByRole('link', { name: 'C-AAAA1111' })).not.toHaveFocus()
  localStorage.removeItem('placet.shortcuts')
})

test('when a refresh fails, the rows stay and it can be tried again', async () => {
  const { server, person } = await onQueue('/agency/queue', queueOf(two))
  await screen.findByRole('link', { name: 'C-AAAA1111' })
  server.goDown()
  await person.click(screen.getByRole('button', { name: 'Model' }))
  expect(await screen.findByText('Could not refresh.')).toBeVisible()
  expect(screen.getByRole('link', { name: 'C-AAAA1111' })).toBeVisible()
  server.comeBack()
  await person.click(screen.getByRole('button', { name: 'Try again' }))
  await expect.poll(() => screen.queryByText('Could not refresh.')).toBeNull()
})
