import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { questionsOf } from '@placet/shared/policy-pack/questions'
import { Arranger, pack } from '../../test/arrange.ts'
import type { CaseInTheMaking, Row } from '../../test/arrange.ts'
import { badId, badOnVersion, badReason, badSeal, mutation, never } from '../../test/mutation-rows.ts'
import type { Visitor } from '../../test/portal.ts'

let a: Arranger
/** Shared, never changed: staffed and open for work; with every stage reported; decided. */
let staffed: CaseInTheMaking
let reported: CaseInTheMaking
let decided: CaseInTheMaking
let otherLead: Visitor

type Place = { c: CaseInTheMaking; stage: Row }

beforeAll(async () => {
  a = await Arranger.open()
  staffed = await a.submission().staffed()
  reported = await a.submission().consolidation()
  decided = await a.submission().issued()
  // Without expertise, so that no new stage names this lead.
  otherLead = await a.hire(['stageLead'], undefined, [])
}, 120_000)
afterAll(() => a.close())

const portal = () => a
const at = async (c: CaseInTheMaking, key = 'technical'): Promise<Place> => ({ c, stage: await c.stage(key) })
const on = async ({ stage }: Place) => ({ id: stage.id, version: (await a.row('review_stage', stage.id)).version })
const open = async () => {
  const c = await a.submission().inReview()
  const place = await at(c)
  await c.assign(place.stage, 'reviewerA')
  return place
}
/** The report is signed; reviewer B is active beyond what the stage needs. */
const checked = async () => {
  const place = await open()
  await place.c.assign(place.stage, 'reviewerB')
  await place.c.report(place.stage, 'reviewerA')
  return place
}
/** Two signed reports that differ on the first question. */
const differing = async () => {
  const c = await a.submission({ riskClass: 'III' }).inReview()
  const place = await at(c, 'clinical')
  await c.assign(place.stage, 'reviewerA')
  await c.assign(place.stage, 'reviewerB')
  await c.checked(place.stage)
  return place
}
/** On reviewer A's report of the stage, as it is now. */
const onReport = async ({ c, stage }: Place) => ({
  id: stage.id,
  reportVersion: await c.reportVersion(stage.id, await a.idOf('reviewerA')),
})
const badReport = [...badId, [{ reportVersion: 0 }, 'reportVersion']] as const
const agency = { unseen: ['reviewerC', 'admin'], forbidden: ['officer', 'contributor'] } as const
const notYours = 'This is not yours to do.'
const notReviewer = 'Only a reviewer who is active in this stage may do this.'
const notLead = 'Only the lead of this stage may do this.'
const questions = (stage: string, riskClass: 'I' | 'III' = 'I') =>
  questionsOf(pack, stage, riskClass).map(({ id }) => id)
const [firstQuestion = ''] = questions('technical')
const stageIs = (state: string) => ({ __typename: 'ReviewStage', state })
const noGuard = never('nothing but the state decides')

mutation(portal, 'setStageLead', {
  arrange: open,
  by: 'manager',
  input: async (place) => ({ ...(await on(place)), leadId: otherLead.id }),
  done: { answer: stageIs('inProgress'), steps: [], audit: 'SET_STAGE_LEAD' },
  Invalid: [...badOnVersion, [{ leadId: 'Lars' }, 'leadId']],
  Incomplete: [{ patch: { leadId: '4d3a3b0e-6c9e-4a3e-9f57-6c8b8a2f0f11' }, unmet: [['review.notALead', null]] }],
  NotPermitted: [
    { by: 'lead', because: 'Only a case manager may do this.' },
    { by: 'decisionMaker', because: 'Only a case manager may do this.' },
  ],
  OutOfTurn: { arrange: () => at(reported), state: 'reported' },
  Stale: {},
  CommandReused: { version: 77 },
  ...agency,
})

const answer = {
  question: firstQuestion,
  baseVersion: 0,
  answer: 'partly',
  reason: 'One table lacks totals.',
  evidence: [],
}
mutation(portal, 'saveReviewAnswer', {
  arrange: open,
  by: 'reviewerA',
  input: ({ stage }) => ({ id: stage.id, ...answer }),
  done: { answer: stageIs('inProgress'), steps: [], audit: 'SAVE_REVIEW_ANSWER' },
  Invalid: [
    ...badId,
    [{ question: 'a b' }, 'question'],
    [{ answer: 'perhaps' }, 'answer'],
    [{ baseVersion: -1 }, 'baseVersion'],
    [{ evidence: [{ kind: 'field', at: 'x', page: 3 }] }, 'evidence/0/page'],
    [{ evidence: [{ kind: 'field', at: 'noFieldOfThePack' }] }, 'evidence/0/at'],
    [{ evidence: [{ kind: 'document', at: 'no id' }] }, 'evidence/0/at'],
    [{ evidence: [{ kind: 'document', at: '3f0e8c1a-0000-4000-8000-000000000000' }] }, 'evidence/0/at'],
    [{ reason: 'x'.repeat(20_001) }, 'reason'],
  ],
  Incomplete: [{ patch: { question: questions('ethics')[0] }, unmet: [['review.questionNotOfStage', null]] }],
  NotPermitted: [
    { by: 'lead', because: notReviewer },
    { by: 'manager', because: notReviewer },
  ],
  OutOfTurn: { arrange: checked, by: 'reviewerB', state: 'leadCheck' },
  Stale: { patch: { baseVersion: 3 }, current: 0 },
  CommandReused: { answer: 'no' },
  ...agency,
})

test('an answer says when it was written last, and what was stored first stands against an older one', async () => {
  const { stage } = await open()
  const reviewer = await a.as('reviewerA')
  const save = (baseVersion: number, reason: string) =>
    reviewer.send('saveReviewAnswer', { id: stage.id, ...answer, baseVersion, reason })
  const query = `query ($id: ID!) { reviewStage(id: $id) { reports { answers { version reason changedAt } } } }`
  const stored = async () =>
    (await reviewer.read(query, { id: stage.id })).reviewStage.reports[0].answers as {
      version: number
      reason: string
      changedAt: string
    }[]
  const timeOf = async () => new Date((await stored())[0]?.changedAt ?? 0).getTime()
  const before = Date.now()
  expect(await save(0, 'First.')).toMatchObject({ __typename: 'ReviewStage' })
  const first = await timeOf()
  expect(first).toBeGreaterThanOrEqual(before)
  expect(await save(0, 'Of an older page.')).toMatchObject({ __typename: 'Stale', currentVersion: 1 })
  expect(await stored()).toMatchObject([{ version: 1, reason: 'First.' }])
  expect(await timeOf()).toBe(first)
  expect(await save(1, 'Second.')).toMatchObject({ __typename: 'ReviewStage' })
  expect(await timeOf()).toBeGreaterThan(first)
})

mutation(portal, 'saveRecommendation', {
  arrange: open,
  by: 'reviewerA',
  input: async (place) => ({ ...(await onReport(place)), recommendation: 'refuse', summary: 'It does not hold.' }),
  done: { answer: stageIs('inProgress'), steps: [], audit: 'SAVE_RECOMMENDATION' },
  Invalid: [...badReport, [{ recommendation: 'perhaps' }, 'recommendation'], [{ summary: '\u0007' }, 'summary']],
  Incomplete: never('work in progress'),
  NotPermitted: [{ by: 'lead', because: notReviewer }],
  OutOfTurn: { arrange: checked, by: 'reviewerB', state: 'leadCheck' },
  Stale: { patch: { reportVersion: 5 }, current: 1 },
  CommandReused: { recommendation: 'approve' },
  ...agency,
})

mutation(portal, 'signReport', {
  arrange: async () => {
    const place = await open()
    await place.c.answerAll(place.stage, 'reviewerA')
    return place
  },
  by: 'reviewerA',
  input: on,
  sign: ['reviewStage', 'reviewed'],
  done: {
    answer: stageIs('leadCheck'),
    steps: [
      'reviewStage: inProgress REPORT_SIGNED inProgress',
      'reviewerAssignment: active REPORT_SIGNED completed',
      'reviewStage: inProgress ALL_REPORTS_SIGNED leadCheck',
    ],
  },
  Invalid: badSeal,
  Incomplete: [
    {
      arrange: () => at(staffed),
      unmet: [
        ['reviewAnswerMissing', `technical/${firstQuestion}`],
        ['recommendationMissing', 'technical/recommendation'],
      ],
    },
  ],
  NotPermitted: [
    { by: 'lead', because: notYours },
    { by: 'manager', because: notYours },
  ],
  OutOfTurn: { arrange: checked, by: 'reviewerB', state: 'leadCheck' },
  Stale: {},
  CommandReused: { version: 77 },
  ...agency,
})

mutation(portal, 'fileDissent', {
  arrange: open,
  by: 'reviewerA',
  input: async (place) => ({ ...(await onReport(place)), text: 'The sample is too small for the claim.' }),
  done: { answer: stageIs('inProgress'), steps: [], audit: 'FILE_DISSENT' },
  Invalid: [...badReport, [{ text: '' }, 'text']],
  Incomplete: noGuard,
  NotPermitted: [
    { by: 'lead', because: notReviewer },
    { by: 'manager', because: notReviewer },
  ],
  OutOfTurn: { arrange: () => at(decided), state: 'decided' },
  Stale: { patch: { reportVersion: 5 }, current: 1 },
  CommandReused: { text: 'Other words.' },
  ...agency,
})

const [clinicalFirst, clinicalSecond] = questions('clinical', 'III')
mutation(portal, 'saveReconciliation', {
  arrange: differing,
  by: 'lead',
  input: async (place) => ({
    ...(await on(place)),
    question: clinicalFirst,
    answer: 'partly',
    reason: 'The stricter reading is kept.',
  }),
  done: { answer: stageIs('leadCheck'), steps: [], audit: 'SAVE_RECONCILIATION' },
  Invalid: [...badReason, [{ answer: 'both' }, 'answer'], [{ question: '' }, 'question']],
  Incomplete: [{ patch: { question: clinicalSecond }, unmet: [['review.nothingToReconcile', null]] }],
  NotPermitted: [
    { by: 'manager', because: notLead },
    { by: 'reviewerA', because: notLead },
  ],
  OutOfTurn: { arrange: () => at(staffed), state: 'inProgress' },
  Stale: {},
  CommandReused: { answer: 'yes' },
  ...agency,
})

mutation(portal, 'saveStageRecommendation', {
  arrange: checked,
  by: 'lead',
  input: async (place) => ({ ...(await on(place)), recommendation: 'approve' }),
  done: { answer: stageIs('leadCheck'), steps: [], audit: 'SAVE_STAGE_RECOMMENDATION' },
  Invalid: [...badOnVersion, [{ recommendation: '' }, 'recommendation']],
  Incomplete: never('work in progress'),
  NotPermitted: [{ by: 'manager', because: notLead }],
  OutOfTurn: { arrange: () => at(staffed), state: 'inProgress' },
  Stale: {},
  CommandReused: { recommendation: 'refuse' },
  ...agency,
})

/** Another lead than the stage's own. */
const foreignLead = () => Promise.resolve(otherLead)

mutation(portal, 'returnStage', {
  arrange: checked,
  by: 'lead',
  input: async (place) => ({ ...(await on(place)), reason: 'The second table was not read.' }),
  done: {
    answer: stageIs('inProgress'),
    steps: ['reviewStage: leadCheck RETURN_FOR_WORK inProgress', 'reviewerAssignment: completed STAGE_RETURNED active'],
  },
  Invalid: badReason,
  Incomplete: noGuard,
  NotPermitted: [
    { by: 'manager', because: notYours },
    { by: foreignLead, because: notLead },
  ],
  OutOfTurn: { arrange: () => at(reported), state: 'reported' },
  Stale: {},
  CommandReused: { reason: 'Another reason.' },
  ...agency,
})

mutation(portal, 'signReconciliation', {
  arrange: async () => {
    const place = await checked()
    const lead = await a.as('lead')
    await lead.do('saveStageRecommendation', { ...(await on(place)), recommendation: 'approve' })
    return place
  },
  by: 'lead',
  input: on,
  sign: ['reviewStage', 'reconciled'],
  done: { answer: stageIs('reported'), steps: ['reviewStage: leadCheck LEAD_SIGNS reported'] },
  Invalid: badSeal,
  Incomplete: [
    {
      arrange: differing,
      unmet: [
        ['reconciliationMissing', `clinical/${clinicalFirst ?? ''}`],
        ['stageRecommendationMissing', 'clinical/recommendation'],
      ],
    },
  ],
  NotPermitted: [
    { by: 'manager', because: notYours },
    { by: foreignLead, because: notLead },
  ],
  OutOfTurn: { arrange: () => at(staffed), state: 'inProgress' },
  Stale: {},
  CommandReused: { version: 77 },
  ...agency,
})

mutation(portal, 'reopenStage', {
  arrange: async () => at(await a.submission().consolidation()),
  by: 'manager',
  input: async (place) => ({ ...(await on(place)), reason: 'A new study came in.', ground: 'newEvidence' }),
  done: {
    answer: stageIs('inProgress'),
    steps: [
      'reviewStage: reported REOPEN reopened',
      'submission: consolidation REOPEN_STAGE inReview',
      'reviewerAssignment: completed STAGE_RETURNED active',
      'reviewStage: reopened RESUME inProgress',
    ],
  },
  Invalid: [...badReason, [{ ground: 'recusal' }, 'ground']],
  Incomplete: [
    { patch: { ground: 'dissent' }, unmet: [['noDissentFiled', null]] },
    { patch: { ground: 'returnedBySigner' }, unmet: [['notReturnedBySigner', null]] },
  ],
  NotPermitted: [
    { by: 'lead', because: notYours },
    { arrange: () => at(staffed), because: 'Every stage must be reported first.' },
  ],
  OutOfTurn: never('in consolidation every stage is reported'),
  Stale: {},
  CommandReused: { ground: 'dissent' },
  ...agency,
})

describe('a report that was written on in another window', () => {
  const kept = (place: Place) =>
    a.one(`select recommendation, summary, dissent, version from stage_report where stage_id = $1`, [place.stage.id])

  test('keeps its recommendation, its summary and its dissent', async () => {
    const place = await open()
    const reviewer = await a.as('reviewerA')
    const seen = await onReport(place)
    await reviewer.do('saveRecommendation', { ...seen, recommendation: 'refuse', summary: 'First window.' })
    const late = { ...seen, recommendation: 'approve', summary: 'Second window.' }
    expect(await reviewer.send('saveRecommendation', late)).toMatchObject({ __typename: 'Stale', currentVersion: 2 })
    await reviewer.do('fileDissent', { ...seen, reportVersion: 2, text: 'The sample is too small.' })
    const lateDissent = { ...seen, reportVersion: 2, text: 'Nothing to object to.' }
    expect(await reviewer.send('fileDissent', lateDissent)).toMatchObject({ __typename: 'Stale', currentVersion: 3 })
    expect(await kept(place)).toEqual({
      recommendation: 'refuse',
      summary: 'First window.',
      dissent: 'The sample is too small.',
      version: 3,
    })
  })
})

describe('two reviewers of one stage', () => {
  const reports = `query($id: ID!) { reviewStage(id: $id) { reports { mine reviewer { name } answers { question answer } signedAt } } }`

  test('read nothing of each other until both signed', async () => {
    const c = await a.submission({ riskClass: 'III' }).inReview()
    const { stage } = await at(c, 'clinical')
    await c.assign(stage, 'reviewerA')
    await c.assign(stage, 'reviewerB')
    await c.report(stage, 'reviewerA')
    const b = await a.as('reviewerB')
    expect((await b.read(reports, { id: stage.id })).reviewStage.reports).toMatchObject([
      { mine: true, signedAt: null },
    ])
    await c.report(stage, 'reviewerB', 'partly')
    expect((await b.read(reports, { id: stage.id })).reviewStage.reports).toHaveLength(2)
    expect((await (await a.as('reviewerA')).read(reports, { id: stage.id })).reviewStage.reports).toHaveLength(2)
  })

  test('the last stage that is reported takes the case to consolidation', async () => {
    const last = await a.rows(
      `select process, event, to_state from transition where case_id = $1 and process = 'submission' order by seq desc limit 1`,
      [reported.id],
    )
    expect(last).toEqual([{ process: 'submission', event: 'ALL_REQUIRED_STAGES_REPORTED', to_state: 'consolidation' }])
  })

  test('who reviews a stage can not become its lead', async () => {
    const place = await open()
    const both = await a.hire(['stageLead', 'reviewer'])
    const lead = await a.as('lead')
    await lead.do('proposeReviewer', { id: place.stage.id, reviewerId: both.id })
    const outcome = await (await a.as('manager')).send('setStageLead', { ...(await on(place)), leadId: both.id })
    expect(outcome).toMatchObject({ __typename: 'Incomplete', unmet: [{ code: 'duty.leadReviewed' }] })
  })
})

// Last: it hires leads, whom a new stage would name.
describe('who may lead a stage', () => {
  const ask = `query($id: ID!) { leadCandidates(stageId: $id) { person { id } expertise openStages allowed because { code } } }`
  const read = async (who: Visitor, { stage }: Place) =>
    (await who.read(ask, { id: stage.id })).leadCandidates as { person: { id: string } }[]

  test('the case manager reads everyone who leads stages, and why one of them may not lead this one', async () => {
    const place = await at(await a.submission().inReview())
    const manager = await a.as('manager')
    await manager.do('setStageLead', { ...(await on(place)), leadId: await a.idOf('lead') })
    const both = await a.hire(['stageLead', 'reviewer'], undefined, ['technical'])
    const tied = await a.hire(['stageLead'], undefined, [])
    const { id } = await (await a.as('lead')).do('proposeReviewer', { id: place.stage.id, reviewerId: both.id })
    expect(id).toBeDefined()
    await tied.do('recuseSelf', { id: (await a.submission().inReview()).id, reason: 'I know them.' })
    const leads = await read(manager, place)
    const of = (personId: string) => leads.find(({ person }) => person.id === personId)
    expect(of(otherLead.id)).toMatchObject({
      expertise: [],
      openStages: expect.any(Number) as number,
      allowed: true,
      because: [],
    })
    expect(of(both.id)).toMatchObject({ allowed: false, because: [{ code: 'duty.leadReviewed' }] })
    expect(of(tied.id)).toMatchObject({ allowed: false, because: [{ code: 'standingInterest' }] })
    expect(of(await a.idOf('reviewerA'))).toBeUndefined()
    for (const { person } of leads)
      expect(await a.one(`select 'stageLead' = any(roles) as leads from person where id = $1`, [person.id])).toEqual({
        leads: true,
      })
    // The command refuses what the list says no to.
    for (const [leadId, code] of [
      [both.id, 'duty.leadReviewed'],
      [tied.id, 'standingInterest'],
    ])
      expect(await manager.send('setStageLead', { ...(await on(place)), leadId })).toMatchObject({
        __typename: 'Incomplete',
        unmet: [{ code }],
      })
  })

  test('nobody else is told of anybody’s ties', async () => {
    const place = await at(staffed)
    for (const who of ['lead', 'reviewerA', 'decisionMaker'] as const)
      expect(await read(await a.as(who), place)).toEqual([])
  })
})
