import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { onStage } from '../../stage/stage.tsx'
import { agencyServer, refusals } from '../../stage/portal-server.ts'
import { Asked } from '../../stage/asked.tsx'
import { allowed, assignment } from '../testing/case-data.ts'
import { DeclareInterestsDocument } from './declare-page.generated.ts'
import { Declare } from './declare-page.tsx'

async function onDeclare(parts: Readonly<Record<string, unknown>>, root: Readonly<Record<string, unknown>> = {}) {
  const server = agencyServer({ assignment: assignment(parts), ...root })
  await onStage(
    <Asked query={DeclareInterestsDocument} variables={{ id: 'a1' }}>
      {(data) => <Declare assignment={data.assignment} />}
    </Asked>,
    { link: server.link, at: '/agency/assignments/a1' },
  )
  return { server, person: userEvent.setup() }
}

const send = (person: ReturnType<typeof userEvent.setup>) =>
  person.click(screen.getByRole('button', { name: 'Send the declaration' }))

test('before declaring, only the names that one needs are there, and no way to the dossier', async () => {
  await onDeclare({})
  expect(await screen.findByText('Helio Health')).toBeVisible()
  expect(screen.getByText('RadioLens XL 3.1')).toBeVisible()
  expect(screen.getByText('Aurora Models')).toBeVisible()
  expect(screen.getByText('Northern Fund')).toBeVisible()
  expect(screen.queryByRole('link', { name: 'Open the review' })).toBeNull()
})

test('no interest: affirmed, then the review opens', async () => {
  const active = assignment({ state: 'active', version: 2, submissionId: 's1' })
  const { server, person } = await onDeclare({}, { declareNoInterest: { __typename: 'ReviewerAssignment', ...active } })
  await person.click(await screen.findByRole('radio', { name: 'I have no interest in this case' }))
  await send(person)
  expect(await screen.findAllByText('Confirm that you have none of these interests')).toHaveLength(2)
  expect(server.sent('DeclareNoInterest')).toEqual([])
  await person.click(screen.getByRole('checkbox', { name: /I have none of these interests/ }))
  await send(person)
  expect(server.sent('DeclareNoInterest')).toEqual([expect.objectContaining({ id: 'a1', version: 1, affirmed: true })])
})

test('an interest needs its kinds and what it is; then the access stays closed', async () => {
  const waiting = assignment({
    state: 'integrityCheck',
    version: 2,
    declaration: { kinds: ['money'], detail: 'A grant in 2024.' },
  })
  const server = agencyServer({
    assignment: () => (server.sent('DeclareInterest').length > 0 ? waiting : assignment()),
    declareInterest: { __typename: 'ReviewerAssignment', ...waiting },
  })
  await onStage(
    <Asked query={DeclareInterestsDocument} variables={{ id: 'a1' }}>
      {(data) => <Declare assignment={data.assignment} />}
    </Asked>,
    { link: server.link },
  )
  const person = userEvent.setup()
  await person.click(await screen.findByRole('radio', { name: 'I have an interest to declare' }))
  await send(person)
  expect(await screen.findAllByText('Select the kind of interest')).toHaveLength(2)
  await person.click(screen.getByRole('checkbox', { name: 'Money, grants or fees' }))
  await person.type(screen.getByLabelText('What is the interest?'), 'A grant in 2024.')
  await send(person)
  expect(await screen.findByText(/Your access to the case stays closed/)).toBeVisible()
  expect(server.sent('DeclareInterest')).toEqual([
    expect.objectContaining({ kinds: ['money'], detail: 'A grant in 2024.' }),
  ])
})

const declared = { kinds: ['employment'], detail: 'They offered me a post.' }
const active = (parts: Readonly<Record<string, unknown>> = {}) =>
  assignment({ state: 'active', submissionId: 's1', stageId: 'st1', permits: allowed('NEW_INTEREST'), ...parts })

async function onNewInterest(answer?: Readonly<Record<string, unknown>>) {
  const waiting = assignment({ state: 'integrityCheck', version: 2, declaration: declared, permits: [] })
  const server = agencyServer({
    assignment: () => (!answer && server.sent('DeclareNewInterest').length > 0 ? waiting : active()),
    declareNewInterest: answer ?? { __typename: 'ReviewerAssignment', ...waiting },
  })
  await onStage(
    <Asked query={DeclareInterestsDocument} variables={{ id: 'a1' }}>
      {(data) => <Declare assignment={data.assignment} />}
    </Asked>,
    { link: server.link, at: '/agency/assignments/a1#new-interest' },
  )
  return { server, person: userEvent.setup() }
}

const sendNew = (person: ReturnType<typeof userEvent.setup>) =>
  person.click(screen.getByRole('button', { name: 'Declare the interest and close my access' }))

async function writeNew(person: ReturnType<typeof userEvent.setup>) {
  await person.click(screen.getByRole('checkbox', { name: 'Employment' }))
  await person.type(screen.getByLabelText('What is the interest?'), 'They offered me a post.')
}

test('a new interest asks the same as the first, says that the access closes, and then that it is closed', async () => {
  const { server, person } = await onNewInterest()
  expect(await screen.findByText(/Your access to the case closes at once/)).toBeVisible()
  await sendNew(person)
  expect(await screen.findAllByText('Select the kind of interest')).toHaveLength(2)
  expect(screen.getAllByText('Enter what your interest is')).toHaveLength(2)
  expect(server.sent('DeclareNewInterest')).toEqual([])
  await writeNew(person)
  await sendNew(person)
  const closed = await screen.findByText(/Your access to the case stays closed/)
  await expect.poll(() => document.activeElement).toBe(closed)
  expect(screen.queryByRole('link', { name: 'Open the review' })).toBeNull()
  expect(server.sent('DeclareNewInterest')).toEqual([expect.objectContaining({ id: 'a1', version: 1, ...declared })])
})

test.each(refusals)(
  'shows the answer $name to a new interest in place and keeps the words',
  async ({ answer, text }) => {
    const { person } = await onNewInterest(answer)
    await screen.findByRole('heading', { name: 'Declare a new interest' })
    await writeNew(person)
    await sendNew(person)
    expect(await screen.findByText(text)).toBeVisible()
    expect(screen.getByLabelText('What is the interest?')).toHaveValue('They offered me a post.')
  },
)

test('a stage of a case that another stage shut says so and leads nowhere', async () => {
  await onDeclare({ ...active({ submissionId: null, stageId: null }) })
  expect(await screen.findByText(/The case is closed to you/)).toBeVisible()
  expect(screen.queryByRole('link', { name: 'Open the review' })).toBeNull()
  expect(screen.queryByRole('button', { name: 'Declare the interest and close my access' })).toBeNull()
})

test('to decline takes a reason', async () => {
  const { server, person } = await onDeclare(
    {},
    { declineAssignment: { __typename: 'ReviewerAssignment', ...assignment({ state: 'declined' }) } },
  )
  await person.click(await screen.findByRole('radio', { name: 'I do not want to review this case' }))
  await person.type(screen.getByLabelText('Why do you decline?'), 'No time.')
  await send(person)
  expect(server.sent('DeclineAssignment')).toEqual([expect.objectContaining({ reason: 'No time.' })])
})

test.each(refusals)('shows the answer $name in place', async ({ answer, text }) => {
  const { person } = await onDeclare({}, { declareNoInterest: answer })
  await person.click(await screen.findByRole('radio', { name: 'I have no interest in this case' }))
  await person.click(screen.getByRole('checkbox', { name: /I have none of these interests/ }))
  await send(person)
  expect(await screen.findByText(text)).toBeVisible()
})
