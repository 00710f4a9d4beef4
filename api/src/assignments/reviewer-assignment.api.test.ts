import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Arranger } from '../../test/arrange.ts'
import type { CaseInTheMaking, Row } from '../../test/arrange.ts'
import { badId, badOnVersion, badReason, mutation, never } from '../../test/mutation-rows.ts'
import type { Visitor } from '../../test/portal.ts'

let a: Arranger
/** Shared, in review, with reviewer A active in the technical stage and B proposed in ethics. */
let shared: CaseInTheMaking
let reported: CaseInTheMaking
let otherLead: Visitor
let layReviewer: Visitor

beforeAll(async () => {
  a = await Arranger.open()
  otherLead = await a.hire(['stageLead'], undefined, [])
  layReviewer = await a.hire(['reviewer'], undefined, ['clinical'])
  shared = await a.submission().inReview()
  await shared.assign(await shared.stage('technical'), 'reviewerA')
  reported = await a.submission().consolidation()
}, 120_000)
afterAll(() => a.close())

const portal = () => a
const on = async ({ id }: Row) => ({ id, version: (await a.row('reviewer_assignment', id)).version })
const assigned = (to: 'proposed' | 'declaring' | 'active' | 'integrityCheck') => async () => {
  const c = await a.submission().inReview()
  return c.assign(await c.stage(), 'reviewerA', to)
}
const agency = { unseen: ['reviewerC', 'admin'], forbidden: ['officer', 'contributor'] } as const
const notYours = 'This is not yours to do.'
const notLead = 'Only the lead of this stage may do this.'
const is = (state: string) => ({ __typename: 'ReviewerAssignment', state })
const noGuard = never('nothing but the state decides')
const others = [
  { by: 'lead', because: notYours },
  { by: 'manager', because: notYours },
] as const

mutation(portal, 'proposeReviewer', {
  arrange: async () => (await a.submission().inReview()).stage(),
  by: 'lead',
  input: async ({ id }) => ({ id, reviewerId: await a.idOf('reviewerA') }),
  done: { answer: is('proposed'), steps: ['reviewerAssignment: (new) PROPOSE proposed'] },
  Invalid: [...badId, [{ reviewerId: 'Abena' }, 'reviewerId']],
  Incomplete: [
    { patch: { reviewerId: '4d3a3b0e-6c9e-4a3e-9f57-6c8b8a2f0f11' }, unmet: [['assign.notAReviewer', null]] },
    { arrange: () => shared.stage('technical'), unmet: [['assign.alreadyAssigned', null]] },
  ],
  NotPermitted: [
    { by: 'decisionMaker', because: notYours },
    { by: () => Promise.resolve(otherLead), because: notLead },
  ],
  OutOfTurn: { arrange: () => reported.stage(), state: 'reported' },
  Stale: never('it creates'),
  CommandReused: { reviewerId: '4d3a3b0e-6c9e-4a3e-9f57-6c8b8a2f0f11' },
  ...agency,
})

mutation(portal, 'openAssignment', {
  arrange: assigned('proposed'),
  by: 'reviewerA',
  input: on,
  done: { answer: is('declaring'), steps: ['reviewerAssignment: proposed OPEN declaring'] },
  Invalid: badOnVersion,
  Incomplete: noGuard,
  NotPermitted: others,
  OutOfTurn: { arrange: assigned('declaring'), state: 'declaring' },
  Stale: {},
  CommandReused: { version: 77 },
  ...agency,
})

mutation(portal, 'declareNoInterest', {
  arrange: assigned('declaring'),
  by: 'reviewerA',
  input: async (row) => ({ ...(await on(row)), affirmed: true }),
  done: {
    answer: is('active'),
    steps: [
      'reviewerAssignment: declaring DECLARE_NO_INTEREST active',
      'reviewStage: notStarted FIRST_REVIEWER_ACCEPTS inProgress',
    ],
  },
  Invalid: badOnVersion,
  Incomplete: [{ patch: { affirmed: false }, unmet: [['affirmationMissing', 'affirmed']] }],
  NotPermitted: others,
  OutOfTurn: { arrange: assigned('proposed'), state: 'proposed' },
  Stale: {},
  CommandReused: { affirmed: false },
  ...agency,
})

mutation(portal, 'declineAssignment', {
  arrange: assigned('declaring'),
  by: 'reviewerA',
  input: async (row) => ({ ...(await on(row)), reason: 'No time this month.' }),
  done: { answer: is('declined'), steps: ['reviewerAssignment: declaring DECLINE declined'] },
  Invalid: badReason,
  Incomplete: noGuard,
  NotPermitted: others,
  OutOfTurn: { arrange: assigned('active'), state: 'active' },
  Stale: {},
  CommandReused: { reason: 'Another reason.' },
  ...agency,
})

mutation(portal, 'reassignReviewer', {
  arrange: assigned('active'),
  by: 'lead',
  input: async (row) => ({ ...(await on(row)), reason: 'She is away.' }),
  done: { answer: is('reassigned'), steps: ['reviewerAssignment: active REASSIGN reassigned'] },
  Invalid: badReason,
  Incomplete: noGuard,
  NotPermitted: [
    { by: 'reviewerA', because: notYours },
    { by: 'decisionMaker', because: notYours },
    { by: () => Promise.resolve(otherLead), because: notLead },
  ],
  OutOfTurn: { arrange: assigned('proposed'), state: 'proposed' },
  Stale: {},
  CommandReused: { reason: 'Another reason.' },
  ...agency,
})

/** With a reviewer of its own: an interest stands against every case of the applicant. */
const against =
  (to: 'proposed' | 'active' | 'integrityCheck' | 'declaring', make = () => a.submission().inReview()) =>
  async () => {
    const c = await make()
    const reviewer = await a.hire(['reviewer'])
    const stage = await c.stage()
    const lead = await a.as('lead')
    const { id } = await lead.do('proposeReviewer', { id: stage.id, reviewerId: reviewer.id })
    const now = () => a.row('reviewer_assignment', String(id))
    const version = async () => (await now()).version
    if (to !== 'proposed') await reviewer.do('openAssignment', { id, version: await version() })
    if (to === 'active') await reviewer.do('declareNoInterest', { id, version: await version(), affirmed: true })
    if (to === 'integrityCheck')
      await reviewer.do('declareInterest', { id, version: await version(), kinds: ['family'], detail: 'A cousin.' })
    return { row: await now(), reviewer, c }
  }
type Against = Awaited<ReturnType<ReturnType<typeof against>>>
const onAgainst = ({ row }: Against) => on(row)

mutation(portal, 'clearInterest', {
  arrange: against('integrityCheck'),
  by: 'integrity',
  input: async (it) => ({ ...(await onAgainst(it)), reason: 'The shares were sold in 2019.' }),
  done: {
    answer: is('active'),
    steps: [
      'reviewerAssignment: integrityCheck CLEAR_WITH_REASON active',
      'reviewStage: notStarted FIRST_REVIEWER_ACCEPTS inProgress',
    ],
  },
  Invalid: badReason,
  Incomplete: noGuard,
  NotPermitted: [
    { by: 'manager', because: notYours },
    { by: 'lead', because: notYours },
  ],
  OutOfTurn: { arrange: against('declaring'), state: 'declaring' },
  Stale: {},
  CommandReused: { reason: 'Another reason.' },
  ...agency,
})

mutation(portal, 'recuseReviewer', {
  arrange: against('active'),
  by: 'integrity',
  input: async (it) => ({ ...(await onAgainst(it)), reason: 'She advised the applicant.' }),
  done: { answer: is('recused'), steps: ['reviewerAssignment: active RECUSE recused'] },
  Invalid: badReason,
  Incomplete: noGuard,
  NotPermitted: others,
  OutOfTurn: { arrange: against('declaring'), state: 'declaring' },
  Stale: {},
  CommandReused: { reason: 'Another reason.' },
  ...agency,
})

mutation(portal, 'challengeReviewer', {
  arrange: against('active'),
  by: 'manager',
  input: async (it) => ({ ...(await onAgainst(it)), reason: 'He wrote with the developer.' }),
  done: { answer: is('integrityCheck'), steps: ['reviewerAssignment: active CHALLENGE integrityCheck'] },
  Invalid: badReason,
  Incomplete: noGuard,
  NotPermitted: [{ by: 'decisionMaker', because: notYours }],
  OutOfTurn: { arrange: against('proposed'), state: 'proposed' },
  Stale: {},
  CommandReused: { reason: 'Another reason.' },
  // An applicant never learns who reviews: there is nothing to challenge by its id.
  unseen: ['officer', 'rival', 'reviewerC', 'admin'],
  forbidden: never('everyone signed in may knock'),
})

let declarer: Visitor
mutation(portal, 'declareInterest', {
  arrange: async () => {
    const it = await against('declaring')()
    declarer = it.reviewer
    return it
  },
  by: () => Promise.resolve(declarer),
  input: async (it) => ({ ...(await onAgainst(it)), kinds: ['shares', 'family'], detail: 'Twenty shares.' }),
  done: { answer: is('integrityCheck'), steps: ['reviewerAssignment: declaring DECLARE_INTEREST integrityCheck'] },
  Invalid: [
    ...badOnVersion,
    [{ kinds: [] }, 'kinds'],
    [{ kinds: ['friendship'] }, 'kinds/0'],
    [{ kinds: ['shares', 'shares'] }, 'kinds'],
    [{ detail: '' }, 'detail'],
  ],
  Incomplete: noGuard,
  NotPermitted: others,
  OutOfTurn: never('tested below: a declaration comes once'),
  Stale: {},
  CommandReused: { detail: 'Ten shares.' },
  ...agency,
})

mutation(portal, 'declareNewInterest', {
  arrange: async () => {
    const it = await against('active')()
    declarer = it.reviewer
    return it
  },
  by: () => Promise.resolve(declarer),
  input: async (it) => ({ ...(await onAgainst(it)), kinds: ['employment'], detail: 'They offered me a post.' }),
  done: { answer: is('integrityCheck'), steps: ['reviewerAssignment: active NEW_INTEREST integrityCheck'] },
  Invalid: [
    ...badOnVersion,
    [{ kinds: [] }, 'kinds'],
    [{ kinds: ['friendship'] }, 'kinds/0'],
    [{ detail: '' }, 'detail'],
  ],
  Incomplete: noGuard,
  NotPermitted: [...others, { by: 'integrity', because: notYours }],
  OutOfTurn: never('tested below: a first declaration is another command'),
  Stale: {},
  CommandReused: { detail: 'They offered me two posts.' },
  ...agency,
})

describe('a new interest', () => {
  const sight = `query($id: ID!) { submission(id: $id) { id } }`
  const mine = `query($id: ID!) { assignment(id: $id) { state submissionId stageId declaration { kinds detail } permits { event } } }`
  const declare = async (who: Visitor, row: Row, detail = 'They offered me a post.') =>
    who.send('declareNewInterest', { ...(await on(row)), kinds: ['employment'], detail })

  test('shuts the whole case at once, and opens it again with the ruling; the report stays signed', async () => {
    const c = await a.submission({ by: 'rival' }).inReview()
    const reviewer = await a.hire(['reviewer'])
    const [one, two] = await Promise.all(['technical', 'ethics'].map((key) => c.stage(key)))
    const rows: Row[] = []
    for (const stage of [one, two]) {
      const { id } = await (await a.as('lead')).do('proposeReviewer', { id: stage?.id, reviewerId: reviewer.id })
      const row = () => a.row('reviewer_assignment', String(id))
      await reviewer.do('openAssignment', { id, version: (await row()).version })
      await reviewer.do('declareNoInterest', { id, version: (await row()).version, affirmed: true })
      rows.push(await row())
    }
    const [first, second] = rows as [Row, Row]
    expect((await reviewer.read(sight, { id: c.id })).submission).toEqual({ id: c.id })
    expect(await declare(reviewer, first)).toMatchObject(is('integrityCheck'))
    expect((await reviewer.ask(sight, { id: c.id })).errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }])
    expect((await reviewer.read(mine, { id: first.id })).assignment).toMatchObject({
      state: 'integrityCheck',
      submissionId: null,
      stageId: null,
      declaration: { kinds: ['employment'], detail: 'They offered me a post.' },
    })
    // The other stage of the same case has not moved, and leads nowhere while the case is shut.
    expect((await reviewer.read(mine, { id: second.id })).assignment).toMatchObject({
      state: 'active',
      submissionId: null,
      stageId: null,
    })
    await (await a.as('integrity')).do('clearInterest', { ...(await on(first)), reason: 'She refused it.' })
    expect((await reviewer.read(sight, { id: c.id })).submission).toEqual({ id: c.id })
    expect((await reviewer.read(mine, { id: second.id })).assignment).toMatchObject({ submissionId: c.id })

    expect(await declare(reviewer, first, 'They offered it again.')).toMatchObject(is('integrityCheck'))
    const { declaration } = await a.row('reviewer_assignment', first.id)
    expect(declaration).toMatchObject({
      detail: 'They offered it again.',
      earlier: [
        { kinds: [], detail: '' },
        { kinds: ['employment'], detail: 'They offered me a post.' },
      ],
    })
  })

  test('is declared after the report was signed as well; cleared, the report counts again', async () => {
    const c = await a.submission({ by: 'rival' }).inReview()
    const stage = await c.stage()
    const row = await c.assign(stage, 'reviewerB')
    await c.report(stage, 'reviewerB')
    expect(await declare(await a.as('reviewerB'), row)).toMatchObject(is('integrityCheck'))
    await (await a.as('integrity')).do('clearInterest', { ...(await on(row)), reason: 'She refused it.' })
    expect((await a.row('reviewer_assignment', row.id)).state).toBe('completed')
  })

  test('is not the first declaration, nor that the new one', async () => {
    const { row, reviewer } = await against('declaring')()
    expect(await declare(reviewer, row)).toMatchObject({ __typename: 'OutOfTurn', stateNow: 'declaring' })
    const later = await against('active')()
    expect(
      await later.reviewer.send('declareInterest', { ...(await onAgainst(later)), kinds: ['shares'], detail: 'Ten.' }),
    ).toMatchObject({ __typename: 'OutOfTurn', stateNow: 'active' })
  })

  test('is permitted to the reviewer alone', async () => {
    const { row, reviewer } = await against('active')()
    const may = async (who: Visitor) =>
      (await who.read(mine, { id: row.id })).assignment.permits.map(({ event }: { event: string }) => event) as string[]
    expect(await may(reviewer)).toContain('NEW_INTEREST')
    for (const who of ['lead', 'manager', 'integrity'] as const)
      expect(await may(await a.as(who))).not.toContain('NEW_INTEREST')
  })
})

describe('who may review', () => {
  const propose = async (by: Visitor, stage: Row, reviewerId: string) =>
    by.send('proposeReviewer', { id: stage.id, reviewerId })

  test('a reviewer without the stage’s expertise is not proposed', async () => {
    const outcome = await propose(await a.as('lead'), await shared.stage('ethics'), layReviewer.id)
    expect(outcome).toMatchObject({ __typename: 'Incomplete', unmet: [{ code: 'expertiseMissing' }] })
  })

  test('an interest that was not cleared stands against every case of the same applicant', async () => {
    const { reviewer } = await against('integrityCheck')()
    const lead = await a.as('lead')
    expect(await propose(lead, await shared.stage('ethics'), reviewer.id)).toMatchObject({
      __typename: 'Incomplete',
      unmet: [{ code: 'standingInterest', message: expect.stringContaining('Helio Health') as string }],
    })
    const elsewhere = await a.submission({ by: 'rival' }).inReview()
    expect(await propose(lead, await elsewhere.stage(), reviewer.id)).toMatchObject({ state: 'proposed' })
  })

  test('whoever may not propose learns nothing of a reviewer’s interests', async () => {
    const { reviewer } = await against('integrityCheck')()
    const outcome = await propose(await a.as('decisionMaker'), await shared.stage('ethics'), reviewer.id)
    expect(outcome).toMatchObject({ __typename: 'NotPermitted', message: notYours })
  })

  test('the lead of a stage does not review it', async () => {
    const c = await a.submission().inReview()
    const stage = await c.stage()
    await a.rows(`update person set roles = roles || '{reviewer}' where id = $1 and not 'reviewer' = any(roles)`, [
      await a.idOf('lead'),
    ])
    const outcome = await propose(await a.as('manager'), stage, await a.idOf('lead'))
    await a.rows(`update person set roles = array_remove(roles, 'reviewer') where id = $1`, [await a.idOf('lead')])
    expect(outcome).toMatchObject({ unmet: [{ code: 'duty.leadReviewed' }] })
  })

  test('an integrity officer with a part in the case does not clear in it', async () => {
    const both = await a.hire(['integrityOfficer', 'screeningOfficer'])
    const { row } = await against('integrityCheck', async () => {
      const c = await a.submission().submitted()
      await both.do('acknowledgeSubmission', { id: c.id, version: (await c.now()).version })
      await c.screen()
      const caseManagerId = await a.idOf('manager')
      await (
        await a.as('screener')
      ).do('acceptSubmission', { id: c.id, version: (await c.now()).version, caseManagerId })
      return c
    })()
    expect(await both.send('clearInterest', { ...(await on(row)), reason: 'Sold.' })).toMatchObject({
      __typename: 'NotPermitted',
      message: 'The integrity officer may have no part in the case.',
    })
  })
})

test('why a reviewer was challenged is told to the integrity officer alone, until they rule or the reviewer declares anew', async () => {
  const { row, reviewer } = await against('active')()
  await (await a.as('manager')).do('challengeReviewer', { ...(await on(row)), reason: 'They wrote together.' })
  const ask = `query($id: ID!) { assignment(id: $id) { challenge } }`
  const told = async (who: Visitor) => (await who.read(ask, { id: row.id })).assignment.challenge as string | null
  const integrity = await a.as('integrity')
  expect(await told(integrity)).toBe('They wrote together.')
  for (const who of [reviewer, await a.as('lead'), await a.as('manager')]) expect(await told(who)).toBeNull()
  await integrity.do('clearInterest', { ...(await on(row)), reason: 'Ten years ago.' })
  expect(await told(integrity)).toBeNull()
  await reviewer.do('declareNewInterest', { ...(await on(row)), kinds: ['shares'], detail: 'Ten shares.' })
  expect(await told(integrity)).toBeNull()
})

describe('a recusal', () => {
  test('after the report was signed takes the stage up again, and the report counts no more', async () => {
    const c = await a.submission().inReview()
    const stage = await c.stage()
    const row = await c.assign(stage, 'reviewerB')
    await c.report(stage, 'reviewerB')
    await c.reconcile(stage)
    expect((await c.stage()).state).toBe('reported')
    await (await a.as('integrity')).do('recuseReviewer', { ...(await on(row)), reason: 'She advised the applicant.' })
    expect((await c.stage()).state).toBe('reopened')
    const again = await a.hire(['reviewer'])
    const { id } = await (await a.as('lead')).do('proposeReviewer', { id: stage.id, reviewerId: again.id })
    const next = () => a.row('reviewer_assignment', String(id))
    await again.do('openAssignment', { id, version: (await next()).version })
    await again.do('declareNoInterest', { id, version: (await next()).version, affirmed: true })
    expect((await c.stage()).state).toBe('inProgress')
  })

  test('of oneself from the whole case ends the assignment as well', async () => {
    const c = await a.submission({ by: 'rival' }).inReview()
    const row = await c.assign(await c.stage('technical'), 'reviewerB')
    await (await a.as('reviewerB')).do('recuseSelf', { id: c.id, reason: 'I know them.' })
    expect((await a.row('reviewer_assignment', row.id)).state).toBe('recused')
  })

  test('in one stage is a recusal from every stage of the case', async () => {
    const c = await a.submission({ by: 'rival' }).inReview()
    const one = await c.assign(await c.stage('technical'), 'reviewerC')
    const two = await c.assign(await c.stage('ethics'), 'reviewerC')
    await (await a.as('reviewerC')).do('recuseReviewer', { ...(await on(one)), reason: 'I know them.' })
    expect((await a.row('reviewer_assignment', two.id)).state).toBe('recused')
  })
})
