import { screen, within, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { begunCeremony } from '../../stage/ceremony.ts'
import { onStage } from '../../stage/stage.tsx'
import { usePack } from '../pack/use-pack.ts'
import { agencyServer, refusals } from '../../stage/portal-server.ts'
import { Asked } from '../../stage/asked.tsx'
import { allowed, decision, forbidden, me, packRoot, submission } from '../testing/case-data.ts'
import { DecisionRoomDocument, type DecisionRoomQuery } from './decision-page.generated.ts'
import { Decision } from './decision-page.tsx'

type Parts = Readonly<Record<string, unknown>>

function Room({ room }: { room: DecisionRoomQuery }) {
  const pack = usePack(room.submission.packId)
  return room.submission.decisions.map((each) => <Decision key={each.id} decision={each} pack={pack} me={room.me} />)
}

async function onDecision(shown: Parts, root: Parts = {}) {
  const server = agencyServer({
    me,
    submission: submission({ state: 'consolidation', decisions: [shown] }),
    saveDecision: ({ input }: { input: Parts }) => ({
      __typename: 'Decision',
      ...shown,
      version: Number(input['version']) + 1,
    }),
    beginSigning: await begunCeremony({ meaning: 'approved', record: '{"outcome":"approve"}' }),
    ...packRoot,
    ...root,
  })
  await onStage(
    <Asked query={DecisionRoomDocument} variables={{ id: 's1' }}>
      {(data) => <Room room={data} />}
    </Asked>,
    { link: server.link, at: '/agency/cases/s1/decision' },
  )
  return { server, person: userEvent.setup() }
}

async function sendForSignature(person: ReturnType<typeof userEvent.setup>) {
  await person.click(await screen.findByRole('button', { name: 'Send for signature' }))
  const dialog = within(await screen.findByRole('dialog'))
  await person.click(dialog.getByRole('button', { name: 'Send for signature' }))
}

test('the draft is saved while it is written, then sent for signature in its newest version', async () => {
  const { server, person } = await onDecision(decision(), {
    submitForSignature: { __typename: 'Decision', ...decision({ state: 'forSignature' }) },
  })
  await person.type(await screen.findByLabelText('Reasons'), ' It helps.')
  await sendForSignature(person)
  expect(server.sent('SaveDecision').at(-1)).toMatchObject({
    id: 'd1',
    version: 3,
    outcome: 'approve',
    reasons: 'The evidence carries the use. It helps.',
    conditions: [],
    departures: [],
  })
  expect(server.sent('SubmitForSignature')).toEqual([expect.objectContaining({ id: 'd1', version: 4 })])
})

test.each(refusals)('shows the answer $name to the drafter in place', async ({ answer, text }) => {
  const { person } = await onDecision(decision(), { submitForSignature: answer })
  await sendForSignature(person)
  expect(await screen.findByText(text)).toBeVisible()
})

test('an outcome that departs from a stage asks why', async () => {
  const { server, person } = await onDecision(decision())
  await person.click(await screen.findByRole('radio', { name: 'Refuse' }))
  await person.type(screen.getByLabelText('Why does the outcome not follow the stage “Clinical”?'), 'Risk to children.')
  await expect
    .poll(() => server.sent('SaveDecision').at(-1), { timeout: 3000 })
    .toMatchObject({ outcome: 'refuse', departures: [{ stage: 'clinical', reason: 'Risk to children.' }] })
})

test('a condition needs a text, a day and evidence; conditions move up and down and are removed', async () => {
  const { server, person } = await onDecision(
    decision({
      outcome: 'approveWithConditions',
      conditions: [{ id: 'c1', text: 'Audit by age', dueAt: '2027-06-01', evidence: 'Report' }],
    }),
  )
  await person.click(await screen.findByRole('button', { name: 'Add a condition' }))
  await person.click(screen.getByRole('button', { name: 'Keep this condition' }))
  expect(await screen.findAllByText('Enter the due date')).toHaveLength(2)
  await person.type(screen.getByLabelText('What must be done?'), 'Instructions in French')
  await person.type(screen.getByLabelText('Due date'), '01.03.2027')
  await person.tab()
  await person.type(screen.getByLabelText('What shows that it was done?'), 'The document')
  await person.click(screen.getByRole('button', { name: 'Keep this condition' }))
  await person.click(screen.getByRole('button', { name: 'Up condition 2' }))
  await expect
    .poll(() => server.sent('SaveDecision').at(-1), { timeout: 3000 })
    .toMatchObject({
      conditions: [
        { text: 'Instructions in French', dueAt: '2027-03-01', evidence: 'The document' },
        { text: 'Audit by age', dueAt: '2027-06-01', evidence: 'Report' },
      ],
    })
  await person.click(screen.getByRole('button', { name: 'Remove condition 2' }))
  await expect
    .poll(() => server.sent('SaveDecision').at(-1), { timeout: 3000 })
    .toMatchObject({ conditions: [{ text: 'Instructions in French' }] })
})

test('who may not sign reads the rule; who may signs what is shown, affirming no interest', async () => {
  const waiting = decision({
    state: 'forSignature',
    drafter: { id: 'other', name: 'Somebody', office: 'x' },
    permits: [...allowed('SIGN'), forbidden('RETURN_TO_DRAFTER', 'Only a signer returns a draft')],
  })
  const { server, person } = await onDecision(waiting, {
    signDecision: { __typename: 'Decision', ...decision({ state: 'signed' }) },
  })
  expect(await screen.findByRole('button', { name: 'Return to the drafter' })).toHaveAccessibleDescription(
    'Only a signer returns a draft',
  )
  await person.click(screen.getByRole('button', { name: 'Sign the decision' }))
  const dialog = within(await screen.findByRole('dialog'))
  expect(await dialog.findByText('abcd efgh')).toBeVisible()
  await person.click(dialog.getByRole('checkbox', { name: /I have no interest in this case/ }))
  await person.click(dialog.getByRole('button', { name: 'Sign with your passkey' }))
  await waitFor(() => expect(server.sent('SignDecision')).toHaveLength(1))
  expect(server.sent('BeginSigning')).toEqual([
    expect.objectContaining({ process: 'decision', id: 'd1', meaning: 'approved' }),
  ])
  expect(server.sent('SignDecision')).toEqual([
    expect.objectContaining({
      id: 'd1',
      version: 3,
      affirmed: true,
      proof: expect.objectContaining({ kind: 'passkey' }) as unknown,
    }),
  ])
})

test('a returned draft shows why, and dissent stands beside the recommendations', async () => {
  await onDecision(
    decision({
      returnReason: 'Say what is measured.',
      recommendations: [{ stage: 'clinical', recommendation: 'approve', dissent: 'Too few over 75.' }],
    }),
  )
  expect(await screen.findByText('Say what is measured.')).toBeVisible()
  expect(screen.getByText('Too few over 75.')).toBeVisible()
})

test('what people wrote is kept apart from the words around it, whichever way either runs', async () => {
  await onDecision(
    decision({
      state: 'issued',
      conditions: [{ id: 'c1', text: 'Audit by age', dueAt: '2026-12-01', evidence: 'A table by age band.' }],
      decisionAnswers: [{ question: 'RQ-DEC-01', answer: 'yes', reason: 'Both trials were read.' }],
      permits: [],
    }),
  )
  expect((await screen.findByText('A table by age band.')).localName).toBe('bdi')
  expect(screen.getByText('Both trials were read.').localName).toBe('bdi')
})
