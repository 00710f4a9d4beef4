import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { pack } from '../../stage/pack.ts'
import { serverOf } from '../../stage/server.ts'
import { onStage } from '../../stage/stage.tsx'
import { SectionForm } from './section-form.tsx'

const answerOf = (field: string, value: unknown, version = 1, more: Record<string, unknown> = {}) => ({
  __typename: 'Answer' as const,
  field,
  value,
  version,
  source: 'typed' as const,
  sourceNote: null,
  confirmed: true,
  changedBy: 'Amira Selim',
  changedAt: '2026-05-03T14:05:00Z',
  ...more,
})

const classification = {
  __typename: 'Classification',
  riskClass: null,
  base: null,
  uplifts: [],
  floors: [],
  missing: [],
  steps: [],
}

const outcome = (field: string, kind: string, more: Record<string, unknown> = {}) => ({
  __typename: 'AnswerOutcome',
  field,
  outcome: kind,
  message: null,
  issues: [],
  answer: null,
  ...more,
})

const savedWith = (outcomes: unknown[]) => ({
  __typename: 'AnswersSaved',
  submissionId: 's1',
  savedAt: '2026-05-03T14:05:00Z',
  sections: [],
  classification,
  outcomes,
})

/** Saves whatever comes. */
const savesAll = (variables: Record<string, unknown>) => {
  const { answers } = variables['input'] as { answers: { field: string; value: unknown; baseVersion: number }[] }
  return {
    saveAnswers: savedWith(
      answers.map(({ field, value, baseVersion }) =>
        outcome(field, 'saved', { answer: answerOf(field, value, baseVersion + 1) }),
      ),
    ),
  }
}

const nothingMissing = [{ submission: { __typename: 'Submission', id: 's1', unmet: [], sections: [] } }]

type Dossier = Parameters<typeof SectionForm>[0]['submission']

const dossier = (more: Partial<Dossier> = {}): Dossier => ({
  __typename: 'Submission',
  id: 's1',
  version: 1,
  state: 'draft',
  reference: 'C-7F3A9B2C',
  modelName: 'RadioLens XL',
  modelVersion: '3.1',
  answers: [],
  sections: [],
  citations: [],
  documents: [],
  unfinishedUploads: [],
  unmet: [],
  informationRequests: [],
  ...more,
})

const sectionNamed = (id: string) => {
  const section = pack.sections.find((each) => each.id === id)
  if (!section) throw new Error(`The default pack has no section ${id}`)
  return section
}

async function open(script: Parameters<typeof serverOf>[0], submission = dossier(), section = 'applicant', at = '/') {
  const server = serverOf({ SectionCheck: nothingMissing, ...script })
  const stage = await onStage(<SectionForm submission={submission} section={sectionNamed(section)} pack={pack} />, {
    link: server.link,
    at,
  })
  return { ...server, ...stage, user: userEvent.setup() }
}

const legalName = () => screen.getByRole('textbox', { name: 'Legal name of the applicant' })
const status = () => screen.getAllByRole('status')[0]

test('an answer is saved when its control is left, and the page says when', async () => {
  const { asked, user } = await open({ SaveAnswers: savesAll })
  await user.type(legalName(), 'Nile Medical')
  await user.tab()
  await waitFor(() => expect(status()).toHaveTextContent(/Saved \d\d:\d\d/))
  expect(asked.filter(({ name }) => name === 'SaveAnswers').map(({ variables }) => variables['input'])).toMatchObject([
    { id: 's1', answers: [{ field: 'applicantLegalName', baseVersion: 0, value: 'Nile Medical' }] },
  ])
})

test('without a connection the words stay, and the page says that it tries again', async () => {
  const { user } = await open({ SaveAnswers: () => 'no connection' })
  await user.type(legalName(), 'Nile')
  await user.tab()
  await waitFor(() => expect(status()).toHaveTextContent('Not saved – trying again'))
  expect(legalName()).toHaveValue('Nile')
})

test('signed out meanwhile: the words stay, and the way back opens beside the page', async () => {
  const { user } = await open({ SaveAnswers: () => 'signed out' })
  await user.type(legalName(), 'Nile')
  await user.tab()
  const alert = await screen.findByText(/You have been signed out/)
  expect(alert).toBeVisible()
  expect(screen.getByRole('link', { name: 'Sign in again in a new tab' })).toHaveAttribute('target', '_blank')
  expect(legalName()).toHaveValue('Nile')
})

const refusals = [
  { __typename: 'Invalid', message: 'Not well-formed.', issues: [] },
  { __typename: 'Incomplete', message: 'Not complete.', unmet: [] },
  { __typename: 'NotPermitted', message: 'Only a contributor writes.' },
  { __typename: 'OutOfTurn', message: 'The dossier was sent already.', currentState: 'submitted' },
  { __typename: 'Stale', message: 'Somebody was faster.', currentVersion: 2 },
  { __typename: 'CommandReused', message: 'Sent before.' },
]

test.each(refusals)('a save refused as $__typename is told, and the words stay', async (refusal) => {
  const { user } = await open({ SaveAnswers: () => ({ saveAnswers: refusal }) })
  await user.type(legalName(), 'Nile')
  await user.tab()
  expect(await screen.findByText(refusal.message)).toBeVisible()
  expect(legalName()).toHaveValue('Nile')
  expect(status()).toHaveTextContent('Not saved')
})

test('a colleague’s answer is not overwritten: both are shown, and one is chosen', async () => {
  const theirs = answerOf('applicantLegalName', 'Helio Health', 4, { changedBy: 'Omar Haddad' })
  const { asked, user } = await open({
    SaveAnswers: (variables) => {
      const { answers } = variables['input'] as { answers: { baseVersion: number }[] }
      return answers[0]?.baseVersion === 4
        ? savesAll(variables)
        : { saveAnswers: savedWith([outcome('applicantLegalName', 'conflict', { answer: theirs })]) }
    },
  })
  await user.type(legalName(), 'Nile Medical')
  await user.tab()
  const alert = await screen.findByRole('alert', { name: '' })
  expect(await screen.findByText(/changed this answer at/)).toHaveTextContent('Omar Haddad')
  expect(alert).toBeDefined()
  expect(screen.getByText('Helio Health')).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Keep mine: Legal name of the applicant' }))
  await waitFor(() => expect(screen.queryByText('Helio Health')).not.toBeInTheDocument())
  expect(asked.at(-1)?.variables['input']).toMatchObject({
    answers: [{ field: 'applicantLegalName', baseVersion: 4, value: 'Nile Medical' }],
  })
})

test('theirs can be taken instead', async () => {
  const theirs = answerOf('applicantLegalName', 'Helio Health', 4)
  const { user } = await open({
    SaveAnswers: () => ({ saveAnswers: savedWith([outcome('applicantLegalName', 'conflict', { answer: theirs })]) }),
  })
  await user.type(legalName(), 'Nile')
  await user.tab()
  await user.click(await screen.findByRole('button', { name: 'Use theirs: Legal name of the applicant' }))
  expect(legalName()).toHaveValue('Helio Health')
})

test('a malformed answer keeps its words, with the server’s message at the control', async () => {
  const issues = [{ __typename: 'Issue', path: 'applicantLegalName', message: 'The name is too long' }]
  const { user } = await open({
    SaveAnswers: () => ({ saveAnswers: savedWith([outcome('applicantLegalName', 'invalid', { issues })]) }),
  })
  await user.type(legalName(), 'x')
  await user.tab()
  await waitFor(() => expect(legalName()).toHaveAccessibleDescription(expect.stringContaining('The name is too long')))
  expect(legalName()).toHaveValue('x')
})

test('an answer that was refused is not called saved; the page says how many need correcting', async () => {
  const issues = [{ __typename: 'Issue', path: 'x', message: 'That is too long' }]
  const { user } = await open({
    SaveAnswers: (variables) => {
      const { answers } = variables['input'] as { answers: { field: string; value: unknown }[] }
      return answers.some(({ value }) => value === 'x')
        ? { saveAnswers: savedWith(answers.map(({ field }) => outcome(field, 'invalid', { issues }))) }
        : savesAll(variables)
    },
  })
  await user.type(legalName(), 'x')
  await user.tab()
  await waitFor(() => expect(status()).toHaveTextContent('Not saved: 1 answer needs correcting'))
  expect(status()).not.toHaveTextContent(/Saved \d/)
  await user.type(screen.getByRole('textbox', { name: 'Contact and page for the public' }), 'x')
  await user.tab()
  await waitFor(() => expect(status()).toHaveTextContent('Not saved: 2 answers need correcting'))
  await user.type(legalName(), 'y')
  await user.tab()
  await waitFor(() => expect(status()).toHaveTextContent('Not saved: 1 answer needs correcting'))
  await user.type(screen.getByRole('textbox', { name: 'Contact and page for the public' }), 'y')
  await user.tab()
  await waitFor(() => expect(status()).toHaveTextContent(/Saved \d\d:\d\d/))
})

test('"Save and continue" with errors leads to them; the summary has the focus and leads to the control', async () => {
  const unmet = [
    {
      __typename: 'Unmet',
      code: 'fieldEnter',
      message: 'Enter the legal name',
      at: 'applicant/applicantLegalName',
    },
    { __typename: 'Unmet', code: 'fieldEnter', message: 'Elsewhere', at: 'risk/conditionSeverity' },
  ]
  const { user, router } = await open({
    SectionCheck: [{ submission: { __typename: 'Submission', id: 's1', unmet, sections: [] } }],
  })
  await user.click(screen.getByRole('button', { name: 'Save and continue' }))
  const problem = await screen.findByRole('link', { name: 'Enter the legal name' })
  expect(screen.getByRole('heading', { name: 'There is a problem' })).toHaveFocus()
  expect(screen.queryByText('Elsewhere')).not.toBeInTheDocument()
  await user.click(problem)
  expect(legalName()).toHaveFocus()
  expect(legalName()).toBeInvalid()
  expect(router.state.location.pathname).toBe('/')
  expect(screen.getByRole('link', { name: /Go on all the same/ })).toHaveAttribute('href', '/apply/s1/s/modelIdentity')
})

test('"Save and continue" without errors goes on to the next section', async () => {
  const { user, router } = await open({ SaveAnswers: savesAll })
  await user.type(legalName(), 'Nile')
  await user.click(screen.getByRole('button', { name: 'Save and continue' }))
  await waitFor(() => expect(router.state.location.pathname).toBe('/apply/s1/s/modelIdentity'))
})

test('a question that an answer calls for appears, and what it held comes back with it', async () => {
  const { user } = await open({ SaveAnswers: savesAll })
  const agent = screen.getAllByRole('radio').find((radio) => radio.getAttribute('value') === 'agent')
  const self = screen
    .getAllByRole('radio')
    .find(
      (radio) =>
        !['agent', 'authorisedRepresentative'].includes(radio.getAttribute('value') ?? '') &&
        radio.getAttribute('name') === agent?.getAttribute('name'),
    )
  if (!agent || !self) throw new Error('The pack asks no more in which capacity one files')
  const people = () => screen.getAllByLabelText('Name').length
  const before = people()
  await user.click(agent)
  expect(people()).toBe(before + 1)
  await user.type(screen.getAllByLabelText('Name')[0] as HTMLElement, 'Omar')
  await user.click(self)
  expect(people()).toBe(before)
  await user.click(agent)
  expect(screen.getAllByLabelText('Name')[0]).toHaveValue('Omar')
})

test('an imported answer says so until it is confirmed, and a section can be confirmed at once', async () => {
  const imported = answerOf('applicantLegalName', 'Nile', 1, {
    source: 'imported',
    sourceNote: 'card.md, line 3',
    confirmed: false,
  })
  const { asked, user } = await open(
    {
      ConfirmAnswers: () => ({
        confirmAnswers: savedWith([
          outcome('applicantLegalName', 'saved', { answer: { ...imported, confirmed: true, version: 2 } }),
        ]),
      }),
    },
    dossier({ answers: [imported] }),
  )
  expect(screen.getByText('Imported – check')).toBeVisible()
  expect(screen.getByText('card.md, line 3')).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'I have checked all of this section' }))
  await waitFor(() => expect(screen.queryByText('Imported – check')).not.toBeInTheDocument())
  expect(asked.at(-1)?.variables['input']).toMatchObject({
    id: 's1',
    fields: [{ field: 'applicantLegalName', baseVersion: 1 }],
  })
})

test('an answer that was changed before it was confirmed shows both texts', async () => {
  const imported = answerOf('applicantLegalName', 'Nile', 1, { source: 'imported', confirmed: false })
  const theirs = answerOf('applicantLegalName', 'Nile Health SA', 2, { changedBy: 'Omar Said' })
  const { user } = await open(
    {
      ConfirmAnswers: () => ({
        confirmAnswers: savedWith([
          outcome('applicantLegalName', 'conflict', { answer: theirs, message: 'Changed meanwhile' }),
        ]),
      }),
    },
    dossier({ answers: [imported] }),
  )
  await user.click(screen.getByRole('button', { name: /^This is right/ }))
  const choice = within(await screen.findByRole('alert'))
  expect(choice.getByText('Nile')).toBeVisible()
  expect(choice.getByText('Nile Health SA')).toBeVisible()
  expect(choice.getByText('Omar Said')).toBeVisible()
  await user.click(choice.getByRole('button', { name: /^Use theirs/ }))
  expect(screen.queryByRole('alert')).not.toBeInTheDocument()
})

test('a field that was sent back says why', async () => {
  const citations = [
    {
      __typename: 'Citation' as const,
      field: 'applicantLegalName',
      section: 'applicant',
      reason: 'Not in the trade register',
    },
  ]
  await open({}, dossier({ state: 'returnedIncomplete', citations }))
  expect(screen.getAllByText('Sent back')).toHaveLength(1)
  expect(screen.getByText('Not in the trade register')).toBeVisible()
})

test('of a returned dossier only what was cited, or is newly asked for, can be changed', async () => {
  const citations = [
    {
      __typename: 'Citation' as const,
      field: 'applicantLegalName',
      section: 'applicant',
      reason: 'Not in the register',
    },
  ]
  const unmet = [
    { __typename: 'Unmet' as const, code: 'x', message: 'Enter the contact', at: 'applicant/publicContact' },
  ]
  await open({}, dossier({ state: 'returnedIncomplete', citations, unmet }))
  expect(screen.getAllByRole('textbox').map((box) => box.id)).toEqual(['f-applicantLegalName', 'f-publicContact'])
})

test('a dossier that was sent shows its answers and no controls, but for what an open request asks', async () => {
  const answers = [answerOf('applicantLegalName', 'Nile Medical')]
  const { unmount } = await open({}, dossier({ state: 'inReview', answers }))
  expect(screen.getByText('Nile Medical')).toBeVisible()
  expect(screen.queryByRole('textbox')).not.toBeInTheDocument()
  expect(screen.queryByRole('button', { name: 'Save and continue' })).not.toBeInTheDocument()
  unmount()
  const informationRequests = [
    {
      __typename: 'InformationRequest' as const,
      id: 'r1',
      state: 'issued' as const,
      questions: [{ __typename: 'RequestQuestion' as const, id: 'q1', field: 'applicantLegalName' }],
    },
  ]
  await open({}, dossier({ state: 'onHold', answers, informationRequests }))
  expect(screen.getAllByRole('textbox').map((box) => box.id)).toEqual(['f-applicantLegalName'])
})

test('the risk class is worked out while its questions are answered, with its steps', async () => {
  const { user } = await open(
    { SaveAnswers: savesAll },
    dossier({
      answers: [answerOf('patientFacing', false), answerOf('deploymentScale', 'under10k')],
    }),
    'risk',
  )
  const region = () => screen.getByRole('region', { name: /Risk class/ })
  expect(within(region()).getByText('The class is not known yet.')).toBeVisible()
  for (const value of ['treatOrDiagnose', 'critical', 'always', 'none', 'locked']) {
    const control = document.querySelector<HTMLElement>(`input[value="${value}"]`)
    if (control) await user.click(control)
  }
  for (const group of ['f-openEndedOutput', 'f-timeCritical']) {
    const no = document.querySelector<HTMLElement>(`#${group} input[value="false"]`)
    if (no) await user.click(no)
  }
  expect(within(region()).getByText(/Class IV/, { selector: 'strong' })).toBeVisible()
  expect(within(region()).getAllByText(/applies|does not apply/).length).toBeGreaterThan(3)
})
