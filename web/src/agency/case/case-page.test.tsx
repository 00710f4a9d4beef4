import { act, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { onStage } from '../../stage/stage.tsx'
import { agencyServer, refusals } from '../../stage/portal-server.ts'
import { Asked } from '../../stage/asked.tsx'
import {
  allowed,
  assignment,
  connection,
  forbidden,
  packRoot,
  person as aPerson,
  stage,
  submission,
} from '../testing/case-data.ts'
import { CaseOverviewDocument } from './case-page.generated.ts'
import { CaseOverview } from './case-page.tsx'

type Parts = Readonly<Record<string, unknown>>

const commands = [
  'AcknowledgeSubmission',
  'AllowClockStop',
  'GrantClaim',
  'RecuseSelf',
  'NameCaseManager',
  'ExtendScreeningHold',
]

async function onCase(parts: Parts, root: Parts = {}, then: Parts = {}) {
  // After the first accepted command the case is as `then` says.
  const server = agencyServer({
    submission: () => submission(commands.some((name) => server.sent(name).length > 0) ? { ...parts, ...then } : parts),
    ...packRoot,
    ...root,
  })
  await onStage(
    <Asked query={CaseOverviewDocument} variables={{ id: 's1' }}>
      {(data) => <CaseOverview submission={data.submission} />}
    </Asked>,
    { link: server.link, at: '/agency/cases/s1' },
  )
  return { server, person: userEvent.setup() }
}

test('shows facts, people, the clock with days that add up, documents with their hash, and the timeline', async () => {
  await onCase({})
  expect(await screen.findByRole('heading', { level: 1, name: 'RadioLens XL 3.1' })).toBeVisible()
  expect(within(screen.getByRole('region', { name: 'People' })).getByText('Sana Farouk')).toBeVisible()
  expect(screen.getByText('150 days')).toBeInTheDocument()
  expect(screen.getByText('9f86d081884c7d65')).toBeVisible()
  expect(await screen.findByText('Receipt acknowledged')).toBeVisible()
})

test('shows who manages the case now', async () => {
  await onCase({})
  expect(await screen.findByText('Mariam Okafor')).toBeVisible()
})

test('shows that nobody manages the case after its manager left it', async () => {
  await onCase({ manager: null })
  expect(await screen.findByText('Nobody: the place is empty')).toBeVisible()
})

test('a recused person sees nothing of the case but that the access is closed', async () => {
  await onCase({ recused: true })
  expect(await screen.findByRole('heading', { name: 'You are recused from this case' })).toBeVisible()
  expect(screen.queryByText(/RadioLens/)).toBeNull()
})

test('acknowledges receipt', async () => {
  const { server, person } = await onCase(
    { state: 'submitted', permits: allowed('ACKNOWLEDGE') },
    { acknowledgeSubmission: { __typename: 'Submission', ...submission({ state: 'screening', version: 5 }) } },
    { state: 'screening', version: 5 },
  )
  await person.click(await screen.findByRole('button', { name: 'Acknowledge receipt' }))
  expect(server.sent('AcknowledgeSubmission')).toEqual([expect.objectContaining({ id: 's1', version: 4 })])
  expect(await screen.findByRole('link', { name: 'Screen this dossier' })).toBeVisible()
})

test('reads the page again when what was done is out of sight by now', async () => {
  const { person } = await onCase(
    { state: 'submitted', permits: allowed('ACKNOWLEDGE') },
    { acknowledgeSubmission: { __typename: 'Done', id: 's1', message: 'This is done.' } },
    { recused: true },
  )
  await person.click(await screen.findByRole('button', { name: 'Acknowledge receipt' }))
  expect(await screen.findByRole('heading', { name: 'You are recused from this case' })).toBeVisible()
})

test.each(refusals)('shows the answer $name to an acknowledgement in place', async ({ answer, text }) => {
  const { person } = await onCase(
    { state: 'submitted', permits: allowed('ACKNOWLEDGE') },
    { acknowledgeSubmission: answer },
  )
  await person.click(await screen.findByRole('button', { name: 'Acknowledge receipt' }))
  expect(await screen.findByText(text)).toBeVisible()
})

test('an act that is not permitted is shown with the reasons of the server and is not sent', async () => {
  const { server, person } = await onCase({
    state: 'outOfScopeProposed',
    permits: [
      forbidden('CONFIRM_OUT_OF_SCOPE', 'You proposed it; a second person confirms'),
      ...allowed('REJECT_OUT_OF_SCOPE'),
    ],
  })
  const confirm = await screen.findByRole('button', { name: 'Confirm: out of scope' })
  expect(confirm).toHaveAccessibleDescription('You proposed it; a second person confirms')
  await person.click(confirm)
  expect(screen.queryByLabelText('Why is the model out of scope?')).toBeNull()
  expect(server.sent('ConfirmOutOfScope')).toEqual([])
})

/** A draft that may not stop the clock without leave. */
const letter = {
  id: 'ir3',
  version: 2,
  number: 3,
  state: 'drafted',
  stopsClock: true,
  dueAt: null,
  issuedAt: null,
  answeredAt: null,
  extensionDays: null,
  extensionReason: null,
  questions: [],
  permits: allowed('ALLOW_CLOCK_STOP'),
}

test('a decision maker is told on the case that a letter waits for leave to stop the clock, and gives it there', async () => {
  const { server, person } = await onCase(
    { informationRequests: [letter] },
    { allowClockStop: { __typename: 'InformationRequest', ...letter, version: 3, permits: [] } },
    { informationRequests: [{ ...letter, version: 3, permits: [] }] },
  )
  expect(await screen.findByText(/Request 3 waits for your leave to stop the clock once more/)).toBeVisible()
  expect(screen.getByRole('link', { name: 'Read request 3' })).toHaveAttribute(
    'href',
    '/agency/cases/s1/requests#request-3',
  )
  await person.click(screen.getByRole('button', { name: 'Let this request stop the clock' }))
  await person.type(screen.getByLabelText('Why may the clock be stopped once more?'), 'New evidence.')
  await person.click(screen.getByRole('button', { name: 'Let it stop the clock' }))
  expect(server.sent('AllowClockStop')).toEqual([
    expect.objectContaining({ id: 'ir3', version: 2, reason: 'New evidence.' }),
  ])
  expect(screen.queryByText(/waits for your leave/)).toBeNull()
})

test('who may not give leave is not asked for it on the case', async () => {
  await onCase({
    informationRequests: [{ ...letter, permits: [forbidden('APPROVE_AND_SEND', 'Used up')] }],
  })
  expect(await screen.findByRole('button', { name: 'Recuse myself' })).toBeVisible()
  expect(screen.queryByText(/waits for your leave/)).toBeNull()
})

test('a claim is granted with a last day and a reason, and with nothing less', async () => {
  const claim = {
    id: 'cl1',
    version: 2,
    state: 'claimed',
    field: 'inferenceConfiguration',
    reason: 'trade secret',
    explanation: 'The prompt is known to nobody else.',
    until: null,
    ruling: null,
    permits: allowed('GRANT', 'REFUSE'),
  }
  const { server, person } = await onCase(
    { claims: [claim] },
    { grantClaim: { __typename: 'ConfidentialityClaim', ...claim, state: 'granted', until: '2027-06-01' } },
    { claims: [{ ...claim, state: 'granted', until: '2027-06-01' }] },
  )
  await person.click(await screen.findByRole('button', { name: 'Grant the claim' }))
  const card = within(screen.getByRole('article'))
  await person.click(card.getByRole('button', { name: 'Grant the claim' }))
  expect(await card.findByText('Enter a reason')).toBeVisible()
  await person.type(card.getByLabelText('Why does the claim hold?'), 'It is a trade secret.')
  await person.click(card.getByRole('button', { name: 'Grant the claim' }))
  expect(await card.findByText('Enter the last day')).toBeVisible()
  expect(server.sent('GrantClaim')).toEqual([])
  await person.type(card.getByLabelText('Confidential until'), '01.06.2027')
  await person.tab()
  await person.click(card.getByRole('button', { name: 'Grant the claim' }))
  expect(await card.findByText(/Granted/)).toBeVisible()
  expect(server.sent('GrantClaim')).toEqual([
    expect.objectContaining({ id: 'cl1', version: 2, until: '2027-06-01', reason: 'It is a trade secret.' }),
  ])
})

const managers = {
  managerCandidates: [
    { person: aPerson('sf', 'Sana Farouk'), openCases: 3, allowed: true, because: [] },
    {
      person: aPerson('tied', 'Noor Haddad'),
      openCases: 0,
      allowed: false,
      because: [{ code: 'standingInterest', message: 'This person has a declared interest.', at: null }],
    },
  ],
}

test('a case that nobody manages says so, and a case manager is named with a note', async () => {
  const { server, person } = await onCase(
    { manager: null, permits: allowed('NAME_MANAGER') },
    { ...managers, nameCaseManager: { __typename: 'Submission', ...submission({ version: 5 }) } },
    { version: 5, manager: aPerson('sf', 'Sana Farouk') },
  )
  expect(await screen.findByText(/Nobody manages this case/)).toBeVisible()
  const open = screen.getByRole('button', { name: 'Name a case manager' })
  await act(async () => await person.click(open))
  expect(await screen.findByRole('radio', { name: 'Sana Farouk – manages 3 open cases now' })).toBeVisible()
  expect(screen.queryByRole('radio', { name: /Noor Haddad/ })).toBeNull()
  expect(screen.getByText('This person has a declared interest.')).toBeVisible()
  await person.type(screen.getByLabelText('What should the new case manager know?'), 'Two questions are open.')
  await person.click(screen.getByRole('button', { name: 'Name the case manager' }))
  expect(await screen.findByText('Select a case manager')).toBeVisible()
  expect(server.sent('NameCaseManager')).toEqual([])
  await person.click(screen.getByRole('radio', { name: /Sana Farouk/ }))
  await person.click(screen.getByRole('button', { name: 'Name the case manager' }))
  await expect.poll(() => screen.queryByText(/Nobody manages this case/)).toBeNull()
  expect(server.sent('NameCaseManager')).toEqual([
    expect.objectContaining({ id: 's1', version: 4, managerId: 'sf', reason: 'Two questions are open.' }),
  ])
})

test.each(refusals)('shows the answer $name to a hand-over in place', async ({ answer, text }) => {
  const { person } = await onCase({ permits: allowed('NAME_MANAGER') }, { ...managers, nameCaseManager: answer })
  const open = await screen.findByRole('button', { name: 'Hand over the case' })
  await act(async () => await person.click(open))
  await person.click(await screen.findByRole('radio', { name: /Sana Farouk/ }))
  await person.type(screen.getByLabelText('What should the new case manager know?'), 'Two questions are open.')
  await person.click(screen.getByRole('button', { name: 'Hand over the case' }))
  expect(await screen.findByText(text)).toBeVisible()
})

test('who may not hand over a case is not shown how', async () => {
  await onCase({ permits: [forbidden('NAME_MANAGER', 'Only a case manager may do this.')] })
  expect(await screen.findByRole('button', { name: 'Recuse myself' })).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Hand over the case' })).toBeNull()
})

test('the applicant gets more time to complete a returned file, in whole days and with a reason', async () => {
  const { server, person } = await onCase(
    { state: 'returnedIncomplete', permits: allowed('EXTEND_HOLD') },
    { extendScreeningHold: { __typename: 'Submission', ...submission({ state: 'returnedIncomplete', version: 5 }) } },
  )
  await person.click(await screen.findByRole('button', { name: 'Give the applicant more time' }))
  await person.type(screen.getByLabelText('How many more days?'), '2.5')
  await person.type(screen.getByLabelText('Why does the applicant get more time?'), 'The site closes.')
  await person.click(screen.getByRole('button', { name: 'Give more time' }))
  expect(await screen.findByText('Days must be a whole number above 0')).toBeVisible()
  expect(server.sent('ExtendScreeningHold')).toEqual([])
  await person.clear(screen.getByLabelText('How many more days?'))
  await person.type(screen.getByLabelText('How many more days?'), '20')
  await person.click(screen.getByRole('button', { name: 'Give more time' }))
  expect(await screen.findByRole('button', { name: 'Give the applicant more time' })).toBeVisible()
  expect(server.sent('ExtendScreeningHold')).toEqual([
    expect.objectContaining({ id: 's1', version: 4, days: 20, reason: 'The site closes.' }),
  ])
})

test('a reviewer of the case is led to where a new interest is declared', async () => {
  const mine = assignment({ state: 'completed', permits: allowed('NEW_INTEREST') })
  const other = assignment({ id: 'a2', permits: allowed('CHALLENGE') })
  await onCase({ stages: [stage({ assignments: [other, mine] })] })
  expect(await screen.findByRole('link', { name: 'Declare a new interest' })).toHaveAttribute(
    'href',
    '/agency/assignments/a1#new-interest',
  )
})

test('to recuse oneself takes a reason', async () => {
  const { server, person } = await onCase(
    {},
    { recuseSelf: { __typename: 'Submission', ...submission({ recused: true }) } },
    { recused: true },
  )
  await person.click(await screen.findByRole('button', { name: 'Recuse myself' }))
  await person.type(screen.getByLabelText('Which interest do you have in this case?'), 'My sister works there.')
  await person.click(screen.getByRole('button', { name: 'Recuse myself and close my access' }))
  expect(await screen.findByRole('heading', { name: 'You are recused from this case' })).toBeVisible()
  expect(server.sent('RecuseSelf')).toEqual([expect.objectContaining({ id: 's1', reason: 'My sister works there.' })])
})

test('tells inspectors who opened the case, when they ask for it', async () => {
  const reading = {
    id: '7',
    at: '2026-11-02T09:30:00Z',
    name: 'Abena Diallo',
    office: 'Reviewer',
    opened: ['answers', 'submission'],
    parts: ['reviewer'],
  }
  const { person } = await onCase({ readings: connection([reading]) })
  const button = await screen.findByRole('button', { name: 'Show the access log' })
  await act(() => person.click(button))
  const log = screen.getByRole('region', { name: 'Who opened this case' })
  expect(await within(log).findByRole('listitem')).toHaveTextContent(/Abena Diallo, Reviewer: answers, the case$/)
})

test('offers no access log to who may not read it', async () => {
  await onCase({ readings: null })
  expect(await screen.findByText('Receipt acknowledged')).toBeVisible()
  expect(screen.queryByRole('heading', { name: 'Who opened this case' })).toBeNull()
})
