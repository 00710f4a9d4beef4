import { randomUUID } from 'node:crypto'
import { getNamedType, GraphQLObjectType, isLeafType, isNonNullType } from 'graphql'
import type { GraphQLOutputType } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Arranger, claimRow } from '../../test/arrange.ts'
import type { CaseInTheMaking, Row } from '../../test/arrange.ts'
import { LivePage } from '../../test/live.ts'
import { schema } from '../../test/operations.ts'
import type { Name, Visitor } from '../../test/portal.ts'
import { Notices } from '../notices/index.ts'

let a: Arranger
/** A whole life of Helio Health's, up to the register. */
let issued: CaseInTheMaking
/** One of the same applicant in review: reviewer A active, B with an interest, C recused. */
let open: CaseInTheMaking
let request: Row
let interested: Row
let file: string
let extra: Visitor

const modelName = 'Nightingale Triage'

beforeAll(async () => {
  a = await Arranger.open()
  const answers = { confidentialityClaims: [claimRow('operatingLogic', '2099-01-01')] }
  issued = await a.submission({ answers, modelName: 'Published One' }).issued()
  open = await a.submission({ riskClass: 'III', modelName, answers: { modelName } }).inReview()
  extra = await a.hire(['reviewer'])
  await open.assign(await open.stage('technical'), 'reviewerA')
  await open.assign(await open.stage('clinical'), 'reviewerA')
  interested = await open.assign(await open.stage('technical'), 'reviewerB', 'active')
  await open.answerAll(await open.stage('technical'), 'reviewerB')
  await (
    await a.as('lead')
  ).do('challengeReviewer', {
    id: interested.id,
    version: interested.version,
    reason: 'They wrote together.',
  })
  const recused = await open.assign(await open.stage('ethics'), 'reviewerC', 'active')
  await (
    await a.as('integrity')
  ).do('recuseReviewer', {
    id: recused.id,
    version: recused.version,
    reason: 'She advised them.',
  })
  request = await open.request('issued', false)
  file = (await a.of('document', open.id))[0]?.id ?? ''
}, 180_000)
afterAll(() => a.close())

const root = schema.getQueryType()?.getFields() ?? {}
const optional = new Set(['timeline'])

/** Every field of a type that takes no argument, three objects deep. */
function selection(type: GraphQLOutputType, depth = 3): string {
  const named = getNamedType(type)
  if (!(named instanceof GraphQLObjectType)) return ''
  const fields = Object.values(named.getFields()).flatMap(({ name, args, type: of }) => {
    if (args.some(({ type: input }) => isNonNullType(input))) return []
    if (args.length > 0 && !optional.has(name)) return []
    if (isLeafType(getNamedType(of))) return [name]
    const inner = depth === 0 ? '' : selection(of, depth - 1)
    return inner === '' ? [] : [`${name} { ${inner} }`]
  })
  return ['__typename', ...fields].join(' ')
}

const document = (query: string, argument: string): string => {
  const field = root[query]
  if (field === undefined) throw new Error(`no query ${query}`)
  const depth = query === 'submission' || query === 'reviewStage' ? 1 : 2
  const body = selection(field.type, depth)
  return `query($id: ID!) { ${query}(${argument}: $id) { ${body} } }`
}

/** Every query that takes an id, and an id of Helio Health's with somebody who reads it. */
const byId: Record<string, { argument: string; id: () => Promise<string>; reader: Name }> = {
  submission: { argument: 'id', id: () => Promise.resolve(open.id), reader: 'officer' },
  reviewStage: { argument: 'id', id: async () => (await open.stage()).id, reader: 'manager' },
  reviewerCandidates: { argument: 'stageId', id: async () => (await open.stage()).id, reader: 'lead' },
  leadCandidates: { argument: 'stageId', id: async () => (await open.stage()).id, reader: 'manager' },
  managerCandidates: { argument: 'submissionId', id: () => Promise.resolve(open.id), reader: 'manager' },
  assignment: { argument: 'id', id: () => Promise.resolve(interested.id), reader: 'integrity' },
  informationRequest: { argument: 'id', id: () => Promise.resolve(request.id), reader: 'officer' },
  decision: { argument: 'id', id: async () => (await issued.decision()).id, reader: 'manager' },
}
/** What everyone reads: the rules, and what was published. */
const publicQueries = ['policyPack', 'registerEntry']

test('every query of the schema that takes an id is in the matrix', () => {
  const taking = Object.values(root)
    .filter(({ args }) => args.some(({ type }) => getNamedType(type).name === 'ID'))
    .map(({ name }) => name)
  expect(taking.toSorted()).toEqual([...Object.keys(byId), ...publicQueries].toSorted())
})

const ids = Object.keys(byId)
const known = (query: string) => byId[query] as (typeof byId)[string]

describe('by id', () => {
  test.each(ids)('%s answers its reader', async (query) => {
    const { argument, id, reader } = known(query)
    const { errors } = await (await a.as(reader)).ask(document(query, argument), { id: await id() })
    expect(errors).toBeUndefined()
  })

  const strangers: Name[] = ['rival', 'admin', 'reviewerC']
  test.each(ids.flatMap((query) => strangers.map((who) => [query, who] as const)))(
    '%s answers %s exactly as if there were nothing',
    async (query, who) => {
      const { argument, id } = known(query)
      const visitor = await a.as(who)
      const text = document(query, argument)
      // The recused reviewer learns of the submission that it is there and closed, and of their own assignment its end.
      if (who === 'reviewerC' && query === 'submission') return
      const there = await visitor.ask(text, { id: await id() })
      const absent = await visitor.ask(text, { id: randomUUID() })
      expect(there.text).toBe(absent.text)
      expect(there.data ?? null).toSatisfy((data: unknown) => isNothing(data))
      expect(there.text).not.toContain(modelName)
    },
  )

  test.each(ids)('%s answers what is no id as if there were nothing, never as a fault', async (query) => {
    const { argument, reader } = known(query)
    for (const id of ['', 'x', '1', '00000000-0000-0000-0000-000000000000', `${randomUUID()}'--`]) {
      const { errors } = await (await a.as(reader)).ask(document(query, argument), { id })
      expect(['NOT_FOUND', 'BAD_USER_INPUT']).toContain(errors?.[0]?.extensions.code)
    }
  })

  test('without a session nothing is answered', async () => {
    for (const query of ids) {
      const { argument, id } = known(query)
      const there = await a.anyone.ask(document(query, argument), { id: await id() })
      const absent = await a.anyone.ask(document(query, argument), { id: randomUUID() })
      expect(there.text).toBe(absent.text)
      expect(there.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
    }
  })

  test('a file of another organisation is downloaded by nobody of it', async () => {
    const download = async (who: Visitor, id: string) => {
      const answer = await who.fetch(`/files/${id}`)
      return { status: answer.status, text: await answer.text() }
    }
    expect((await download(await a.as('officer'), file)).status).toBe(200)
    for (const who of ['rival', 'admin', 'reviewerB', 'reviewerC'] as const) {
      const there = await download(await a.as(who), file)
      expect(there).toEqual(await download(await a.as(who), randomUUID()))
      expect(there.status).toBe(404)
    }
  })
})

const isNothing = (data: unknown): boolean =>
  data === null ||
  (Array.isArray(data) && data.length === 0) ||
  (typeof data === 'object' && Object.values(data as object).every(isNothing))

const lists = `query($q: String) { submissions(q: $q) { total edges { node { id modelName reference } } } }`
const queue = `query($q: String) { queue(q: $q) { total counts { all mine unassigned dueSoon } edges { node { id modelName } } } }`
const assignments = `{ assignments { total edges { node { id reference submissionId stageId } } } }`

describe('lists, counts and search', () => {
  test('organisation B has nothing of A', async () => {
    const rival = await a.as('rival')
    for (const q of [null, 'Nightingale', String((await open.now())['reference']), '%', '_'])
      expect((await rival.read(lists, { q })).submissions).toEqual({ total: 0, edges: [] })
    expect((await (await a.as('officer')).read(lists, { q: 'Nightingale' })).submissions.total).toBe(1)
  })

  test('the queue of someone without a part in it is empty, its counts too', async () => {
    const empty = { total: 0, counts: { all: 0, mine: 0, unassigned: 0, dueSoon: 0 }, edges: [] }
    for (const who of ['admin', 'reviewerB', 'reviewerC'] as const)
      for (const q of [null, 'Nightingale']) expect((await (await a.as(who)).read(queue, { q })).queue).toEqual(empty)
    expect((await (await a.as('manager')).read(queue, { q: 'Nightingale' })).queue.total).toBe(1)
    expect((await (await a.as('reviewerA')).read(queue, { q: null })).queue.counts.all).toBeGreaterThan(0)
  })

  test('nobody has another’s assignments or the integrity officer’s list', async () => {
    expect((await (await a.as('manager')).read(assignments)).assignments.total).toBe(0)
    expect((await extra.read(assignments)).assignments.total).toBe(0)
    const checks = `{ integrityChecks { total edges { node { id } } } }`
    for (const who of ['manager', 'lead', 'admin', 'reviewerB'] as const)
      expect((await (await a.as(who)).read(checks)).integrityChecks).toEqual({ total: 0, edges: [] })
    expect((await (await a.as('integrity')).read(checks)).integrityChecks.total).toBe(1)
  })
})

describe('a reviewer whose interest is being looked at, and one who is recused', () => {
  test.each(['reviewerB', 'reviewerC'] as const)('%s reads nothing of the case', async (who) => {
    const visitor = await a.as(who)
    const { text } = await visitor.ask(document('submission', 'id'), { id: open.id })
    const row = await open.now()
    for (const secret of [modelName, row['reference'], 'Helio Health', 'discharge', 'page.pdf', 'Abena'])
      expect(text).not.toContain(String(secret))
    for (const query of [
      'reviewStage',
      'informationRequest',
      'reviewerCandidates',
      'leadCandidates',
      'managerCandidates',
    ]) {
      const { argument, id } = known(query)
      const there = await visitor.ask(document(query, argument), { id: await id() })
      expect(there.text).toBe((await visitor.ask(document(query, argument), { id: randomUUID() })).text)
    }
  })

  test('their own assignment tells neither case nor stage by id', async () => {
    const { assignments: mine } = await (await a.as('reviewerB')).read(assignments)
    const [here] = mine.edges.filter(({ node }: { node: { id: string } }) => node.id === interested.id)
    expect(here.node).toMatchObject({ submissionId: null, stageId: null })
  })

  test('what they wrote before is kept', async () => {
    const work = await a.rows(`select answer from review_answer where reviewer_id = $1`, [await a.idOf('reviewerB')])
    expect(work.length).toBeGreaterThan(0)
  })

  test('who steps out is shut out at the next request, from files too', async () => {
    const c = await a.submission().inReview()
    const officer = await a.hire(['screeningOfficer'])
    const ask = `query($id: ID!) { submission(id: $id) { recused modelName answers { value } documents { id } timeline { edges { node { event } } } } }`
    expect((await officer.read(ask, { id: c.id })).submission.recused).toBe(false)
    const live = await LivePage.open(officer)
    await officer.do('recuseSelf', { id: c.id, reason: 'I know them.' })
    await expect.poll(() => live.ended).toBe(true)
    expect((await officer.read(ask, { id: c.id })).submission).toEqual({
      recused: true,
      modelName: '',
      answers: [],
      documents: [],
      timeline: { edges: [] },
    })
    const [document] = await a.of('document', c.id)
    expect((await officer.fetch(`/files/${document?.id ?? ''}`)).status).toBe(404)
  })
})

describe('a reviewer who sees every case by another role', () => {
  test.each(['stageLead', 'caseManager'] as const)(
    'and is %s too, sees nothing of it while an interest is looked at',
    async (role) => {
      const model = `Kestrel ${role}`
      const c = await a.submission({ modelName: model, answers: { modelName: model } }).inReview()
      const asked = await c.request('issued', false)
      const both = await a.hire(['reviewer', role])
      const manager = await a.as('manager')
      const stage = await c.stage()
      const { id } = await manager.do('proposeReviewer', { id: stage.id, reviewerId: both.id })
      const on = async () => ({ id, version: (await a.row('reviewer_assignment', String(id))).version })
      const [document_] = await a.of('document', c.id)

      const found = async () => (await both.read(queue, { q: model })).queue.total as number
      const sees = async (query: string, thing: string) => {
        const text = document(query, known(query).argument)
        const there = await both.ask(text, { id: thing })
        if (there.errors === undefined) return true
        expect(there.text).toBe((await both.ask(text, { id: randomUUID() })).text)
        return false
      }
      const sight = async () => ({
        case: await sees('submission', c.id),
        stage: await sees('reviewStage', stage.id),
        request: await sees('informationRequest', asked.id),
        found: await found(),
        counted: (await both.read(queue, { q: null })).queue.counts.mine as number,
        file: (await both.fetch(`/files/${document_?.id ?? ''}`)).status,
      })
      const all = { case: true, stage: true, request: true, found: 1, file: 200 }
      const none = { case: false, stage: false, request: false, found: 0, counted: 0, file: 404 }
      const ownState = async () => {
        const { assignment } = await both.read(
          `query($id: ID!) { assignment(id: $id) { state submissionId stageId namesToDeclare { applicant model } permits { event } } }`,
          { id },
        )
        return assignment as { state: string }
      }

      await both.do('openAssignment', await on())
      expect(await sight()).toMatchObject(all)
      await both.do('declareInterest', { ...(await on()), kinds: ['shares'], detail: 'Twenty shares.' })
      expect(await sight()).toEqual(none)
      expect(await ownState()).toMatchObject({
        state: 'integrityCheck',
        submissionId: null,
        stageId: null,
        namesToDeclare: { applicant: 'Helio Health', model: expect.stringContaining(model) as string },
      })
      for (const [mutation, input] of [
        ['recuseSelf', { id: c.id, reason: 'x' }],
        ['proposeReviewer', { id: stage.id, reviewerId: both.id }],
      ] as const)
        expect(await both.send(mutation, input)).toMatchObject({ __typename: 'Error', code: 'NOT_FOUND' })

      const integrity = await a.as('integrity')
      await integrity.do('clearInterest', { ...(await on()), reason: 'Sold in 2019.' })
      expect(await sight()).toMatchObject({ ...all, counted: 1 })

      await manager.do('challengeReviewer', { ...(await on()), reason: 'They wrote together.' })
      expect(await sight()).toEqual(none)
      await a.rows(`delete from notice where person_id = $1`, [both.id])
      await manager.do('cancelInformationRequest', {
        id: asked.id,
        version: (await a.row('information_request', asked.id)).version,
        reason: 'Found it.',
      })
      await a.app.nest.get(Notices).tick()
      expect(await a.rows(`select kind from notice where person_id = $1 and case_id = $2`, [both.id, c.id])).toEqual([])

      await integrity.do('recuseReviewer', { ...(await on()), reason: 'She advised them.' })
      expect(await sight()).toEqual({ ...none, case: true })
      expect((await both.ask(document('submission', 'id'), { id: c.id })).text).not.toContain(model)
      expect(await ownState()).toMatchObject({ state: 'recused' })
      // Nobody else of this file gets a lead or a manager that was hired here.
      await a.rows(`update person set roles = '{reviewer}' where id = $1`, [both.id])
    },
  )
})

describe('an act that ends the sight of its doer is answered whole, and the same when it is sent again:', () => {
  const done = schema.getType('ReviewerAssignment') as GraphQLObjectType
  const acts: Record<string, readonly [from: 'declaring' | 'active', more: object, state: string]> = {
    declineAssignment: ['declaring', { reason: 'No time.' }, 'declined'],
    declareInterest: ['declaring', { kinds: ['shares'], detail: 'Twenty shares.' }, 'integrityCheck'],
    declareNewInterest: ['active', { kinds: ['employment'], detail: 'They offered me a post.' }, 'integrityCheck'],
    recuseReviewer: ['active', { reason: 'I know them.' }, 'recused'],
  }
  test.each(Object.entries(acts))('%s', async (mutation, [from, more, state]) => {
    const c = await a.submission().inReview()
    const both = await a.hire(['reviewer', 'inspector'])
    const { id } = await (
      await a.as('manager')
    ).do('proposeReviewer', { id: (await c.stage()).id, reviewerId: both.id })
    const on = async () => ({ id, version: (await a.row('reviewer_assignment', String(id))).version })
    await both.do('openAssignment', await on())
    if (from === 'active') await both.do('declareNoInterest', { ...(await on()), affirmed: true })
    const name = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`
    const text = `mutation($input: ${name}!) { ${mutation}(input: $input) { ... on ReviewerAssignment { ${selection(done, 1)} } ... on Refusal { message } } }`
    const input = { commandId: randomUUID(), ...(await on()), ...more }
    const first = await both.ask(text, { input })
    expect(first.errors).toBeUndefined()
    expect(first.data[mutation]).toMatchObject({ __typename: 'ReviewerAssignment', id, state })
    expect((await both.ask(text, { input })).text).toBe(first.text)
  })
})

describe('what an applicant never sees', () => {
  test('reviewers, stages, parts, screening, drafts of decisions', async () => {
    const c = await a.submission().forSignature()
    for (const one of [open, c]) {
      const reply = await (await a.as('officer')).ask(document('submission', 'id'), { id: one.id })
      expect(reply.errors).toBeUndefined()
      expect(reply.data.submission).toMatchObject({ stages: [], decisions: [], screening: null })
      expect(reply.data.submission.parts.filter(({ part }: { part: string }) => part !== 'submitter')).toEqual([])
      for (const name of ['Abena', 'Samir', 'Chiara', 'Lars', 'Mariam', 'Inès', 'Ruth'])
        expect(reply.text).not.toContain(name)
    }
    const { id } = await c.decision()
    const ask = document('decision', 'id')
    const there = await (await a.as('officer')).ask(ask, { id })
    expect(there.text).toBe((await (await a.as('officer')).ask(ask, { id: randomUUID() })).text)
  })

  test('of a notice of intent nothing but the notice', async () => {
    const c = await a.submission().drafting()
    await c.write({ outcome: 'refuse', reasons: 'Secret reasons.', publicSummary: 'Secret summary.' })
    const { id, version } = await c.decision()
    await (await a.as('manager')).do('giveNotice', { id, version, text: 'We intend to refuse.' })
    const reply = await (await a.as('officer')).ask(document('decision', 'id'), { id })
    expect(reply.data.decision).toMatchObject({ noticeText: 'We intend to refuse.', outcome: null, reasons: '' })
    expect(reply.text).not.toContain('Secret')

    await a.app.nest.get(Notices).tick()
    const ask = `query($id: ID!) { submission(id: $id) { timeline(first: 100) { edges { node { process event } } } } }`
    const { submission } = await (await a.as('officer')).read(ask, { id: c.id })
    const steps = submission.timeline.edges.map(({ node }: { node: object }) => node)
    expect(steps.filter(({ process }: { process: string }) => process === 'decision')).toEqual([
      { process: 'decision', event: 'GIVE_NOTICE' },
    ])
    const told = await a.rows(
      `select 1 from notice where case_id = $1 and person_id = $2 and kind = 'decision.GIVE_NOTICE'`,
      [c.id, (await a.as('officer')).id],
    )
    expect(told).toHaveLength(1)
  })

  test('of timeline and notices what the agency drafts, proposes and reminds itself of', async () => {
    const c = await a.submission().inReview()
    const officer = await a.as('officer')
    const drafted = await c.request('drafted')
    const sent = await c.request('issued', false)
    // Two thirds of the review clock: reviewers are reminded, first contact was made by the request.
    await a.pass(25)
    await a.app.nest.get(Notices).tick()
    const { id, version } = await c.now()
    await officer.do('withdrawSubmission', { id, version, reason: 'We changed our plans.' })
    await a.app.nest.get(Notices).tick()

    const ask = `query($id: ID!) { submission(id: $id) { timeline(first: 100) { edges { node { process event subjectLabel } } } } }`
    const seenBy = async (who: Visitor): Promise<string[]> =>
      (await who.read(ask, { id: c.id })).submission.timeline.edges.map(
        ({ node }: { node: { process: string; event: string; subjectLabel: string } }) =>
          `${node.process}.${node.event} ${node.subjectLabel}`.trim(),
      )
    expect([drafted['number'], sent['number']]).toEqual([null, 1])
    const ofRequests = (steps: string[]) => steps.filter((step) => step.startsWith('informationRequest')).toSorted()
    expect(ofRequests(await seenBy(officer))).toEqual([
      'informationRequest.APPROVE_AND_SEND 1',
      'informationRequest.CASE_ENDED 1',
    ])
    // What was not sent has no number.
    expect(ofRequests(await seenBy(await a.as('manager')))).toEqual([
      'informationRequest.APPROVE_AND_SEND 1',
      'informationRequest.CASE_ENDED',
      'informationRequest.CASE_ENDED 1',
      'informationRequest.COLLECT_QUESTIONS',
      'informationRequest.COLLECT_QUESTIONS',
    ])

    const told = async (person: Visitor) =>
      (
        await a.rows<{ kind: string }>(`select kind from notice where case_id = $1 and person_id = $2`, [
          c.id,
          person.id,
        ])
      ).map(({ kind }) => kind)
    expect(await told(officer)).toContain('informationRequest.APPROVE_AND_SEND')
    expect((await told(officer)).filter((kind) => kind.includes('COLLECT') || kind.startsWith('clock.breach'))).toEqual(
      [],
    )
    expect(await told(await a.as('manager'))).toEqual(
      expect.arrayContaining(['informationRequest.COLLECT_QUESTIONS', 'clock.breach.REMIND']),
    )
  })

  test('of a proposal that nobody confirmed what was said for and against it', async () => {
    const c = await a.submission().screening()
    const on = async () => ({ id: c.id, version: (await c.now()).version })
    await (await a.as('screener')).do('proposeOutOfScope', { ...(await on()), reason: 'First secret.' })
    await (await a.as('screener2')).do('rejectOutOfScope', { ...(await on()), reason: 'Second secret.' })
    await (await a.as('screener')).do('proposeOutOfScope', { ...(await on()), reason: 'Third secret.' })
    await (await a.as('screener2')).do('confirmOutOfScope', { ...(await on()), reason: 'It is no model for health.' })
    const ask = `query($id: ID!) { submission(id: $id) { timeline(first: 100) { edges { node { event reason } } } } }`
    const { text } = await (await a.as('officer')).ask(ask, { id: c.id })
    expect(text).toContain('It is no model for health.')
    expect(text).not.toContain('secret')
  })

  test('of the timeline what reviewers do', async () => {
    const ask = `query($id: ID!) { submission(id: $id) { timeline(first: 100) { edges { node { process actor } } } } }`
    const { submission } = await (await a.as('officer')).read(ask, { id: open.id })
    const seen = submission.timeline.edges.map(({ node }: { node: { process: string } }) => node.process)
    expect(new Set(seen)).toEqual(new Set(['submission', 'informationRequest']))
    expect(JSON.stringify(submission)).not.toMatch(/Abena|Samir|Lars|Mariam|Inès/)
  })
})
