import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { onStage } from '../../stage/stage.tsx'
import { agencyServer, refusals } from '../testing/agency-server.ts'
import { Asked } from '../testing/asked.tsx'
import { assignment, me, packRoot, person as aPerson, report, stage, submission } from '../testing/case-data.ts'
import { ReviewCaseDocument } from './review-page.generated.ts'
import { Review } from './review-page.tsx'

type Parts = Readonly<Record<string, unknown>>

async function onReview(reviewStage: Parts, root: Parts = {}) {
  const mine = assignment({ state: 'active' })
  const server = agencyServer({
    me,
    submission: submission({ stages: [{ ...reviewStage, assignments: [mine] }] }),
    reviewStage,
    ...packRoot,
    ...root,
  })
  await onStage(
    <Asked query={ReviewCaseDocument} variables={{ id: 's1' }}>
      {(data) => <Review shown={data} />}
    </Asked>,
    { link: server.link, at: '/agency/cases/s1/review?stage=clinical' },
  )
  await screen.findByRole('navigation', { name: 'Stages' })
  return { server, person: userEvent.setup() }
}

/** A server that keeps what is saved, as the real one does. */
const keeping = (): Parts => {
  let answers: Parts[] = []
  return {
    saveReviewAnswer: ({ input }: { input: Parts }) => {
      const { question, answer, reason, evidence } = input
      answers = [
        ...answers.filter((each) => each['question'] !== question),
        { question, version: Number(input['baseVersion']) + 1, answer, reason, evidence },
      ]
      return { __typename: 'ReviewStage', ...stage({ reports: [report({ answers })] }) }
    },
  }
}

const sentAnswer = (server: { sent: (name: string) => unknown[] }) => server.sent('SaveReviewAnswer').at(-1)

test('an answer, its reason and its evidence are saved question by question', async () => {
  const { server, person } = await onReview(stage(), keeping())
  await person.click(await screen.findByRole('radio', { name: 'Partly' }))
  await expect
    .poll(() => sentAnswer(server), { timeout: 3000 })
    .toMatchObject({ id: 'st1', question: 'Q1', baseVersion: 0, answer: 'partly', evidence: [] })
  await person.type(screen.getByLabelText('Page validation.pdf'), '12')
  await person.click(screen.getByRole('button', { name: 'Cite validation.pdf' }))
  expect(await screen.findByRole('button', { name: 'Remove validation.pdf, page 12' })).toBeVisible()
  await expect
    .poll(() => sentAnswer(server), { timeout: 3000 })
    .toMatchObject({ baseVersion: 1, evidence: [{ kind: 'document', at: 'doc1', page: 12 }] })
  await person.type(screen.getByLabelText('Reason'), 'One site only.')
  await person.tab()
  await expect
    .poll(() => sentAnswer(server), { timeout: 3000 })
    .toMatchObject({ baseVersion: 2, answer: 'partly', reason: 'One site only.' })
  expect(await screen.findByText(/1 of 2 answered/)).toBeVisible()
})

test('shortcuts answer and go to the next question; what was written stays', async () => {
  const { server, person } = await onReview(stage(), keeping())
  await screen.findByRole('radio', { name: 'Yes' })
  await person.keyboard('3')
  expect(screen.getByRole('radio', { name: 'No' })).toBeChecked()
  await person.keyboard(']')
  expect(await screen.findByRole('heading', { name: '2. Is the comparator present care?' })).toBeVisible()
  await person.keyboard('1')
  await person.keyboard('[[')
  expect(await screen.findByRole('heading', { name: '1. Is the validation external?' })).toBeVisible()
  expect(screen.getByRole('radio', { name: 'No' })).toBeChecked()
  await expect.poll(() => server.sent('SaveReviewAnswer').length, { timeout: 3000 }).toBe(2)
})

test.each(refusals)('shows the answer $name to a save in place and keeps the words', async ({ answer, text }) => {
  const { person } = await onReview(stage(), { saveReviewAnswer: answer })
  await person.type(await screen.findByLabelText('Reason'), 'One site only.')
  await person.tab()
  expect(await screen.findByText(text)).toBeVisible()
  expect(screen.getByLabelText('Reason')).toHaveValue('One site only.')
})

test('when another window was faster, one may keep what one wrote here', async () => {
  const { server, person } = await onReview(stage(), {
    saveReviewAnswer: ({ input }: { input: Parts }) =>
      input['baseVersion'] === 9
        ? { __typename: 'ReviewStage', ...stage() }
        : { __typename: 'Stale', message: 'Changed', currentVersion: 9 },
  })
  await person.type(await screen.findByLabelText('Reason'), 'Mine')
  await person.tab()
  await person.click(await screen.findByRole('button', { name: 'Keep what I wrote here' }))
  await expect
    .poll(() => sentAnswer(server), { timeout: 3000 })
    .toMatchObject({ question: 'Q1', baseVersion: 9, reason: 'Mine' })
})

test('a report is signed after its recommendation is saved', async () => {
  const { server, person } = await onReview(stage(), {
    saveRecommendation: { __typename: 'ReviewStage', ...stage() },
    signReport: { __typename: 'ReviewStage', ...stage() },
    beginSigning: {
      __typename: 'SigningCeremony',
      id: 'cer1',
      meaning: 'reviewed',
      recordHash: 'abcd',
      fingerprint: 'abcd efgh',
      record: '{"stage":"clinical"}',
      expiresAt: '2026-11-23T12:00:00Z',
    },
  })
  await person.click(await screen.findByRole('radio', { name: 'Approve' }))
  await person.type(screen.getByLabelText('Summary'), 'Sound.')
  await person.click(screen.getByRole('button', { name: 'Sign the report' }))
  const dialog = within(await screen.findByRole('dialog'))
  await person.type(await dialog.findByLabelText('Your full name'), 'Mariam Okafor')
  await person.type(dialog.getByLabelText('Your password'), 'placet-demo-2026')
  await person.click(dialog.getByRole('button', { name: 'Sign' }))
  expect(server.sent('SaveRecommendation').at(-1)).toMatchObject({
    reportVersion: 1,
    recommendation: 'approve',
    summary: 'Sound.',
  })
  expect(server.sent('SignReport')).toEqual([expect.objectContaining({ id: 'st1', version: 3, ceremonyId: 'cer1' })])
})

const differing = stage({
  state: 'leadCheck',
  lead: aPerson('me', 'Mariam Okafor'),
  reports: [
    report({
      id: 'r1',
      mine: false,
      signedAt: '2026-10-20T09:00:00Z',
      reviewer: aPerson('ra', 'Amara Diallo'),
      answers: [{ question: 'Q1', version: 1, answer: 'yes', reason: 'Two sites.', evidence: [] }],
    }),
    report({
      id: 'r2',
      mine: false,
      signedAt: '2026-10-21T09:00:00Z',
      reviewer: aPerson('rb', 'Bruno Costa'),
      answers: [{ question: 'Q1', version: 1, answer: 'no', reason: 'Same hospital group.', evidence: [] }],
    }),
  ],
  reconciliation: [{ question: 'Q1', answers: ['yes', 'no'], answer: null, reason: '' }],
})

test('the lead sees both answers where reports differ, and writes which one stands and why', async () => {
  const { server, person } = await onReview(differing, {
    saveReconciliation: { __typename: 'ReviewStage', ...differing },
  })
  expect(
    await screen.findByText('The reports differ here. Write for each question which answer stands, and why.'),
  ).toBeVisible()
  await person.click(screen.getByRole('button', { name: 'Save the reconciliation' }))
  expect(await screen.findByText('Select the answer that stands')).toBeVisible()
  expect(server.sent('SaveReconciliation')).toEqual([])
  const which = within(screen.getByRole('radiogroup', { name: /Which answer stands/ }))
  await person.click(which.getByRole('radio', { name: 'Partly' }))
  await person.type(screen.getByLabelText('Why?'), 'External, but related.')
  await person.click(screen.getByRole('button', { name: 'Save the reconciliation' }))
  expect(server.sent('SaveReconciliation')).toEqual([
    expect.objectContaining({
      id: 'st1',
      version: 3,
      question: 'Q1',
      answer: 'partly',
      reason: 'External, but related.',
    }),
  ])
})

test('a signed reviewer files a dissent', async () => {
  const { server, person } = await onReview(
    stage({ state: 'leadCheck', reports: [report({ signedAt: '2026-10-20T09:00:00Z' })] }),
    { fileDissent: { __typename: 'ReviewStage', ...stage() } },
  )
  await person.click(await screen.findByRole('button', { name: 'File a dissent' }))
  await person.type(screen.getByLabelText('Where do you disagree, and why?'), 'Too few over 75.')
  await person.click(screen.getByRole('button', { name: 'File the dissent' }))
  expect(server.sent('FileDissent')).toEqual([
    expect.objectContaining({ id: 'st1', reportVersion: 1, text: 'Too few over 75.' }),
  ])
})

/** A report that another window wrote on after this one had read it. */
const written = (mine: Parts, theirs: Parts) => {
  let isWritten = false
  return {
    reviewStage: () =>
      stage({ state: mine['state'] ?? 'inProgress', reports: [report({ ...mine, ...(isWritten ? theirs : {}) })] }),
    stale: ({ input }: { input: Parts }) => {
      if (input['reportVersion'] === 2) return { __typename: 'ReviewStage', ...stage() }
      isWritten = true
      return { __typename: 'Stale', message: 'Changed', currentVersion: 2 }
    },
  }
}

test('a recommendation that another window wrote first stands beside mine, and one is kept', async () => {
  const { reviewStage, stale } = written({}, { version: 2, recommendation: 'refuse', summary: 'Theirs.' })
  const { server, person } = await onReview(stage(), { reviewStage, saveRecommendation: stale })
  await person.click(await screen.findByRole('radio', { name: 'Approve' }))
  await person.type(screen.getByLabelText('Summary'), 'Mine.')
  await person.tab()
  expect(await screen.findByText(/Theirs\./)).toBeVisible()
  expect(screen.getByLabelText('Summary')).toHaveValue('Mine.')
  await person.click(screen.getByRole('button', { name: 'Keep what I wrote here' }))
  await expect
    .poll(() => server.sent('SaveRecommendation').at(-1), { timeout: 3000 })
    .toMatchObject({ reportVersion: 2, recommendation: 'approve', summary: 'Mine.' })
})

test('a dissent that another window filed first is shown before mine can replace it', async () => {
  const signed = { state: 'leadCheck', signedAt: '2026-10-20T09:00:00Z' }
  const { reviewStage, stale } = written(signed, { version: 2, dissent: 'Theirs.' })
  const { server, person } = await onReview(stage({ state: 'leadCheck' }), { reviewStage, fileDissent: stale })
  await person.click(await screen.findByRole('button', { name: 'File a dissent' }))
  await person.type(screen.getByLabelText('Where do you disagree, and why?'), 'Mine.')
  await person.click(screen.getByRole('button', { name: 'File the dissent' }))
  expect(await screen.findByText('Filed in the meantime; yours would replace it:')).toBeVisible()
  expect(screen.getByLabelText('Where do you disagree, and why?')).toHaveValue('Mine.')
  await person.click(screen.getByRole('button', { name: 'File the dissent' }))
  expect(server.sent('FileDissent').at(-1)).toMatchObject({ reportVersion: 2, text: 'Mine.' })
})

test('the words of a report are kept apart from those around them, whichever way either runs', async () => {
  const signed = report({
    signedAt: '2026-10-20T09:00:00Z',
    mine: false,
    recommendation: 'approve',
    summary: 'It holds.',
    dissent: 'Too few over 75.',
    answers: [{ question: 'Q1', version: 1, answer: 'yes', reason: 'Two sites.', evidence: [] }],
  })
  await onReview(stage({ state: 'reported', reports: [signed] }))
  for (const words of ['It holds.', 'Too few over 75.', 'Two sites.'])
    expect((await screen.findByText(words)).localName).toBe('bdi')
})
