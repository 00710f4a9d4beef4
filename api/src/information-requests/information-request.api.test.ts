import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Arranger } from '../../test/arrange.ts'
import type { CaseInTheMaking, Row } from '../../test/arrange.ts'
import { badId, badOnVersion, badReason, badSeal, mutation, never } from '../../test/mutation-rows.ts'
import type { Visitor } from '../../test/portal.ts'

let a: Arranger
let screening: CaseInTheMaking
/** Shared requests that no test changes, one for each state from which commands are refused. */
let issued: Row
let answered: Row
let clerk: Visitor

beforeAll(async () => {
  a = await Arranger.open()
  screening = await a.submission().screening()
  issued = await (await a.submission().inReview()).request('issued')
  answered = await (await a.submission().inReview()).request('answered')
  clerk = await a.hire(['organisationAdmin'], 'officer')
}, 120_000)
afterAll(() => a.close())

const portal = () => a
const on = async ({ id }: Row) => ({ id, version: (await a.row('information_request', id)).version })
const request =
  (to: 'drafted' | 'issued' | 'answered', stopsClock = true) =>
  async () =>
    (await a.submission().inReview()).request(to, stopsClock)
const questionsOf = (id: string) =>
  a.rows<{ id: string }>(`select id from request_question where request_id = $1 order by position`, [id])
const judgementOn = async ({ id }: Row, complete: boolean) => ({
  judgements: (await questionsOf(id)).map((question) => ({
    question: question.id,
    complete,
    judgement: complete ? '' : 'Which wards?',
  })),
})
const judgedIncomplete = async () => {
  const row = await request('answered')()
  await (await a.as('manager')).do('judgeRequest', { ...(await on(row)), ...(await judgementOn(row, false)) })
  return row
}
const agency = { unseen: ['reviewerC', 'admin'], forbidden: ['officer', 'contributor'] } as const
const others = { unseen: ['rival'], forbidden: ['manager', 'screener'] } as const
const notYours = 'This is not yours to do.'
const officersOnly = 'Only an officer of your organisation may do this.'
const is = (state: string) => ({ __typename: 'InformationRequest', state })
const noGuard = never('nothing but the state decides')
const resumes = (staffed = false) => [
  'submission: onHold ANSWER_ACCEPTED_COMPLETE inReview',
  ...(staffed ? ['reviewStage: awaitingApplicant ANSWER_RECEIVED inProgress'] : []),
]

mutation(portal, 'draftInformationRequest', {
  arrange: () => a.submission().inReview(),
  by: 'manager',
  input: (c) => ({ id: c.id, stopsClock: true, questions: [c.question()] }),
  done: { answer: is('drafted'), steps: ['informationRequest: (new) COLLECT_QUESTIONS drafted'] },
  Invalid: [
    ...badId,
    [{ questions: [aQuestion({ field: 'noSuchField' })] }, 'questions/0/field'],
    [{ questions: [aQuestion({ stage: 'noSuchStage' })] }, 'questions/0/stage'],
    [{ questions: [aQuestion({ field: 'a b' })] }, 'questions/0/field'],
    [{ questions: [aQuestion({ question: 'x'.repeat(4001) })] }, 'questions/0/question'],
  ],
  Incomplete: never('work in progress'),
  NotPermitted: [
    { by: 'lead', because: notYours },
    { by: 'inspector', because: notYours },
  ],
  OutOfTurn: { arrange: () => Promise.resolve(screening), state: 'screening' },
  Stale: never('it creates'),
  CommandReused: { stopsClock: false },
  ...agency,
})

function aQuestion(more: object): object {
  return {
    id: null,
    stage: 'technical',
    field: 'intendedPurpose',
    question: 'In which settings?',
    reason: 'Two are named.',
    satisfiedBy: 'One list.',
    ...more,
  }
}

mutation(portal, 'saveInformationRequest', {
  arrange: request('drafted'),
  by: 'manager',
  input: async (row) => ({ ...(await on(row)), questions: [aQuestion({ question: 'In which wards?' })] }),
  done: { answer: is('drafted'), steps: [], audit: 'SAVE_REQUEST' },
  Invalid: [...badOnVersion, [{ questions: [aQuestion({ field: 'noSuchField' })] }, 'questions/0/field']],
  Incomplete: never('work in progress'),
  NotPermitted: [{ by: 'lead', because: 'Only a case manager may do this.' }],
  OutOfTurn: { arrange: () => Promise.resolve(issued), state: 'issued' },
  Stale: {},
  CommandReused: { questions: [] },
  ...agency,
})

mutation(portal, 'sendInformationRequest', {
  arrange: async () => {
    const c = await a.submission().inReview()
    await c.assign(await c.stage('technical'), 'reviewerA')
    return c.request('drafted')
  },
  by: 'manager',
  input: on,
  done: {
    answer: is('issued'),
    steps: [
      'informationRequest: drafted APPROVE_AND_SEND issued',
      'submission: inReview ISSUE_INFORMATION_REQUEST onHold',
      'reviewStage: inProgress QUESTION_SENT awaitingApplicant',
    ],
  },
  Invalid: badOnVersion,
  Incomplete: [
    {
      arrange: async () => {
        const row = await request('drafted')()
        await (await a.as('manager')).do('saveInformationRequest', { ...(await on(row)), questions: [] })
        return row
      },
      unmet: [['requestQuestionsMissing', null]],
    },
    {
      arrange: async () => {
        const row = await request('drafted')()
        const questions = [aQuestion({ question: '', field: '', reason: '', satisfiedBy: '' })]
        await (await a.as('manager')).do('saveInformationRequest', { ...(await on(row)), questions })
        return row
      },
      unmet: [
        ['requestQuestionTextMissing', 'questions/1'],
        ['requestQuestionFieldMissing', 'questions/1'],
        ['requestQuestionReasonMissing', 'questions/1'],
        ['requestQuestionSatisfiedByMissing', 'questions/1'],
      ],
    },
    {
      arrange: async () => {
        const c = await a.submission().inReview()
        for (const _ of [1, 2]) {
          const row = await c.request('issued')
          await (await a.as('manager')).do('cancelInformationRequest', { ...(await on(row)), reason: 'Found it.' })
        }
        return c.request('drafted')
      },
      unmet: [['clockStopsUsedUp', null]],
    },
  ],
  NotPermitted: [
    { by: 'lead', because: notYours },
    {
      arrange: async () => {
        const c = await a.submission().inReview()
        const waiting = await c.request('drafted')
        await c.request('issued')
        return waiting
      },
      because: 'A request can be sent only while the case is in review.',
    },
  ],
  // Judged by the case before the request's own state.
  OutOfTurn: { arrange: request('issued', false), state: 'issued' },
  Stale: {},
  CommandReused: { version: 77 },
  ...agency,
})

mutation(portal, 'askExtension', {
  arrange: request('issued'),
  by: 'officer',
  input: async (row) => ({ ...(await on(row)), days: 30, reason: 'The study ends in May.' }),
  done: { answer: is('extensionAsked'), steps: ['informationRequest: issued ASK_EXTENSION extensionAsked'] },
  Invalid: [...badReason, [{ days: 0 }, 'days'], [{ days: 181 }, 'days']],
  Incomplete: [{ patch: { days: 121 }, unmet: [['extensionTooLong', null]] }],
  NotPermitted: [{ by: 'contributor', because: officersOnly }],
  OutOfTurn: { arrange: () => Promise.resolve(answered), state: 'answered' },
  Stale: {},
  CommandReused: { days: 31 },
  ...others,
})

mutation(portal, 'ruleExtension', {
  arrange: async () => {
    const row = await request('issued')()
    await (await a.as('officer')).do('askExtension', { ...(await on(row)), days: 30, reason: 'The study ends in May.' })
    return row
  },
  by: 'manager',
  input: async (row) => ({ ...(await on(row)), grant: true, reason: 'It is worth waiting for.' }),
  done: { answer: is('issued'), steps: ['informationRequest: extensionAsked RULE issued'] },
  Invalid: badReason,
  Incomplete: noGuard,
  NotPermitted: [{ by: 'lead', because: notYours }],
  OutOfTurn: { arrange: () => Promise.resolve(issued), state: 'issued' },
  Stale: {},
  CommandReused: { grant: false },
  ...agency,
})

mutation(portal, 'saveRequestAnswer', {
  arrange: request('issued'),
  by: 'contributor',
  input: async ({ id }) => ({ id, question: (await questionsOf(id))[0]?.id, baseVersion: 0, answer: 'In hospitals.' }),
  done: { answer: is('issued'), steps: [], audit: 'SAVE_REQUEST_ANSWER' },
  Invalid: [
    ...badId,
    [{ question: 'first' }, 'question'],
    [{ answer: '\u0000' }, 'answer'],
    [{ baseVersion: -1 }, 'baseVersion'],
  ],
  Incomplete: never('work in progress'),
  NotPermitted: [{ by: () => Promise.resolve(clerk), because: 'Only people of the applicant write in this dossier.' }],
  OutOfTurn: { arrange: () => Promise.resolve(answered), state: 'answered' },
  Stale: { patch: { baseVersion: 9 }, current: 0 },
  CommandReused: { answer: 'In clinics.' },
  ...others,
})

mutation(portal, 'answerInformationRequest', {
  arrange: async () => {
    const row = await request('issued')()
    const [question] = await questionsOf(row.id)
    await (
      await a.as('contributor')
    ).do('saveRequestAnswer', {
      id: row.id,
      question: question?.id,
      baseVersion: 0,
      answer: 'In hospitals.',
    })
    return row
  },
  by: 'officer',
  input: on,
  sign: ['informationRequest', 'answered'],
  done: { answer: is('answered'), steps: ['informationRequest: issued ANSWER answered'] },
  Invalid: badSeal,
  Incomplete: [{ arrange: () => Promise.resolve(issued), unmet: [['requestQuestionUnanswered', 'questions/1']] }],
  NotPermitted: [{ by: 'contributor', because: officersOnly }],
  OutOfTurn: { arrange: () => Promise.resolve(answered), state: 'answered' },
  Stale: {},
  CommandReused: { version: 77 },
  ...others,
})

mutation(portal, 'judgeRequest', {
  arrange: async () => {
    const c = await a.submission().inReview()
    await c.assign(await c.stage('technical'), 'reviewerA')
    return c.request('answered')
  },
  by: 'manager',
  input: async (row) => ({ ...(await on(row)), ...(await judgementOn(row, true)) }),
  done: {
    answer: is('closed'),
    steps: ['informationRequest: answered JUDGE_COMPLETE closed', ...resumes(true)],
  },
  Invalid: [
    ...badOnVersion,
    [{ judgements: [] }, 'judgements'],
    [{ judgements: [{ question: randomUUID(), complete: false, judgement: '' }] }, 'judgements/0/judgement'],
    [{ judgements: [{ question: 'x', complete: true, judgement: '' }] }, 'judgements/0/question'],
  ],
  Incomplete: [
    {
      patch: { judgements: [{ question: randomUUID(), complete: true, judgement: '' }] },
      unmet: [['requestQuestionNotJudged', 'questions/1']],
    },
  ],
  NotPermitted: [{ by: 'lead', because: notYours }],
  OutOfTurn: { arrange: () => Promise.resolve(issued), state: 'issued' },
  Stale: {},
  CommandReused: { version: 77 },
  ...agency,
})

mutation(portal, 'completeInformationRequest', {
  arrange: async () => {
    const row = await judgedIncomplete()
    const [question] = await questionsOf(row.id)
    await (
      await a.as('officer')
    ).do('saveRequestAnswer', {
      id: row.id,
      question: question?.id,
      baseVersion: 1,
      answer: 'In the wards of surgery.',
    })
    return row
  },
  by: 'officer',
  input: on,
  sign: ['informationRequest', 'answered'],
  done: { answer: is('answered'), steps: ['informationRequest: incomplete COMPLETE answered'] },
  Invalid: badSeal,
  Incomplete: [{ arrange: judgedIncomplete, unmet: [['requestQuestionUnanswered', 'questions/1']] }],
  NotPermitted: [{ by: 'contributor', because: officersOnly }],
  OutOfTurn: { arrange: () => Promise.resolve(issued), state: 'issued' },
  Stale: {},
  CommandReused: { version: 77 },
  ...others,
})

mutation(portal, 'cancelInformationRequest', {
  arrange: request('issued'),
  by: 'manager',
  input: async (row) => ({ ...(await on(row)), reason: 'The dossier answers it.' }),
  done: { answer: is('cancelled'), steps: ['informationRequest: issued CANCEL cancelled', ...resumes()] },
  Invalid: badReason,
  Incomplete: noGuard,
  NotPermitted: [{ by: 'lead', because: notYours }],
  OutOfTurn: { arrange: () => Promise.resolve(answered), state: 'answered' },
  Stale: {},
  CommandReused: { reason: 'Another reason.' },
  ...agency,
})

test('what is only drafted the applicant does not see', async () => {
  const row = await request('drafted')()
  const officer = await a.as('officer')
  const one = await officer.ask(`query($id: ID!) { informationRequest(id: $id) { state } }`, { id: row.id })
  expect(one.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }])
  const list = `query($id: ID!) { submission(id: $id) { informationRequests { id } } }`
  expect((await officer.read(list, { id: row.case_id })).submission.informationRequests).toEqual([])
})

test('a question that is none of the request’s is not answered', async () => {
  const outcome = await (
    await a.as('officer')
  ).send('saveRequestAnswer', {
    id: issued.id,
    question: randomUUID(),
    baseVersion: 0,
    answer: 'x',
  })
  expect(outcome).toMatchObject({ __typename: 'Error', code: 'NOT_FOUND' })
})

test('fields of an open request are open for the applicant while the case is on hold, no others', async () => {
  const outcome = await (
    await a.as('officer')
  ).send('saveAnswers', {
    id: issued.case_id,
    answers: [
      { field: 'intendedPurpose', baseVersion: 1, value: 'It drafts letters in surgical wards.' },
      { field: 'plainSummary', baseVersion: 1, value: 'Something new.' },
    ],
  })
  expect(outcome['outcomes']).toMatchObject([{ outcome: 'saved' }, { outcome: 'locked' }])
})
