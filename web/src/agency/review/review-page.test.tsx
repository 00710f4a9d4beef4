import { screen, within, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { begunCeremony } from '../../stage/ceremony.ts'
import { onStage } from '../../stage/stage.tsx'
import { agencyServer, refusals } from '../../stage/portal-server.ts'
import { Asked } from '../../stage/asked.tsx'
import {
  allowed,
  assignment,
  me,
  packRoot,
  person as aPerson,
  report,
  stage,
  submission,
} from '../testing/case-data.ts'
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

test('who does not review is not led to where a new interest is declared', async () => {
  await onReview(stage())
  expect(screen.queryByRole('link', { name: 'Declare a new interest' })).toBeNull()
})

test('who only reads a stage sees whose report is waited for, and who is still to be proposed', async () => {
  const samir = assignment({ id: 'a2', state: 'integrityCheck', reviewer: aPerson('sh', 'Samir Haddad') })
  const gone = assignment({ id: 'a3', state: 'recused', reviewer: aPerson('cc', 'Chiara Conti') })
  const reviewStage = stage({ reports: [], assignments: [samir, gone], reviewersNeeded: 2 })
  await onReview(reviewStage, { submission: submission({ stages: [reviewStage] }) })
  const people = within(await screen.findByRole('region', { name: 'Who reviews this stage' }))
  expect(people.getByRole('listitem')).toHaveTextContent('Samir Haddad – With the integrity officer')
  expect(screen.getByText('1 more reviewer has to be proposed.')).toBeVisible()
})

test('who only reads a stage sees who checks its reports', async () => {
  const reviewStage = stage({ state: 'leadCheck', reports: [] })
  await onReview(reviewStage, { submission: submission({ stages: [reviewStage] }) })
  expect(await screen.findByText('Lars Lind')).toBeVisible()
  expect(screen.getByText(/leads the stage and checks them/)).toBeVisible()
})

test('a reviewer at work is led to where a new interest is declared', async () => {
  const mine = assignment({ state: 'active', permits: allowed('NEW_INTEREST') })
  await onReview(stage(), { submission: submission({ stages: [stage({ assignments: [mine] })] }) })
  expect(await screen.findByRole('link', { name: 'Declare a new interest' })).toHaveAttribute(
    'href',
    '/agency/assignments/a1#new-interest',
  )
})

/** A server that keeps what is saved, as the real one does. */
const keeping = (): Parts => {
  let answers: Parts[] = []
  return {
    saveReviewAnswer: ({ input }: { input: Parts }) => {
      const { question, answer, reason, evidence } = input
      answers = [
        ...answers.filter((each) => each['question'] !== question),
        {
          question,
          version: Number(input['baseVersion']) + 1,
          answer,
          reason,
          evidence,
          changedAt: '2026-11-23T14:05:00Z',
        },
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

/** Another window wrote the first answer after this one had read the desk; the server keeps what is saved on the newest. */
const fasterElsewhere = (theirs: Parts = {}): Parts => {
  const stored = { question: 'Q1', version: 4, answer: 'no', reason: 'Theirs.', evidence: [], ...theirs }
  let answers: Parts[] = []
  return {
    reviewStage: () => stage({ reports: [report({ answers })] }),
    saveReviewAnswer: ({ input }: { input: Parts }) => {
      const { question, answer, reason, evidence, baseVersion } = input
      if (question === 'Q1' && answers.length === 0) answers = [{ changedAt: '2026-11-23T14:05:00Z', ...stored }]
      const before = Number(answers.find((each) => each['question'] === question)?.['version'] ?? 0)
      if (baseVersion !== before) return { __typename: 'Stale', message: 'Changed', currentVersion: before }
      const next = { question, version: before + 1, answer, reason, evidence, changedAt: '2026-11-23T14:06:00Z' }
      answers = [...answers.filter((each) => each['question'] !== question), next]
      return { __typename: 'ReviewStage', ...stage({ reports: [report({ answers })] }) }
    },
  }
}

const writtenTwice = async (theirs?: Parts) => {
  const elsewhere = fasterElsewhere(theirs)
  const { server, person } = await onReview(stage(), elsewhere)
  await person.type(await screen.findByLabelText('Reason'), 'Mine.')
  await person.tab()
  return { server, person }
}

test('an answer that another window stored first stands beside mine, with who and when', async () => {
  const { person } = await writtenTwice()
  const both = await screen.findByRole('alert')
  expect(both).toHaveTextContent(/Mariam Okafor changed this answer at \d\d:\d\d/)
  expect(within(both).getByText('Theirs.')).toBeVisible()
  expect(within(both).getByText('Mine.')).toBeVisible()
  await person.type(screen.getByLabelText('Reason'), ' And more.')
  expect(within(both).getByText('Mine. And more.')).toBeVisible()
})

test('mine can be kept, and is written over what was stored', async () => {
  const { server, person } = await writtenTwice()
  await person.click(await screen.findByRole('button', { name: /^Keep what I wrote here/ }))
  await expect
    .poll(() => sentAnswer(server), { timeout: 3000 })
    .toMatchObject({ question: 'Q1', baseVersion: 4, reason: 'Mine.' })
  await expect.poll(() => screen.queryByRole('alert')).toBeNull()
  expect(await screen.findByText(/^Saved/)).toBeVisible()
})

test('what is stored can be taken, and other words of the page stay', async () => {
  const { server, person } = await writtenTwice()
  await person.type(screen.getByLabelText('Summary'), 'Not yet saved.')
  await person.click(await screen.findByRole('button', { name: /^Use what is stored/ }))
  expect(screen.getByLabelText('Reason')).toHaveValue('Theirs.')
  expect(screen.getByRole('radio', { name: 'No' })).toBeChecked()
  expect(screen.queryByRole('alert')).toBeNull()
  expect(screen.getByLabelText('Summary')).toHaveValue('Not yet saved.')
  expect(server.sent('SaveReviewAnswer')).toHaveLength(1)
})

test('until it is chosen the other questions are saved, and the open choice is named', async () => {
  const { server, person } = await writtenTwice()
  await screen.findByRole('alert')
  await person.keyboard(']')
  await expect.poll(() => document.activeElement?.id).toBe('review-question')
  await person.type(screen.getByLabelText('Reason'), 'Second.')
  await person.tab()
  await expect
    .poll(() => sentAnswer(server), { timeout: 3000 })
    .toMatchObject({ question: 'Q2', baseVersion: 0, reason: 'Second.' })
  expect(await screen.findByText(/^Question 1 is not saved/)).toBeVisible()
  await person.click(screen.getByRole('button', { name: /^Choose which answer to keep/ }))
  expect(await screen.findByText('Theirs.')).toBeVisible()
  expect(screen.getByLabelText('Reason')).toHaveValue('Mine.')
})

test('two windows that wrote the same are not asked', async () => {
  await writtenTwice({ answer: null, reason: 'Mine.' })
  expect(await screen.findByText(/^Saved/)).toBeVisible()
  expect(screen.queryByRole('alert')).toBeNull()
})

test('a report is signed after its recommendation is saved', async () => {
  const { server, person } = await onReview(stage(), {
    saveRecommendation: { __typename: 'ReviewStage', ...stage() },
    signReport: { __typename: 'ReviewStage', ...stage() },
    beginSigning: await begunCeremony({ meaning: 'reviewed', record: '{"stage":"clinical"}' }),
  })
  await person.click(await screen.findByRole('radio', { name: 'Approve' }))
  await person.type(screen.getByLabelText('Summary'), 'Sound.')
  await person.click(screen.getByRole('button', { name: 'Sign the report' }))
  const dialog = within(await screen.findByRole('dialog'))
  await person.click(await dialog.findByRole('button', { name: 'Sign with your passkey' }))
  await waitFor(() => expect(server.sent('SignReport')).toHaveLength(1))
  expect(server.sent('SaveRecommendation').at(-1)).toMatchObject({
    reportVersion: 1,
    recommendation: 'approve',
    summary: 'Sound.',
  })
  expect(server.sent('SignReport')).toEqual([
    expect.objectContaining({ id: 'st1', version: 3, proof: expect.objectContaining({ kind: 'passkey' }) as unknown }),
  ])
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
      answers: [
        {
          question: 'Q1',
          version: 1,
          answer: 'yes',
          reason: 'Two sites.',
          evidence: [],
          changedAt: '2026-10-20T08:00:00Z',
        },
      ],
    }),
    report({
      id: 'r2',
      mine: false,
      signedAt: '2026-10-21T09:00:00Z',
      reviewer: aPerson('rb', 'Bruno Costa'),
      answers: [
        {
          question: 'Q1',
          version: 1,
          answer: 'no',
          reason: 'Same hospital group.',
          evidence: [],
          changedAt: '2026-10-20T08:00:00Z',
        },
      ],
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

test('where the stored recommendation is taken, what is written elsewhere on the page stays', async () => {
  const { reviewStage, stale } = written({}, { version: 2, recommendation: 'refuse', summary: 'Theirs.' })
  const { server, person } = await onReview(stage(), {
    reviewStage,
    saveRecommendation: stale,
    saveReviewAnswer: { __typename: 'OutOfTurn', message: 'Not now', state: 'leadCheck' },
  })
  await person.type(await screen.findByLabelText('Reason'), 'Not saved.')
  await person.click(screen.getByRole('radio', { name: 'Approve' }))
  await person.click(await screen.findByRole('button', { name: 'Use what is stored' }))
  expect(screen.getByLabelText('Summary')).toHaveValue('Theirs.')
  expect(screen.getByRole('radio', { name: 'Refuse' })).toBeChecked()
  expect(screen.getByLabelText('Reason')).toHaveValue('Not saved.')
  expect(server.sent('SaveRecommendation')).toHaveLength(1)
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
    answers: [
      {
        question: 'Q1',
        version: 1,
        answer: 'yes',
        reason: 'Two sites.',
        evidence: [],
        changedAt: '2026-10-20T08:00:00Z',
      },
    ],
  })
  await onReview(stage({ state: 'reported', reports: [signed] }))
  for (const words of ['It holds.', 'Too few over 75.', 'Two sites.'])
    expect((await screen.findByText(words)).localName).toBe('bdi')
})
