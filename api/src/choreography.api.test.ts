import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Arranger, claimRow } from '../test/arrange.ts'
import type { CaseInTheMaking } from '../test/arrange.ts'
import { Deadlines } from './deadlines.ts'
import { Notices } from './notices/index.ts'

let a: Arranger
beforeAll(async () => {
  a = await Arranger.open()
}, 60_000)
afterAll(() => a.close())

const stateOf = async (c: CaseInTheMaking) => (await c.now()).state
const row = (table: string, id: string) => a.row(table, id)

test('the last open question holds the case in review, whether or not it stopped the clock', async () => {
  const c = await (await a.submission().inReview()).staffed()
  const request = await c.request('issued', false)
  await c.reportAll()
  expect(await stateOf(c)).toBe('inReview')
  await c.answer(request)
  const [question] = await a.rows<{ id: string }>(`select id from request_question where request_id = $1`, [request.id])
  await (
    await a.as('manager')
  ).do('judgeRequest', {
    id: request.id,
    version: (await row('information_request', request.id)).version,
    judgements: [{ question: question?.id, complete: true, judgement: '' }],
  })
  expect(await stateOf(c)).toBe('consolidation')
})

test('a question that nobody answered lapses, its clock ends, and the review goes on', async () => {
  const c = await (await a.submission().inReview()).staffed()
  const request = await c.request('issued', false)
  await c.reportAll()
  await a.pass(70)
  expect((await row('information_request', request.id)).state).toBe('lapsed')
  expect(await a.rows(`select key from clock where subject_id = $1 and ended_at is null`, [request.id])).toEqual([])
  expect(await stateOf(c)).toBe('consolidation')
})

test('who wrote a draft does not sign it, though another has written it since', async () => {
  const c = await a.submission().drafting()
  const both = await a.hire(['caseManager', 'decisionMaker'])
  const { id, version } = await c.decision()
  await both.do('saveDecision', { id, version, ...c.draftInput({ reasons: 'My own words.' }) })
  await c.write()
  await c.sendForSignature()
  const refused = await both.send('beginSigning', { id, process: 'decision', meaning: 'approved' })
  expect(refused.__typename).toBe('NotPermitted')
})

test.each([
  ['wrote the screening record', 'screener', ['screeningOfficer', 'decisionMaker']],
  ['sent a question', 'caseManager', ['caseManager', 'deputy']],
] as const)('whoever %s has the part %s from then on', async (_, part, roles) => {
  const person = await a.hire(roles)
  const c = await (part === 'screener' ? a.submission().screening() : a.submission().inReview())
  if (part === 'screener')
    await person.do('saveScreening', {
      id: c.id,
      screeningVersion: 0,
      answers: [],
      citations: [],
      classConfirmed: null,
      classReason: null,
    })
  else await person.do('draftInformationRequest', { id: c.id, stopsClock: false, questions: [c.question()] })
  const parts = await a.rows(`select part from case_part where case_id = $1 and person_id = $2`, [c.id, person.id])
  expect(parts).toEqual([{ part }])
})

test('a draft written before a stage was taken up again is written anew before anybody signs', async () => {
  const c = await a.submission().drafting()
  await c.write()
  const stage = await c.stage()
  const reopened = { id: stage.id, version: (await row('review_stage', stage.id)).version, reason: 'New evidence.' }
  await (await a.as('manager')).do('reopenStage', { ...reopened, ground: 'newEvidence' })
  await c.checked(stage)
  await c.reconcile(stage)
  const send = async () => {
    const { id, version } = await c.decision()
    return (await a.as('manager')).send('submitForSignature', { id, version })
  }
  const refused = await send()
  expect(refused['unmet'].map(({ code }: { code: string }) => code)).toEqual(['draftStale'])
  await c.write()
  expect(await send()).toMatchObject({ __typename: 'Decision', state: 'forSignature' })
})

test('why a stage is taken up again, or a draft returned, is not told to the applicant', async () => {
  const c = await a.submission().forSignature()
  const { id, version } = await c.decision()
  await (await a.as('decisionMaker')).do('returnToDrafter', { id, version, reason: 'The inner secret.' })
  const ask = `query($id: ID!) { submission(id: $id) { timeline(first: 100) { edges { node { event reason } } } } }`
  const told = await (await c.applicant()).ask(ask, { id: c.id })
  expect(told.text).toContain('RETURNED_BY_SIGNER')
  expect(told.text).not.toContain('inner secret')
  expect((await (await a.as('manager')).ask(ask, { id: c.id })).text).toContain('inner secret')
})

test('an interest that is not ruled on keeps the case shut, whatever is declared for another stage', async () => {
  const c = await a.submission({ riskClass: 'III' }).inReview()
  const [one, other] = await c.stages()
  if (one === undefined || other === undefined) throw new Error('the class has two stages')
  const first = await c.assign(one, 'reviewerC', 'declaring')
  const second = await c.assign(other, 'reviewerC', 'declaring')
  const reviewer = await a.as('reviewerC')
  const interest = { kinds: ['shares'], detail: 'Twenty shares.' }
  await reviewer.do('declareInterest', { id: first.id, version: first.version, ...interest })
  await reviewer.do('declareNoInterest', { id: second.id, version: second.version, affirmed: true })
  const ask = `query($id: ID!) { submission(id: $id) { modelName } }`
  expect((await reviewer.ask(ask, { id: c.id })).errors?.[0]?.extensions.code).toBe('NOT_FOUND')
  await (
    await a.as('integrity')
  ).do('clearInterest', {
    id: first.id,
    version: (await row('reviewer_assignment', first.id)).version,
    reason: 'Sold.',
  })
  expect((await reviewer.ask(ask, { id: c.id })).errors).toBeUndefined()
})

test('a reviewer who steps out after signing leaves no report behind that counts', async () => {
  const c = await a.submission({ by: 'rival' }).consolidation()
  await (await a.as('reviewerA')).do('recuseSelf', { id: c.id, reason: 'My brother works there.' })
  expect((await a.of('reviewer_assignment', c.id)).map(({ state }) => state)).not.toContain('completed')
  expect((await c.stages()).map(({ state }) => state)).toContain('reopened')
  expect(await stateOf(c)).toBe('inReview')
  // Stepped out of one case of the applicant, a person is proposed for no other of theirs.
  const next = await a.submission({ by: 'rival' }).inReview()
  const refused = await (
    await a.as('lead')
  ).send('proposeReviewer', { id: (await next.stage()).id, reviewerId: await a.idOf('reviewerA') })
  expect(refused['unmet'].map(({ code }: { code: string }) => code)).toContain('standingInterest')
  const elsewhere = await a.submission().inReview()
  await elsewhere.assign(await elsewhere.stage(), 'reviewerA')
  // And hears nothing more of the case.
  await a.app.nest.get(Notices).tick()
  await a.rows(`delete from notice where person_id = $1`, [await a.idOf('reviewerA')])
  const stage = (await c.stages()).find(({ state }) => state === 'reopened')
  if (stage === undefined) throw new Error('no stage was reopened')
  await c.assign(stage, 'reviewerB')
  await a.app.nest.get(Notices).tick()
  const heard = await a.rows(`select 1 from notice where person_id = $1 and case_id = $2`, [
    await a.idOf('reviewerA'),
    c.id,
  ])
  expect(heard).toEqual([])
})

test('the same two claims in one dossier are one claim', async () => {
  const answers = {
    confidentialityClaims: [
      claimRow('useCategories', '2099-01-01'),
      { ...claimRow('useCategories', '2099-01-01'), id: 'claimtwo' },
    ],
  }
  const c = await a.submission({ answers }).submitted()
  expect((await a.of('confidentiality_claim', c.id)).map(({ field }) => field)).toEqual(['useCategories'])
})

test('twenty begin the same ceremony at once: there is one', async () => {
  const c = await a.submission().ready()
  const applicant = await c.applicant()
  const input = { commandId: randomUUID(), id: c.id, process: 'submission', meaning: 'submitted' }
  const begun = await Promise.all(Array.from({ length: 20 }, () => applicant.send('beginSigning', input)))
  expect(new Set(begun.map(({ __typename, id }) => `${__typename} ${String(id)}`)).size).toBe(1)
  expect(begun[0]?.__typename).toBe('SigningCeremony')
})

test('days of screening that ran out while the scope was in question count when it is settled', async () => {
  const c = await a.submission().screening()
  const on = async () => ({ id: c.id, version: (await c.now()).version })
  await (await a.as('screener')).do('proposeOutOfScope', { ...(await on()), reason: 'No model.' })
  await a.pass(30)
  expect(await stateOf(c)).toBe('outOfScopeProposed')
  await (await a.as('screener2')).do('rejectOutOfScope', { ...(await on()), reason: 'It is one.' })
  await a.tick()
  expect(await stateOf(c)).toBe('inReview')
})

test('a decision past recall is not withdrawn from', async () => {
  const c = await a.submission().signed()
  await (await a.as('admin')).do('moveAgencyClock', { days: 1 })
  const { id, version } = await c.now()
  const refused = await (
    await c.applicant()
  ).send('withdrawSubmission', { id, version, reason: 'We changed our mind.' })
  expect(refused.__typename).toBe('NotPermitted')
  await a.tick()
  expect(await stateOf(c)).toBe('decided')
})

test('one deadline that cannot be met holds up no other', async () => {
  const stuck = await a.submission().screening()
  const next = await a.submission().screening()
  const named = (process: string) =>
    a.rows(`update timer set process = $2 where case_id = $1 and event = 'DEEMED_COMPLETE'`, [stuck.id, process])
  await named('nothingOfOurs')
  await (await a.as('admin')).do('moveAgencyClock', { days: 30 })
  await expect(a.app.nest.get(Deadlines).tick()).rejects.toThrow('timers could not fire')
  expect(await stateOf(stuck)).toBe('screening')
  expect(await stateOf(next)).toBe('inReview')
  await named('submission')
  await a.tick()
  expect(await stateOf(stuck)).toBe('inReview')
})
