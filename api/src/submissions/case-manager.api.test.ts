import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Arranger } from '../../test/arrange.ts'
import type { CaseInTheMaking } from '../../test/arrange.ts'
import { badReason, mutation } from '../../test/mutation-rows.ts'
import type { Visitor } from '../../test/portal.ts'

let a: Arranger
let screening: CaseInTheMaking
let decided: CaseInTheMaking
/** A second case manager, who has nothing else to do. */
let next: Visitor

beforeAll(async () => {
  a = await Arranger.open()
  screening = await a.submission().screening()
  decided = await a.submission({ by: 'rival' }).issued()
  next = await a.hire(['caseManager'])
}, 180_000)
afterAll(() => a.close())

const portal = () => a
const on = async (c: CaseInTheMaking) => ({ id: c.id, version: (await c.now()).version })
const note = 'The two open questions are in the ethics report.'
const notYours = 'This is not yours to do.'
const onlyManager = 'Only a case manager may do this.'
const step = (state: string) => `submission: ${state} NAME_MANAGER ${state}`

/** In review, and nobody manages it. */
const unmanaged = async () => {
  const c = await a.submission({ by: 'rival' }).inReview()
  await a.rows(`update submission set manager_id = null where id = $1`, [c.id])
  return c
}
const signedByManager = async () => {
  const c = await unmanaged()
  const both = await a.hire(['caseManager', 'decisionMaker'])
  await a.rows(
    `insert into case_part (case_id, organisation_id, person_id, part, since) select id, organisation_id, $2, 'signer', now() from submission where id = $1`,
    [c.id, both.id],
  )
  return { c, both }
}

mutation(portal, 'nameCaseManager', {
  arrange: unmanaged,
  by: 'screener',
  input: async (c) => ({ ...(await on(c)), managerId: next.id, reason: note }),
  done: { answer: { __typename: 'Submission', state: 'inReview' }, steps: [step('inReview')] },
  Invalid: [...badReason, [{ managerId: 'Mariam' }, 'managerId']],
  Incomplete: [
    { patch: { managerId: '4d3a3b0e-6c9e-4a3e-9f57-6c8b8a2f0f11' }, unmet: [['manage.notAManager', null]] },
    {
      arrange: async () => {
        const c = await unmanaged()
        await a.rows(`update submission set manager_id = $2 where id = $1`, [c.id, next.id])
        return c
      },
      by: 'manager',
      unmet: [['manage.inPlace', null]],
    },
  ],
  NotPermitted: [
    { by: 'lead', because: notYours },
    { by: 'decisionMaker', because: notYours },
    { by: 'integrity', because: notYours },
    // Screening names the first one, and fills a place that stands empty.
    { arrange: () => a.submission({ by: 'rival' }).inReview(), because: onlyManager },
  ],
  OutOfTurn: { arrange: () => Promise.resolve(screening), by: 'manager', state: 'screening' },
  Stale: {},
  CommandReused: { reason: 'Another note.' },
  unseen: ['reviewerC', 'admin'],
  forbidden: ['officer', 'contributor'],
})

const ask = `query($id: ID!) { managerCandidates(submissionId: $id) { person { id } openCases allowed because { code } } }`
const candidates = async (who: Visitor, c: CaseInTheMaking) =>
  (await who.read(ask, { id: c.id })).managerCandidates as {
    person: { id: string }
    allowed: boolean
    because: { code: string }[]
  }[]
const queue = `query($view: QueueView!) { queue(view: $view, first: 100) { counts { unassigned } edges { node { id assignedTo } } } }`
const unassigned = async () => {
  const { queue: found } = await (await a.as('manager')).read(queue, { view: 'unassigned' })
  return {
    count: found.counts.unassigned as number,
    ids: found.edges.map(({ node }: { node: { id: string } }) => node.id) as string[],
  }
}

describe('a case manager’s place', () => {
  test('that stands empty is among the unassigned until somebody is named; who is named works on the case and hears of it', async () => {
    const before = await unassigned()
    const c = await unmanaged()
    expect(await unassigned()).toMatchObject({ count: before.count + 1 })
    expect((await unassigned()).ids).toContain(c.id)
    await (await a.as('screener')).do('nameCaseManager', { ...(await on(c)), managerId: next.id, reason: note })
    expect(await c.now()).toMatchObject({ manager_id: next.id, state: 'inReview' })
    expect((await unassigned()).ids).not.toContain(c.id)
    expect(await a.rows(`select part from case_part where case_id = $1 and person_id = $2`, [c.id, next.id])).toEqual([
      { part: 'caseManager' },
    ])
  })

  test('is handed over with a note that the agency reads and the applicant does not; both keep their part', async () => {
    const c = await a.submission({ by: 'rival' }).inReview()
    const manager = await a.as('manager')
    await manager.do('nameCaseManager', { ...(await on(c)), managerId: next.id, reason: note })
    const timeline = `query($id: ID!) { submission(id: $id) { manager { id } timeline { edges { node { event reason } } } } }`
    const read = async (who: Visitor) => (await who.read(timeline, { id: c.id })).submission
    expect(await read(manager)).toMatchObject({ manager: { id: next.id } })
    expect((await read(manager)).timeline.edges[0].node).toEqual({ event: 'NAME_MANAGER', reason: note })
    const applicants = JSON.stringify(await read(await a.as('rival')))
    expect(applicants).not.toContain(note)
    expect(applicants).not.toContain('NAME_MANAGER')
    const parts = await a.rows<{ person_id: string }>(
      `select person_id from case_part where case_id = $1 and part = 'caseManager' order by since`,
      [c.id],
    )
    expect(parts.map(({ person_id }) => person_id)).toEqual([await a.idOf('manager'), next.id])
  })

  test.each([
    ['onHold', async (c: CaseInTheMaking) => (await c.inReview()).request('issued')],
    ['consolidation', (c: CaseInTheMaking) => c.consolidation()],
    ['decisionPending', (c: CaseInTheMaking) => c.forSignature()],
  ])('is filled in %s as well', async (state, make) => {
    const c = a.submission({ by: 'rival' })
    await make(c)
    await a.rows(`update submission set manager_id = null where id = $1`, [c.id])
    expect((await unassigned()).ids).toContain(c.id)
    await (await a.as('manager')).do('nameCaseManager', { ...(await on(c)), managerId: next.id, reason: note })
    expect(await c.now()).toMatchObject({ state, manager_id: next.id })
  })

  test('of a case that is over is nobody’s', async () => {
    const outcome = await (
      await a.as('manager')
    ).send('nameCaseManager', { ...(await on(decided)), managerId: next.id, reason: note })
    expect(outcome).toMatchObject({ __typename: 'OutOfTurn', stateNow: 'decided' })
    await a.rows(`update submission set manager_id = null where id = $1`, [decided.id])
    expect((await unassigned()).ids).not.toContain(decided.id)
  })
})

describe('who may manage a case', () => {
  test('is listed with the reasons why not, for those alone who may name one', async () => {
    const { c, both } = await signedByManager()
    const tied = await a.hire(['caseManager'])
    await tied.do('recuseSelf', { id: (await a.submission({ by: 'rival' }).inReview()).id, reason: 'I know them.' })
    const listed = await candidates(await a.as('screener'), c)
    const of = (id: string) => listed.find(({ person }) => person.id === id)
    expect(of(next.id)).toMatchObject({ allowed: true, because: [], openCases: expect.any(Number) as number })
    expect(of(both.id)).toMatchObject({ allowed: false, because: [{ code: 'manage.signed' }] })
    expect(of(tied.id)).toMatchObject({ allowed: false, because: [{ code: 'standingInterest' }] })
    expect(of(await a.idOf('lead'))).toBeUndefined()
    for (const who of ['lead', 'decisionMaker', 'inspector'] as const)
      expect(await candidates(await a.as(who), c)).toEqual([])
    // The command refuses what the list says no to.
    for (const [managerId, code] of [
      [both.id, 'manage.signed'],
      [tied.id, 'standingInterest'],
    ])
      expect(
        await (await a.as('manager')).send('nameCaseManager', { ...(await on(c)), managerId, reason: note }),
      ).toMatchObject({ __typename: 'Incomplete', unmet: [{ code }] })
    // At acceptance it is the same list that is asked.
    const waiting = await a.submission({ by: 'rival' }).screened()
    expect(
      await (await a.as('screener')).send('acceptSubmission', { ...(await on(waiting)), caseManagerId: tied.id }),
    ).toMatchObject({ code: 'NOT_FOUND' })
    await a.rows(`update person set roles = '{inspector}' where id = any($1)`, [[both.id, tied.id]])
  })
})

// Last: it leaves nobody who manages cases.
describe('where nobody is free', () => {
  const nobody = async (work: () => Promise<void>) => {
    const held = await a.rows<{ id: string }>(`select id from person where 'caseManager' = any(roles)`, [])
    const ids = held.map(({ id }) => id)
    await a.rows(`update person set roles = array_remove(roles, 'caseManager') where id = any($1)`, [ids])
    await work()
    await a.rows(`update person set roles = roles || '{caseManager}' where id = any($1)`, [ids])
  }

  test('a case is accepted all the same, by the screener and by the clock, and waits among the unassigned', async () => {
    const byHand = await a.submission({ by: 'rival' }).screened()
    const byClock = await a.submission({ by: 'rival' }).screening()
    await nobody(async () => {
      await (await a.as('screener')).do('acceptSubmission', { ...(await on(byHand)), caseManagerId: null })
      await a.pass(16)
    })
    for (const c of [byHand, byClock]) {
      expect(await c.now()).toMatchObject({ state: 'inReview', manager_id: null })
      expect((await unassigned()).ids).toContain(c.id)
      expect((await c.stages()).length).toBeGreaterThan(2)
    }
  })

  test('a manager who steps out leaves the place empty, and another is named', async () => {
    const c = await a.submission({ by: 'rival' }).inReview()
    const leaving = await a.as('manager')
    const rest = await a.rows<{ id: string }>(
      `update person set roles = array_remove(roles, 'caseManager') where 'caseManager' = any(roles) and id <> $1 returning id`,
      [leaving.id],
    )
    await leaving.do('recuseSelf', { id: c.id, reason: 'I know them.' })
    await a.rows(`update person set roles = roles || '{caseManager}' where id = any($1)`, [rest.map(({ id }) => id)])
    expect(await c.now()).toMatchObject({ manager_id: null })
    await (await a.as('screener')).do('nameCaseManager', { ...(await on(c)), managerId: next.id, reason: note })
    expect(await c.now()).toMatchObject({ manager_id: next.id })
    expect(
      await (await a.as('screener')).send('nameCaseManager', { ...(await on(c)), managerId: leaving.id, reason: note }),
    ).toMatchObject({ __typename: 'NotPermitted', message: onlyManager })
    expect(await next.send('nameCaseManager', { ...(await on(c)), managerId: leaving.id, reason: note })).toMatchObject(
      { __typename: 'Incomplete', unmet: [{ code: 'standingInterest' }] },
    )
  })
})
