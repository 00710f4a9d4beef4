import { randomUUID } from 'node:crypto'
import { questionsOf as questionsOfStage } from '@placet/shared/policy-pack/questions'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Arranger, pack } from '../../test/arrange.ts'
import type { CaseInTheMaking, Row } from '../../test/arrange.ts'
import { badId, badOnVersion, badReason, badSeal, mutation, never } from '../../test/mutation-rows.ts'
import type { Visitor } from '../../test/portal.ts'
import { files } from '../../test/sample-files.ts'

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

mutation(portal, 'discardInformationRequest', {
  arrange: request('drafted'),
  by: 'manager',
  input: async (row) => ({ ...(await on(row)), reason: 'The dossier answers it.' }),
  done: { answer: is('discarded'), steps: ['informationRequest: drafted DISCARD discarded'] },
  Invalid: badReason,
  Incomplete: noGuard,
  NotPermitted: [
    { by: 'lead', because: notYours },
    { by: 'decisionMaker', because: notYours },
  ],
  OutOfTurn: { arrange: () => Promise.resolve(issued), state: 'issued' },
  Stale: {},
  CommandReused: { reason: 'Another reason.' },
  unseen: ['reviewerC', 'admin'],
  forbidden: ['officer', 'contributor'],
})

describe('a draft', () => {
  const history = `query($id: ID!) { submission(id: $id) { informationRequests { id number state } timeline(first: 100) { edges { node { process event reason subjectLabel } } } } }`
  const seenBy = async (who: Visitor, c: CaseInTheMaking) => {
    const { submission } = await who.read(history, { id: c.id })
    const steps = submission.timeline.edges.map(({ node }: { node: Record<string, string> }) => node)
    return {
      requests: submission.informationRequests as { id: string; number: number | null; state: string }[],
      steps: steps.filter(({ process }: { process: string }) => process === 'informationRequest') as object[],
    }
  }

  test('that is discarded leaves no gap in the applicant’s count, and stays in the agency’s history with its reason', async () => {
    const c = await a.submission().inReview()
    const manager = await a.as('manager')
    const first = await c.request('drafted')
    expect(first['number']).toBeNull()
    await manager.do('discardInformationRequest', { ...(await on(first)), reason: 'The dossier answers it.' })
    const second = await c.request('issued', false)
    expect(second['number']).toBe(1)

    const applicant = await seenBy(await a.as('officer'), c)
    expect(applicant.requests).toEqual([{ id: second.id, number: 1, state: 'issued' }])
    expect(applicant.steps).toEqual([expect.objectContaining({ event: 'APPROVE_AND_SEND', subjectLabel: '1' })])
    expect(JSON.stringify(applicant)).not.toContain('The dossier answers it.')
    const agencys = await seenBy(manager, c)
    expect(agencys.requests).toContainEqual({ id: first.id, number: null, state: 'discarded' })
    expect(agencys.steps).toContainEqual(
      expect.objectContaining({ event: 'DISCARD', reason: 'The dossier answers it.', subjectLabel: '' }),
    )
  })

  test('has its number from the day it is sent, whichever was begun first', async () => {
    const c = await a.submission().inReview()
    const [one, two] = [await c.request('drafted', false), await c.request('drafted', false)]
    const manager = await a.as('manager')
    for (const row of [two, one]) await manager.do('sendInformationRequest', await on(row))
    expect((await a.row('information_request', two.id))['number']).toBe(1)
    expect((await a.row('information_request', one.id))['number']).toBe(2)
  })

  test('counts for nothing once discarded: the case goes to its decision, and its questions cannot be written', async () => {
    const c = await a.submission().inReview()
    const row = await c.request('drafted')
    const manager = await a.as('manager')
    await manager.do('discardInformationRequest', { ...(await on(row)), reason: 'The dossier answers it.' })
    expect(await manager.send('saveInformationRequest', { ...(await on(row)), questions: [] })).toMatchObject({
      __typename: 'OutOfTurn',
      stateNow: 'discarded',
    })
    const { id, version } = await c.now()
    await (await a.as('officer')).do('withdrawSubmission', { id, version, reason: 'We changed our plans.' })
    expect((await a.row('information_request', row.id)).state).toBe('discarded')
  })

  test('may be discarded by its drafter, whoever manages the case by now', async () => {
    const c = await a.submission().inReview()
    const drafter = await a.hire(['caseManager', 'decisionMaker'])
    const { id } = await drafter.do('draftInformationRequest', {
      id: c.id,
      stopsClock: true,
      questions: [c.question()],
    })
    await a.rows(`update person set roles = '{decisionMaker}' where id = $1`, [drafter.id])
    const asked = `query($id: ID!) { informationRequest(id: $id) { permits { event allowed } } }`
    expect((await drafter.read(asked, { id })).informationRequest.permits).toContainEqual({
      event: 'DISCARD',
      allowed: true,
    })
    const { version } = await a.row('information_request', String(id))
    expect(await drafter.send('discardInformationRequest', { id, version, reason: 'Not needed.' })).toMatchObject(
      is('discarded'),
    )
  })
})

/** A drafted request of a case whose clock was stopped twice already. */
const third = async (stopsClock = true) => {
  const c = await a.submission().inReview()
  for (const _ of [1, 2]) {
    const row = await c.request('issued')
    await (await a.as('manager')).do('cancelInformationRequest', { ...(await on(row)), reason: 'Found it.' })
  }
  return c.request('drafted', stopsClock)
}

mutation(portal, 'allowClockStop', {
  arrange: third,
  by: 'decisionMaker',
  input: async (row) => ({ ...(await on(row)), reason: 'The new evidence raises one question more.' }),
  done: { answer: is('drafted'), steps: ['informationRequest: drafted ALLOW_CLOCK_STOP drafted'] },
  Invalid: badReason,
  Incomplete: [
    { arrange: request('drafted'), unmet: [['clockStopLeaveNotNeeded', null]] },
    { arrange: () => third(false), unmet: [['clockStopLeaveNotNeeded', null]] },
  ],
  NotPermitted: [
    { by: 'manager', because: notYours },
    { by: 'deputy', because: notYours },
  ],
  OutOfTurn: { arrange: () => Promise.resolve(issued), state: 'issued' },
  Stale: {},
  CommandReused: { reason: 'Another reason.' },
  ...agency,
})

test('a third stop is refused without the decision maker’s leave, and goes out with it; the decision maker may still sign', async () => {
  const row = await third()
  const [manager, decider] = [await a.as('manager'), await a.as('decisionMaker')]
  expect(await manager.send('sendInformationRequest', await on(row))).toMatchObject({
    __typename: 'Incomplete',
    unmet: [{ code: 'clockStopsUsedUp' }],
  })
  await decider.do('allowClockStop', { ...(await on(row)), reason: 'One more, on the new evidence.' })
  // Leave is given for one stop, and once.
  expect(await decider.send('allowClockStop', { ...(await on(row)), reason: 'Again.' })).toMatchObject({
    __typename: 'Incomplete',
    unmet: [{ code: 'clockStopLeaveNotNeeded' }],
  })
  expect(await manager.do('sendInformationRequest', await on(row))).toMatchObject(is('issued'))
  expect((await a.row('submission', row.case_id)).state).toBe('onHold')
  expect(await a.of('clock', row.case_id, `key = 'reviewI' and due_at is not null`)).toEqual([])
  expect(
    await a.rows(`select part from case_part where case_id = $1 and person_id = $2`, [row.case_id, decider.id]),
  ).toEqual([])
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

describe('what was typed under a request and never signed', () => {
  const typed = 'It drafts letters in surgical wards.'
  const ask = `query($id: ID!) { submission(id: $id) {
    answers { field value version changedBy } answerHistory(field: "intendedPurpose") { version value changedBy because } } }`
  const read = async (c: CaseInTheMaking, who: Visitor) => {
    const { submission } = await who.read(ask, { id: c.id })
    const answer = submission.answers.find(({ field }: { field: string }) => field === 'intendedPurpose')
    return { answer, history: submission.answerHistory } as { answer: Row; history: Row[] }
  }
  const type = async (c: CaseInTheMaking, value = typed, field = 'intendedPurpose') => {
    const { version } = await a.one<{ version: number }>(
      `select version from answer where case_id = $1 and field = $2`,
      [c.id, field],
    )
    const answers = [{ field, baseVersion: version, value }]
    const { outcomes } = await (await c.applicant()).do('saveAnswers', { id: c.id, answers })
    expect(outcomes).toMatchObject([{ outcome: 'saved' }])
  }

  test.each([
    [
      'is cancelled',
      'Back to what was signed: request 1 was cancelled. The dossier answers it.',
      async (_: CaseInTheMaking, row: Row) =>
        (await a.as('manager')).do('cancelInformationRequest', {
          ...(await on(row)),
          reason: 'The dossier answers it.',
        }),
    ],
    ['lapses', 'Back to what was signed: the time to answer request 1 ran out.', () => a.pass(70)],
    [
      'ends with its case',
      'Back to what was signed: the case ended before request 1 was answered.',
      async (c: CaseInTheMaking) =>
        (await a.as('officer')).do('withdrawSubmission', {
          id: c.id,
          version: (await c.now()).version,
          reason: 'We come back next year.',
        }),
    ],
  ])('goes back to what was signed when the request %s; history keeps it and says why', async (_, because, end) => {
    const c = await a.submission().inReview()
    const officer = await a.as('officer')
    const signed = (await read(c, officer)).answer
    const row = await c.request('issued', false)
    await type(c)
    expect((await read(c, officer)).answer).toMatchObject({ value: typed, version: 2 })
    await end(c, row)
    for (const reader of [officer, await a.as('manager')]) {
      const { answer, history } = await read(c, reader)
      expect(answer).toEqual({ ...signed, version: 3 })
      expect(history.map(({ value }) => value)).toEqual([signed['value'], typed, signed['value']])
      expect(history.map((one) => one['because'])).toEqual([because, null, null])
      const { informationRequest } = await reader.read(
        `query($id: ID!) { informationRequest(id: $id) { questions { field takenBack { value because changedBy } } } }`,
        { id: row.id },
      )
      expect(informationRequest.questions).toEqual([
        { field: 'intendedPurpose', takenBack: { value: typed, because, changedBy: history[1]?.['changedBy'] } },
      ])
    }
    // Whoever still has the form open meets a conflict, also once the field is asked for again.
    const late = { field: 'intendedPurpose', baseVersion: 2, value: 'Late.' }
    await c.request('issued', false).catch(() => undefined)
    expect(await officer.send('saveAnswers', { id: c.id, answers: [late] })).not.toMatchObject({
      outcomes: [{ outcome: 'saved' }],
    })
  })

  test('stays in force while another request still asks for it, and is signed with that one', async () => {
    const c = await a.submission().inReview()
    const one = await c.request('issued', false)
    const other = await c.request('issued', false)
    await type(c)
    await (await a.as('manager')).do('cancelInformationRequest', { ...(await on(one)), reason: 'Asked twice.' })
    expect((await read(c, await a.as('officer'))).answer).toMatchObject({ value: typed, version: 2 })
    await c.answer(other)
    expect((await read(c, await a.as('officer'))).answer).toMatchObject({ value: typed, version: 2 })
  })

  test('is not signed along with another request, nor lost by it', async () => {
    const c = await a.submission().inReview()
    const signed = (await read(c, await a.as('officer'))).answer
    const mine = await c.request('issued', false)
    const manager = await a.as('manager')
    const questions = [aQuestion({ field: 'plainSummary' })]
    const { id } = await manager.do('draftInformationRequest', { id: c.id, stopsClock: false, questions })
    const other = () => a.row('information_request', String(id))
    await manager.do('sendInformationRequest', { id, version: (await other()).version })
    await type(c)
    await type(c, 'A plainer summary.', 'plainSummary')
    await c.answer(await other())
    await manager.do('cancelInformationRequest', { ...(await on(mine)), reason: 'Not needed.' })
    const { submission } = await manager.read(`query($id: ID!) { submission(id: $id) { answers { field value } } }`, {
      id: c.id,
    })
    const value = (field: string) =>
      submission.answers.find((answer: { field: string }) => answer.field === field)?.value as unknown
    expect(value('intendedPurpose')).toEqual(signed['value'])
    expect(value('plainSummary')).toBe('A plainer summary.')
  })
})

describe('a file that was uploaded under a request', () => {
  const field = 'instructionsForUse'
  /** A request for the field is open; a new file stands in it. */
  const uploaded = async () => {
    const c = await a.submission().staffed()
    const manager = await a.as('manager')
    const questions = [aQuestion({ field })]
    const { id } = await manager.do('draftInformationRequest', { id: c.id, stopsClock: false, questions })
    const row = () => a.row('information_request', String(id))
    await manager.do('sendInformationRequest', { id, version: (await row()).version })
    const applicant = await c.applicant()
    const file = await a.upload(applicant, c.id, files['application/pdf'])
    const { version } = await a.one<{ version: number }>(
      `select version from answer where case_id = $1 and field = $2`,
      [c.id, field],
    )
    const answers = [{ field, baseVersion: version, value: [file] }]
    const { outcomes } = await applicant.do('saveAnswers', { id: c.id, answers })
    expect(outcomes).toMatchObject([{ outcome: 'saved' }])
    return { c, row: await row(), file }
  }
  /** Whether the reader finds it among the case's files, and gets its bytes. */
  const meets = async (c: CaseInTheMaking, file: string, who: Visitor) => {
    const { submission } = await who.read(`query($id: ID!) { submission(id: $id) { documents { id } } }`, { id: c.id })
    const ids = (submission.documents as Row[]).map(({ id }) => id)
    const download = await who.fetch(`/files/${file}`)
    await download.arrayBuffer()
    return { listed: ids.includes(file), download: download.status }
  }
  const unseen = { listed: false, download: 404 }
  const seen = { listed: true, download: 200 }
  const cite = async (c: CaseInTheMaking, file: string) => {
    const stage = await c.stage('technical')
    return (await a.as('reviewerA')).send('saveReviewAnswer', {
      id: stage.id,
      question: questionsOfStage(pack, 'technical', 'I')[0]?.id,
      baseVersion: 0,
      answer: 'yes',
      reason: 'It shows it.',
      evidence: [{ kind: 'document', at: file, page: 1 }],
    })
  }
  const agencyPeople = ['manager', 'reviewerA', 'inspector'] as const

  test.each([
    [
      'is cancelled',
      async (_: CaseInTheMaking, row: Row) =>
        (await a.as('manager')).do('cancelInformationRequest', { ...(await on(row)), reason: 'Not needed.' }),
    ],
    ['lapses', () => a.pass(70)],
  ])('is not seen at the agency, neither while it is open nor after it %s', async (_, end) => {
    const { c, row, file } = await uploaded()
    for (const name of agencyPeople) expect(await meets(c, file, await a.as(name))).toEqual(unseen)
    expect(await cite(c, file)).toMatchObject({ __typename: 'Invalid', issues: [{ path: 'evidence/0/at' }] })
    await end(c, row)
    for (const name of agencyPeople) expect(await meets(c, file, await a.as(name))).toEqual(unseen)
    expect(await meets(c, file, await a.as('officer'))).toEqual(seen)
    expect((await a.row('document', file))['handed_in_at']).toBeNull()
  })

  test('is evidence once the answer is signed, and named in what was signed', async () => {
    const { c, row, file } = await uploaded()
    await c.answer(row)
    for (const name of agencyPeople) expect(await meets(c, file, await a.as(name))).toEqual(seen)
    expect(await cite(c, file)).toMatchObject({ __typename: 'ReviewStage' })
  })

  test('is not handed in with another request', async () => {
    const { c, row, file } = await uploaded()
    await c.answer(await c.request('issued', false))
    expect(await meets(c, file, await a.as('manager'))).toEqual(unseen)
    const [{ content = '' } = {}] = await a.rows<{ content: string }>(
      `select convert_from(bytes, 'utf8') as content from revision where case_id = $1 order by created_at desc limit 1`,
      [c.id],
    )
    expect(content).toContain('"files"')
    expect(content).not.toContain(file)
    await c.answer(row)
    expect(await meets(c, file, await a.as('manager'))).toEqual(seen)
  })
})

test('an answer signs the whole dossier, and the decision names that revision', async () => {
  const c = await a.submission().inReview()
  const row = await c.request('issued', false)
  const purpose = { field: 'intendedPurpose', baseVersion: 1, value: 'It drafts letters in surgical wards.' }
  await (await a.as('officer')).do('saveAnswers', { id: c.id, answers: [purpose] })
  await c.answer(row)
  await (await a.as('manager')).do('judgeRequest', { ...(await on(row)), ...(await judgementOn(row, true)) })
  for (const stage of await c.stages()) await c.assign(stage, 'reviewerA')
  await c.reportAll()
  await (await a.as('manager')).do('startDecision', { id: c.id, kind: 'registration' })
  await c.write()
  await c.sendForSignature()
  const { sha256, bytes } = await a.one<{ sha256: string; bytes: string }>(
    `select encode(r.sha256, 'hex') as sha256, convert_from(r.bytes, 'utf8') as bytes from signature g join revision r on r.id = g.revision_id where g.subject_id = $1`,
    [row.id],
  )
  const signed = JSON.parse(bytes) as { content: { dossier: { answers: Record<string, unknown> } } }
  expect(signed.content.dossier.answers).toMatchObject({ intendedPurpose: purpose.value })
  expect(Object.keys(signed.content.dossier.answers).length).toBeGreaterThan(20)
  const { id } = await c.decision()
  const { record } = await (
    await a.as('decisionMaker')
  ).do('beginSigning', { id, process: 'decision', meaning: 'approved' })
  expect((JSON.parse(String(record)) as { content: { dossier: string } }).content.dossier).toBe(sha256)
})
