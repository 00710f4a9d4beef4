import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { onStage } from '../../stage/stage.tsx'
import { agencyServer } from '../../stage/portal-server.ts'
import { Asked } from '../../stage/asked.tsx'
import { assignment, connection, me, queueRow } from '../testing/case-data.ts'
import { MyDayDocument } from './day-page.generated.ts'
import { Day } from './day-page.tsx'

type Parts = Readonly<Record<string, unknown>>

interface DayParts {
  roles: string[]
  assignments?: Parts[]
  cases?: Parts[]
}

const counts = { mine: 1, unassigned: 0, dueSoon: 0, leaveAwaited: 0, all: 3 }

async function onDay({ roles, assignments = [], cases = [] }: DayParts) {
  const server = agencyServer({
    me: { ...me, roles },
    agencyClock: { now: '2026-11-23T09:00:00Z', movable: true, offsetDays: 0 },
    assignments: connection(assignments),
    integrityChecks: { ...connection([]), total: roles.includes('integrityOfficer') ? 2 : 0 },
    queue: { ...connection(cases), counts },
  })
  await onStage(
    <Asked query={MyDayDocument} variables={{}}>
      {(data) => <Day shown={data} />}
    </Asked>,
    { link: server.link, at: '/agency' },
  )
  await screen.findByRole('heading', { level: 1, name: 'My day' })
}

test('a reviewer sees what to declare and what to review, and nothing that is over', async () => {
  await onDay({
    roles: ['reviewer'],
    assignments: [
      assignment(),
      assignment({ id: 'a2', state: 'active', submissionId: 's1' }),
      assignment({ id: 'a3', state: 'declined', reference: 'C-OVER0000' }),
      assignment({ id: 'a4', state: 'active', stageKey: 'ethics', submissionId: null }),
    ],
  })
  const reviews = within(screen.getByRole('region', { name: 'My reviews' }))
  expect(reviews.getByRole('link', { name: 'Declare your interests: RadioLens XL 3.1' })).toHaveAttribute(
    'href',
    '/agency/assignments/a1',
  )
  expect(reviews.getByRole('link', { name: 'Review Clinical: RadioLens XL 3.1' })).toHaveAttribute(
    'href',
    '/agency/cases/s1/review?stage=clinical',
  )
  expect(reviews.getByRole('link', { name: 'Ethics: RadioLens XL 3.1' })).toHaveAttribute(
    'href',
    '/agency/assignments/a4',
  )
  expect(reviews.getByText(/closed to you while an interest is checked/)).toBeVisible()
  expect(screen.queryByText('C-OVER0000')).toBeNull()
  expect(screen.queryByRole('region', { name: 'Waiting for signature' })).toBeNull()
})

test('a decision maker sees decisions that wait for a signature', async () => {
  await onDay({ roles: ['decisionMaker'], cases: [queueRow({ state: 'decisionPending' })] })
  const waiting = within(screen.getByRole('region', { name: 'Waiting for signature' }))
  expect(waiting.getByRole('link', { name: 'RadioLens XL 3.1' })).toHaveAttribute('href', '/agency/cases/s1/decision')
  expect(screen.getByRole('link', { name: 'Open my first due case' })).toHaveAttribute('href', '/agency/cases/s1')
})

test('a decision maker sees letters that wait for leave to stop the clock; others do not', async () => {
  await onDay({ roles: ['decisionMaker'], cases: [queueRow()] })
  const waiting = within(screen.getByRole('region', { name: 'Waiting for leave to stop the clock once more' }))
  expect(waiting.getByRole('link', { name: 'RadioLens XL 3.1' })).toHaveAttribute('href', '/agency/cases/s1/requests')
})

test('who gives no leave is shown none that is waited for', async () => {
  await onDay({ roles: ['deputy', 'caseManager'], cases: [queueRow()] })
  expect(screen.queryByRole('region', { name: /Waiting for leave/ })).toBeNull()
})

test('an empty day says so and leads to the queue', async () => {
  await onDay({ roles: ['caseManager'] })
  expect(screen.getByText('You have no part in an open case now.')).toBeVisible()
  expect(screen.getByRole('link', { name: 'Find a case in the queue' })).toHaveAttribute(
    'href',
    '/agency/queue?view=unassigned',
  )
})

test('the integrity officer sees how many interests wait', async () => {
  await onDay({ roles: ['integrityOfficer'] })
  expect(screen.getByRole('link', { name: 'Interests to check (2)' })).toHaveAttribute('href', '/agency/integrity')
})
