import { act, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { onStage } from '../../stage/stage.tsx'
import { usePack } from '../pack/use-pack.ts'
import { agencyServer, refusals } from '../../stage/portal-server.ts'
import { Asked } from '../../stage/asked.tsx'
import { allowed, assignment, me, packRoot, person, stage, submission } from '../testing/case-data.ts'
import { AssignDeskDocument, type AssignDeskQuery } from './assign-page.generated.ts'
import { AssignStage } from './assign-stage.tsx'

const reviewerCandidates = [
  { person: person('ra', 'Amara Diallo'), expertise: ['imaging'], openAssignments: 2, allowed: true, because: [] },
  {
    person: person('rc', 'Chen Wei'),
    expertise: ['imaging'],
    openAssignments: 0,
    allowed: false,
    because: [{ code: 'interest', message: 'Worked for Helio Health until April 2026', at: null }],
  },
]

const leadCandidates = [
  { person: person('ll', 'Lena Lund'), expertise: ['clinical'], openStages: 3, allowed: true, because: [] },
  {
    person: person('rb', 'Bruno Costa'),
    expertise: [],
    openStages: 0,
    allowed: false,
    because: [{ code: 'duty.leadReviewed', message: 'A stage’s lead may not review the same stage.', at: null }],
  },
]

function Stages({ submission: { packId, stages } }: { submission: AssignDeskQuery['submission'] }) {
  const pack = usePack(packId)
  return stages.map((each) => <AssignStage key={each.id} stage={each} pack={pack} mayNameLead />)
}

async function onAssign(root: Readonly<Record<string, unknown>>, assignments: unknown[] = []) {
  const server = agencyServer({
    me,
    submission: submission({ stages: [stage({ assignments })] }),
    reviewerCandidates,
    leadCandidates,
    ...packRoot,
    ...root,
  })
  await onStage(
    <Asked query={AssignDeskDocument} variables={{ id: 's1' }}>
      {(data) => <Stages submission={data.submission} />}
    </Asked>,
    { link: server.link },
  )
  return { server, user: userEvent.setup() }
}

async function openList(user: ReturnType<typeof userEvent.setup>) {
  const choose = await screen.findByRole('button', { name: /^Choose people for/ })
  // The list suspends while it is asked for.
  await act(async () => await user.click(choose))
  await screen.findByRole('row', { name: /Amara Diallo/ })
}

test('shows load and expertise, and why somebody with an interest cannot be chosen', async () => {
  const { user } = await onAssign({})
  await openList(user)
  const row = within(screen.getByRole('row', { name: /Chen Wei/ }))
  expect(row.getByText('Worked for Helio Health until April 2026')).toBeVisible()
  expect(row.queryByRole('button', { name: /Propose/ })).toBeNull()
  expect(within(screen.getByRole('row', { name: /Amara Diallo/ })).getByText('2')).toBeVisible()
})

test('proposes a reviewer for the stage', async () => {
  const { server, user } = await onAssign({ proposeReviewer: { __typename: 'ReviewerAssignment', ...assignment() } })
  await openList(user)
  await user.click(screen.getByRole('button', { name: 'Propose Amara Diallo' }))
  expect(server.sent('ProposeReviewer')).toEqual([expect.objectContaining({ id: 'st1', reviewerId: 'ra' })])
})

test.each(refusals)('shows the answer $name to a proposal in place', async ({ answer, text }) => {
  const { user } = await onAssign({ proposeReviewer: answer })
  await openList(user)
  await user.click(screen.getByRole('button', { name: 'Propose Amara Diallo' }))
  expect(await screen.findByText(text)).toBeVisible()
})

test('names another lead, and hands an assignment over with a reason', async () => {
  const active = assignment({
    state: 'active',
    version: 6,
    reviewer: person('rb', 'Bruno Costa'),
    permits: allowed('REASSIGN'),
  })
  const { server, user } = await onAssign(
    {
      setStageLead: { __typename: 'ReviewStage', ...stage() },
      reassignReviewer: { __typename: 'ReviewerAssignment', ...active },
    },
    [active],
  )
  await openList(user)
  const reviewers = within(screen.getByRole('table'))
  expect(reviewers.queryByRole('button', { name: /Name as lead/ })).toBeNull()
  const choose = screen.getByRole('button', { name: /^Name the lead for/ })
  await act(async () => await user.click(choose))
  const taken = within(await screen.findByRole('row', { name: /Bruno Costa/ }))
  expect(taken.getByText('A stage’s lead may not review the same stage.')).toBeVisible()
  expect(taken.queryByRole('button')).toBeNull()
  await user.click(screen.getByRole('button', { name: 'Name as lead Lena Lund' }))
  expect(server.sent('SetStageLead')).toEqual([expect.objectContaining({ id: 'st1', version: 3, leadId: 'll' })])
  await user.click(screen.getByRole('button', { name: 'Hand over to somebody else' }))
  await user.type(screen.getByLabelText('Why is Bruno Costa taken off this stage?'), 'Ill for a month.')
  await user.click(screen.getByRole('button', { name: 'End this assignment' }))
  expect(server.sent('ReassignReviewer')).toEqual([
    expect.objectContaining({ id: 'a1', version: 6, reason: 'Ill for a month.' }),
  ])
})

test('a reviewer is challenged with a reason, and the integrity officer is said to rule', async () => {
  const active = assignment({
    state: 'active',
    version: 6,
    reviewer: person('rb', 'Bruno Costa'),
    permits: allowed('CHALLENGE'),
  })
  const { server, user } = await onAssign(
    { challengeReviewer: { __typename: 'ReviewerAssignment', ...active, state: 'integrityCheck' } },
    [active],
  )
  await user.click(await screen.findByRole('button', { name: 'Challenge Bruno Costa' }))
  expect(screen.getByText(/The integrity officer reads this/)).toBeVisible()
  await user.type(screen.getByLabelText('Which interest of Bruno Costa has to be checked?'), 'They wrote together.')
  await user.click(screen.getByRole('button', { name: 'Send to the integrity officer' }))
  expect(server.sent('ChallengeReviewer')).toEqual([
    expect.objectContaining({ id: 'a1', version: 6, reason: 'They wrote together.' }),
  ])
})
