import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { onStage } from '../../stage/stage.tsx'
import { usePack } from '../pack/use-pack.ts'
import { agencyServer, refusals } from '../../stage/portal-server.ts'
import { Asked } from '../../stage/asked.tsx'
import { allowed, packRoot, report, request, stage, submission } from '../testing/case-data.ts'
import { RequestsDeskDocument, type RequestsDeskQuery } from './requests-page.generated.ts'
import { Requests } from './requests-page.tsx'

type Parts = Readonly<Record<string, unknown>>

function Desk({ submission: shown }: { submission: RequestsDeskQuery['submission'] }) {
  return <Requests submission={shown} pack={usePack(shown.packId)} />
}

async function onRequests(requests: readonly Parts[], root: Parts = {}, stages: readonly Parts[] = [stage()]) {
  const server = agencyServer({
    submission: submission({ informationRequests: requests, stages }),
    ...packRoot,
    ...root,
  })
  await onStage(
    <Asked query={RequestsDeskDocument} variables={{ id: 's1' }}>
      {(data) => <Desk submission={data.submission} />}
    </Asked>,
    { link: server.link, at: '/agency/cases/s1/requests' },
  )
  return { server, person: userEvent.setup() }
}

const answerOf = (parts: Parts) => ({ __typename: 'InformationRequest', ...request(parts) })

test('a new request begins with what reviewers answered no or partly', async () => {
  const lacking = report({
    answers: [
      { question: 'Q1', version: 1, answer: 'no', reason: 'Only one site.', evidence: [] },
      { question: 'Q2', version: 1, answer: 'yes', reason: 'Yes.', evidence: [] },
    ],
  })
  const { server, person } = await onRequests([], { draftInformationRequest: answerOf({ state: 'drafted' }) }, [
    stage({ reports: [lacking] }),
  ])
  expect(await screen.findByRole('checkbox', { name: 'Clinical: Is the validation external?' })).toBeChecked()
  expect(screen.queryByRole('checkbox', { name: /present care/ })).toBeNull()
  await person.click(screen.getByRole('radio', { name: 'No, a small point to be cleared up' }))
  await person.click(screen.getByRole('button', { name: 'Begin the request' }))
  expect(server.sent('DraftInformationRequest')).toEqual([
    expect.objectContaining({
      id: 's1',
      stopsClock: false,
      questions: [
        {
          stage: 'clinical',
          field: 'intendedPurpose',
          question: 'Is the validation external?',
          reason: 'Only one site.',
          satisfiedBy: '',
        },
      ],
    }),
  ])
})

test('says how many requests have stopped the clock and how many may', async () => {
  await onRequests([request({ state: 'closed' }), request({ id: 'ir2', number: 2, state: 'issued' })])
  expect(await screen.findByText(/2 requests have stopped the clock. At most 2 may/)).toBeVisible()
})

test('shows what was typed under a cancelled request and never signed, and why it counts no more', async () => {
  const [question] = request()['questions'] as Parts[]
  const takenBack = {
    version: 2,
    value: 'It drafts letters in surgical wards.',
    changedBy: 'Omar Haddad',
    changedAt: '2026-10-25T10:00:00Z',
    because: 'Back to what was signed: request 1 was cancelled. Found it.',
  }
  await onRequests([request({ state: 'cancelled', questions: [{ ...question, takenBack }] })])
  expect(await screen.findByText('Back to what was signed: request 1 was cancelled. Found it.')).toBeVisible()
  expect(screen.getByText('Omar Haddad')).toBeVisible()
  expect(screen.getByText('It drafts letters in surgical wards.')).toBeInTheDocument()
})

const drafted = (parts: Parts = {}) =>
  request({
    state: 'drafted',
    number: null,
    issuedAt: null,
    answeredAt: null,
    permits: allowed('APPROVE_AND_SEND', 'DISCARD'),
    ...parts,
  })

test('a draft is saved while it is written; a new question keeps the name that the server gave it', async () => {
  const { server, person } = await onRequests([drafted()], {
    saveInformationRequest: ({ input }: { input: { version: number; questions: Parts[] } }) =>
      answerOf({
        ...drafted(),
        version: input.version + 1,
        questions: input.questions.map((question, index) => ({
          ...(request()['questions'] as Parts[])[0],
          ...question,
          id: question['id'] ?? `new${index}`,
        })),
      }),
  })
  await person.click(await screen.findByRole('button', { name: 'Add a question' }))
  const second = within(screen.getByRole('group', { name: 'Question 2' }))
  await person.type(second.getByLabelText('What do you ask?'), 'Why?')
  await expect.poll(() => server.sent('SaveInformationRequest').length, { timeout: 3000 }).toBeGreaterThan(0)
  await person.type(second.getByLabelText('Why do you ask?'), 'Not stated.')
  await expect
    .poll(() => server.sent('SaveInformationRequest').at(-1), { timeout: 3000 })
    .toMatchObject({ questions: [{ id: 'rq1' }, { id: 'new1', question: 'Why?', reason: 'Not stated.' }] })
})

test('a draft is discarded with a reason, as it was typed last, and stands below what was sent', async () => {
  const gone = answerOf(drafted({ state: 'discarded', version: 4, permits: [] }))
  const sent = request({ id: 'ir2', state: 'closed' })
  let isGone = false
  const { server, person } = await onRequests([], {
    submission: () => submission({ informationRequests: [sent, isGone ? gone : drafted()], stages: [stage()] }),
    saveInformationRequest: answerOf(drafted({ version: 3 })),
    discardInformationRequest: () => {
      isGone = true
      return gone
    },
  })
  expect((await screen.findAllByRole('heading', { level: 2 })).map(({ textContent }) => textContent)).toEqual([
    'Draft of a request',
    'Request 1',
  ])
  await person.type(screen.getByLabelText('Why do you ask?'), ' At all.')
  await person.click(screen.getByRole('button', { name: 'Discard the draft' }))
  await person.click(screen.getByRole('button', { name: 'Discard the draft' }))
  expect(await screen.findByText('Enter a reason')).toBeVisible()
  await person.type(screen.getByLabelText('Why is the draft not sent?'), 'The dossier answers it.')
  await person.click(screen.getByRole('button', { name: 'Discard the draft' }))
  expect(await screen.findByText(/Discarded/)).toBeVisible()
  expect(server.sent('DiscardInformationRequest')).toEqual([
    expect.objectContaining({ id: 'ir1', version: 3, reason: 'The dossier answers it.' }),
  ])
  expect(screen.queryByRole('button', { name: 'Discard the draft' })).toBeNull()
  expect(screen.getByRole('button', { name: 'Begin the request' })).toBeVisible()
})

test.each(refusals)('shows the answer $name to a discarded draft in place', async ({ answer, text }) => {
  const { person } = await onRequests([drafted()], { discardInformationRequest: answer })
  await person.click(await screen.findByRole('button', { name: 'Discard the draft' }))
  await person.type(screen.getByLabelText('Why is the draft not sent?'), 'The dossier answers it.')
  await person.click(screen.getByRole('button', { name: 'Discard the draft' }))
  expect(await screen.findByText(text)).toBeVisible()
})

test('before sending, the letter is shown as the applicant will read it', async () => {
  const { server, person } = await onRequests([drafted()], { sendInformationRequest: answerOf({ state: 'issued' }) })
  await person.click(await screen.findByRole('button', { name: 'Send the request' }))
  const dialog = within(await screen.findByRole('dialog'))
  expect(dialog.getByText('Which patients were left out?')).toBeVisible()
  expect(dialog.getByText(/The review clock stops today/)).toBeVisible()
  await person.click(dialog.getByRole('button', { name: 'Send the request' }))
  expect(server.sent('SendInformationRequest')).toEqual([expect.objectContaining({ id: 'ir1', version: 2 })])
})

test('the decision maker reads the draft and lets it stop the clock once more', async () => {
  const { server, person } = await onRequests([drafted({ permits: allowed('ALLOW_CLOCK_STOP') })], {
    allowClockStop: answerOf(drafted({ permits: [] })),
  })
  expect(await screen.findByText('Which patients were left out?')).toBeVisible()
  expect(screen.queryByRole('textbox')).toBeNull()
  await person.click(screen.getByRole('button', { name: 'Let this request stop the clock' }))
  await person.type(screen.getByLabelText('Why may the clock be stopped once more?'), 'New evidence.')
  await person.click(screen.getByRole('button', { name: 'Let it stop the clock' }))
  expect(server.sent('AllowClockStop')).toEqual([
    expect.objectContaining({ id: 'ir1', version: 2, reason: 'New evidence.' }),
  ])
})

test('answers are judged one by one; an incomplete one says what it lacks', async () => {
  const { server, person } = await onRequests([request()], { judgeRequest: answerOf({ state: 'incomplete' }) })
  await person.click(await screen.findByRole('radio', { name: 'Not complete' }))
  await person.click(screen.getByRole('button', { name: 'Record the judgement' }))
  expect(await screen.findAllByText('Enter what answer 1 still lacks')).toHaveLength(2)
  expect(server.sent('JudgeRequest')).toEqual([])
  await person.type(screen.getByLabelText('What does it still lack?'), 'The table.')
  await person.click(screen.getByRole('button', { name: 'Record the judgement' }))
  expect(server.sent('JudgeRequest')).toEqual([
    expect.objectContaining({
      id: 'ir1',
      version: 2,
      judgements: [{ question: 'rq1', complete: false, judgement: 'The table.' }],
    }),
  ])
})

test.each(refusals)('shows the answer $name to a judgement in place', async ({ answer, text }) => {
  const { person } = await onRequests([request()], { judgeRequest: answer })
  await person.click(await screen.findByRole('radio', { name: 'Complete' }))
  await person.click(screen.getByRole('button', { name: 'Record: complete, the clock goes on' }))
  expect(await screen.findByText(text)).toBeVisible()
})

test('more time is granted or refused with a reason', async () => {
  const asked = request({ state: 'extensionAsked', extensionDays: 20, extensionReason: 'The site closes.' })
  const { server, person } = await onRequests([asked], { ruleExtension: answerOf({ state: 'issued' }) })
  expect(await screen.findByText('The applicant asks for 20 more days')).toBeVisible()
  expect(screen.getByText('The site closes.')).toBeVisible()
  await person.click(screen.getByRole('button', { name: 'Refuse the time' }))
  await person.type(screen.getByLabelText('Why do you refuse the time?'), 'Asked twice before.')
  await person.click(screen.getByRole('button', { name: 'Refuse the time' }))
  expect(server.sent('RuleExtension')).toEqual([
    expect.objectContaining({ grant: false, reason: 'Asked twice before.' }),
  ])
})

test('what was asked and judged is kept apart from the words around it, whichever way either runs', async () => {
  const [question] = request()['questions'] as Parts[]
  const { person } = await onRequests([
    drafted(),
    request({
      id: 'ir2',
      number: 2,
      state: 'incomplete',
      questions: [{ ...question, id: 'rq2', complete: false, judgement: 'No table by age.' }],
    }),
  ])
  expect((await screen.findByText('No table by age.')).localName).toBe('bdi')
  await person.click(screen.getByRole('button', { name: 'Send the request' }))
  const letter = within(await screen.findByRole('dialog'))
  expect(letter.getByText('Not stated.').localName).toBe('bdi')
  expect(letter.getByText('A table.').localName).toBe('bdi')
})
