import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { onStage } from '../../stage/stage.tsx'
import { usePack } from '../pack/use-pack.ts'
import { agencyServer, refusals } from '../../stage/portal-server.ts'
import { Asked } from '../../stage/asked.tsx'
import { allowed, forbidden, packRoot, submission } from '../testing/case-data.ts'
import { ScreeningDeskDocument, type ScreeningDeskQuery } from './screening-page.generated.ts'
import { Screening } from './screening-page.tsx'

type Parts = Readonly<Record<string, unknown>>

function Desk({ submission: shown }: { submission: ScreeningDeskQuery['submission'] }) {
  return <Screening submission={shown} pack={usePack(shown.packId)} onStartAgain={() => undefined} />
}

const open = (parts: Parts = {}) =>
  submission({
    state: 'screening',
    permits: allowed('ACCEPT', 'RETURN_WITH_LIST', 'PROPOSE_OUT_OF_SCOPE'),
    ...parts,
  })

async function onScreening(root: Parts = {}, shown: Parts = open()) {
  const server = agencyServer({
    submission: shown,
    saveScreening: ({ input }: { input: Parts }) => ({
      __typename: 'Submission',
      ...shown,
      screening: { ...(shown['screening'] as Parts), version: Number(input['screeningVersion']) + 1 },
    }),
    ...packRoot,
    ...root,
  })
  const stage = await onStage(
    <Asked query={ScreeningDeskDocument} variables={{ id: 's1' }}>
      {(data) => <Desk submission={data.submission} />}
    </Asked>,
    { link: server.link, at: '/agency/cases/s1/screen' },
  )
  return { server, person: userEvent.setup(), ...stage }
}

const accepted = { acceptSubmission: { __typename: 'Submission', ...open({ state: 'inReview' }) } }

async function accept(person: ReturnType<typeof userEvent.setup>) {
  await person.click(await screen.findByRole('button', { name: 'Accept for review' }))
  const dialog = within(await screen.findByRole('dialog'))
  await person.click(dialog.getByRole('button', { name: 'Accept for review' }))
}

test('shows the dossier, the automatic checks and the class with its steps', async () => {
  await onScreening()
  expect(await screen.findByText('Helio Health Ltd')).toBeVisible()
  expect(screen.getByText('The identifier has no digest')).toBeVisible()
  expect(screen.getByText(/Serious condition, drives management/)).toBeVisible()
})

test('an answer and its reason are saved with the version that was read, and the next save with the new one', async () => {
  const { server, person } = await onScreening()
  const question = within(await screen.findByRole('radiogroup', { name: /^1\. / }))
  await person.click(question.getByRole('radio', { name: 'Partly' }))
  await expect.poll(() => server.sent('SaveScreening').length, { timeout: 3000 }).toBe(1)
  expect(server.sent('SaveScreening')).toEqual([
    expect.objectContaining({
      id: 's1',
      screeningVersion: 1,
      answers: [{ question: 'RQ-SCR-01', answer: 'partly', reason: '' }],
    }),
  ])
  await person.type(screen.getByLabelText('Reason for question 1'), 'No register number.')
  await person.tab()
  await expect.poll(() => server.sent('SaveScreening').length, { timeout: 3000 }).toBe(2)
  expect(server.sent('SaveScreening').at(-1)).toEqual(
    expect.objectContaining({
      screeningVersion: 2,
      answers: [{ question: 'RQ-SCR-01', answer: 'partly', reason: 'No register number.' }],
    }),
  )
})

test('fields are cited with a reason, previewed as the applicant reads it, and returned after saving', async () => {
  const { server, person, router } = await onScreening({
    returnSubmission: { __typename: 'Submission', ...open({ state: 'returnedIncomplete' }) },
  })
  await person.click(await screen.findByRole('button', { name: 'Add to the list: Legal name of the applicant' }))
  await person.type(screen.getByLabelText('Legal name of the applicant'), 'Give the name in the register.')
  await person.click(screen.getByRole('button', { name: 'Return with the list' }))
  const preview = within(await screen.findByRole('region', { name: 'What the applicant will read' }))
  expect(preview.getByText('Give the name in the register.')).toBeVisible()
  expect(server.sent('SaveScreening').at(-1)).toEqual(
    expect.objectContaining({
      citations: [{ field: 'applicantLegalName', reason: 'Give the name in the register.' }],
    }),
  )
  await person.click(preview.getByRole('button', { name: 'Return with this list' }))
  expect(server.sent('ReturnSubmission')).toEqual([expect.objectContaining({ id: 's1', version: 4 })])
  await expect.poll(() => router.state.location.pathname).toBe('/agency/cases/s1')
})

test('the class is confirmed, or changed with a reason', async () => {
  const { server, person } = await onScreening()
  await person.click(await screen.findByRole('radio', { name: 'Class III (as worked out)' }))
  expect(screen.queryByLabelText('Why another class than the rule gives?')).toBeNull()
  await person.click(screen.getByRole('radio', { name: 'Class IV' }))
  await person.type(screen.getByLabelText('Why another class than the rule gives?'), 'Used at home.')
  await expect
    .poll(() => server.sent('SaveScreening').at(-1), { timeout: 3000 })
    .toEqual(expect.objectContaining({ classConfirmed: 'IV', classReason: 'Used at home.' }))
})

test('accepts after asking once more', async () => {
  const { server, person, router } = await onScreening(accepted)
  await accept(person)
  expect(server.sent('AcceptSubmission')).toEqual([expect.objectContaining({ id: 's1', version: 4 })])
  await expect.poll(() => router.state.location.pathname).toBe('/agency/cases/s1')
})

test.each(refusals)('shows the answer $name to an acceptance in place', async ({ answer, text }) => {
  const { person } = await onScreening({ acceptSubmission: answer })
  await accept(person)
  expect(await screen.findByText(text)).toBeVisible()
})

test('what keeps the dossier from being accepted is said beside the button, and the button sends nothing', async () => {
  const { server, person } = await onScreening(
    accepted,
    open({ permits: [forbidden('ACCEPT', 'Confirm the class'), ...allowed('RETURN_WITH_LIST')] }),
  )
  const button = await screen.findByRole('button', { name: 'Accept for review' })
  expect(button).toHaveAccessibleDescription('Confirm the class')
  await person.click(button)
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(server.sent('AcceptSubmission')).toEqual([])
})

test('after screening nothing can be changed', async () => {
  await onScreening({}, open({ state: 'inReview' }))
  const question = within(await screen.findByRole('radiogroup', { name: /^1\. / }))
  expect(question.getByRole('radio', { name: 'Yes' })).toBeDisabled()
  expect(screen.queryByRole('button', { name: 'Accept for review' })).toBeNull()
})
