import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Arranger } from '../../test/arrange.ts'
import type { CaseInTheMaking } from '../../test/arrange.ts'
import type { Name, Outcome, Visitor } from '../../test/portal.ts'
import type { Seal } from './signing/signing.ts'

const callers = 50
/** A person has five sessions at most. */
const sessionsEach = 5

let a: Arranger

beforeAll(async () => {
  // As many connections as a portal has by default.
  a = await Arranger.open(10)
}, 60_000)
afterAll(() => a.close())

/** Fifty sessions: ten people with these roles, five sessions each. */
async function fifty(roles: readonly string[], colleagueOf?: Name): Promise<Visitor[]> {
  const visitors: Visitor[] = []
  for (let person = 0; person < callers / sessionsEach; person += 1) {
    const first = await a.hire(roles, colleagueOf, [])
    visitors.push(first)
    for (let session = 1; session < sessionsEach; session += 1) visitors.push(await a.sessionOf(first.id))
  }
  const { sessions } = await a.one<{ sessions: number }>(
    `select count(*)::int as sessions from session where person_id = any($1)`,
    [visitors.map(({ id }) => id)],
  )
  expect(sessions).toBe(callers)
  return visitors
}

/** Everyone waits until the last one is here; then all go. */
async function atOnce<T>(
  visitors: readonly Visitor[],
  act: (visitor: Visitor, index: number) => Promise<T>,
): Promise<T[]> {
  let open = () => {}
  const barrier = new Promise<void>((resolve) => {
    open = resolve
  })
  let here = 0
  return Promise.all(
    visitors.map(async (visitor, index) => {
      here += 1
      if (here === visitors.length) open()
      await barrier
      return act(visitor, index)
    }),
  )
}

const kinds = (outcomes: readonly Outcome[]) => [
  ...new Set(outcomes.map(({ __typename, code }) => (__typename === 'Error' ? String(code) : __typename))),
]
/** What those may be told who came too late; UNAVAILABLE: they waited for the case longer than an operation may take. */
const tooLate = ['Stale', 'OutOfTurn', 'UNAVAILABLE']

const counted = async (text: string, values: unknown[]) =>
  Number((await a.one<{ n: string }>(`select count(*) as n from ${text}`, values)).n)

describe('the same command', () => {
  test('creates once, whether it comes twice or fifty times at once', async () => {
    const officer = await a.as('officer')
    const input = { commandId: randomUUID(), modelName: 'Only One', modelVersion: '1' }
    const answers = await atOnce(
      Array.from({ length: callers }, () => officer),
      (visitor) => visitor.send('startDossier', input),
    )
    expect(kinds(answers)).toEqual(['Submission'])
    expect(new Set(answers.map(({ id }) => id as string)).size).toBe(1)
    expect(await officer.send('startDossier', input)).toEqual(answers[0])
    expect(await counted(`submission where model_name = 'Only One'`, [])).toBe(1)
    expect(await counted(`command where command_id = $1`, [input.commandId])).toBe(1)
    const [{ id } = { id: '' }] = await a.rows<{ id: string }>(
      `select id from submission where model_name = 'Only One'`,
    )
    expect(await counted(`transition where case_id = $1`, [id])).toBe(1)
    expect(await counted(`log_salt where subject_id = $1`, [id])).toBe(1)
    expect(await counted(`outbox where case_id = $1`, [id])).toBe(1)
  })

  test('with other input is CommandReused, and the first answer stays', async () => {
    const officer = await a.as('officer')
    const commandId = randomUUID()
    const first = await officer.do('startDossier', { commandId, modelName: 'First', modelVersion: '1' })
    const other = await officer.send('startDossier', { commandId, modelName: 'Second', modelVersion: '1' })
    expect(other).toMatchObject({ __typename: 'CommandReused' })
    expect(await officer.send('discardDossier', { commandId, id: first['id'], version: 1 })).toMatchObject({
      __typename: 'CommandReused',
    })
    expect(await officer.send('startDossier', { commandId, modelName: 'First', modelVersion: '1' })).toEqual(first)
    expect(await counted(`submission where model_name = 'Second'`, [])).toBe(0)
  })

  test('of two people is two commands', async () => {
    const commandId = randomUUID()
    const input = { commandId, modelName: 'Same Id', modelVersion: '1' }
    const one = await (await a.as('officer')).do('startDossier', input)
    const two = await (await a.as('contributor')).do('startDossier', input)
    expect(one['id']).not.toBe(two['id'])
  })

  test('that was refused may come again when its reason is mended', async () => {
    const c = await a.submission().screening()
    const screener = await a.as('screener')
    const input = { commandId: randomUUID(), id: c.id, version: (await c.now()).version, caseManagerId: null }
    expect(await screener.send('acceptSubmission', input)).toMatchObject({ __typename: 'Incomplete' })
    await c.screen()
    expect(await screener.send('acceptSubmission', input)).toMatchObject({ state: 'inReview' })
  })

  test('is answered to who may still see its subject, and to nobody else', async () => {
    const c = await a.submission().inReview()
    const row = await c.assign(await c.stage(), 'reviewerA')
    const reviewer = await a.as('reviewerA')
    const [question] = (
      await reviewer.read(`query($id: ID!) { reviewStage(id: $id) { questions { id } } }`, { id: row['stage_id'] })
    ).reviewStage.questions
    const input = {
      commandId: randomUUID(),
      id: row['stage_id'],
      question: question.id,
      baseVersion: 0,
      answer: 'yes',
      reason: 'x',
      evidence: [],
    }
    await reviewer.do('saveReviewAnswer', input)
    const { version } = await a.row('reviewer_assignment', row.id)
    await (await a.as('lead')).do('reassignReviewer', { id: row.id, version, reason: 'She is away.' })
    expect(await reviewer.send('saveReviewAnswer', input)).toMatchObject({ __typename: 'Error', code: 'NOT_FOUND' })
  })
})

describe('fifty callers at once', () => {
  const effects = async (c: CaseInTheMaking) => ({
    transitions: await counted(`transition where case_id = $1`, [c.id]),
    signatures: await counted(`signature where case_id = $1`, [c.id]),
    leaves: await counted(
      `log_salt where process = 'signature' and subject_id = $1 or subject_id in (select subject_id from transition where case_id = $1)`,
      [c.id],
    ),
    outbox: await counted(`outbox where case_id = $1`, [c.id]),
    clocks: await counted(`clock where case_id = $1`, [c.id]),
  })

  test('submit one dossier: one submission, one signature, one set of clocks', async () => {
    const c = await a.submission().ready()
    const officers = await fifty(['applicantSigner'], 'officer')
    const { version } = await c.now()
    const seals: Seal[] = []
    for (const officer of officers) seals.push(await officer.begin('submission', 'submitted', c.id))
    const answers = await atOnce(officers, (officer, index) =>
      officer.send('submitDossier', { id: c.id, version, ...seals[index] }),
    )
    expect(answers.filter(({ __typename }) => __typename === 'Submission')).toHaveLength(1)
    expect([...tooLate, 'Submission']).toEqual(expect.arrayContaining(kinds(answers)))
    expect(await effects(c)).toEqual({ transitions: 2, signatures: 1, leaves: 3, outbox: 2, clocks: 2 })
    expect(await counted(`transition where case_id = $1 and event = 'SUBMIT'`, [c.id])).toBe(1)
    expect(await counted(`case_part where case_id = $1 and part = 'submitter'`, [c.id])).toBe(1)
    expect(await counted(`signing_ceremony where case_id = $1 and used_at is not null`, [c.id])).toBe(1)
  }, 120_000)

  test('sign one decision: one signature, one signer', async () => {
    const c = await a.submission().forSignature()
    const signers = await fifty(['decisionMaker'])
    const { id, version } = await c.decision()
    const before = await effects(c)
    const seals: Seal[] = []
    for (const signer of signers) seals.push(await signer.begin('decision', 'approved', id))
    const answers = await atOnce(signers, (signer, index) =>
      signer.send('signDecision', { id, version, affirmed: true, ...seals[index] }),
    )
    expect(answers.filter(({ __typename }) => __typename === 'Decision')).toHaveLength(1)
    expect([...tooLate, 'Decision']).toEqual(expect.arrayContaining(kinds(answers)))
    const after = await effects(c)
    expect(after).toMatchObject({
      transitions: before.transitions + 1,
      signatures: before.signatures + 1,
      outbox: before.outbox + 1,
    })
    expect(await counted(`case_part where case_id = $1 and part = 'signer'`, [c.id])).toBe(1)
    expect(await counted(`timer where subject_id = $1 and event = 'DISPATCH_ELAPSED'`, [id])).toBe(1)
  }, 120_000)

  test('assign one reviewer to one stage: one assignment', async () => {
    const c = await a.submission().inReview()
    const stage = await c.stage()
    const managers = await fifty(['caseManager'])
    const reviewerId = await a.idOf('reviewerB')
    const before = await effects(c)
    const answers = await atOnce(managers, (manager) => manager.send('proposeReviewer', { id: stage.id, reviewerId }))
    expect(answers.filter(({ __typename }) => __typename === 'ReviewerAssignment')).toHaveLength(1)
    expect(kinds(answers).toSorted()).toEqual(['Incomplete', 'ReviewerAssignment'])
    for (const { unmet } of answers)
      if (unmet !== undefined) expect(unmet).toMatchObject([{ code: 'assign.alreadyAssigned' }])
    expect(await counted(`reviewer_assignment where stage_id = $1`, [stage.id])).toBe(1)
    expect(await effects(c)).toMatchObject({
      transitions: before.transitions + 1,
      outbox: before.outbox + 1,
      clocks: before.clocks + 1,
    })
    expect(
      await counted(`audit_entry where subject_id = $1 and outcome = 'Incomplete' and action = 'PROPOSE'`, [c.id]),
    ).toBe(callers - 1)
  }, 120_000)

  test('save one answer: one is saved, the others are told of the conflict', async () => {
    const c = await a.submission().draft()
    const editors = await fifty(['applicantEditor'], 'officer')
    const answers = await atOnce(editors, (editor, index) =>
      editor.send('saveAnswers', {
        id: c.id,
        answers: [{ field: 'plainSummary', baseVersion: 0, value: `Text ${index}.` }],
      }),
    )
    const told = answers.map(({ outcomes }) => String(outcomes?.[0]?.outcome))
    expect(told.filter((outcome) => outcome === 'saved')).toHaveLength(1)
    expect(told.filter((outcome) => outcome === 'conflict')).toHaveLength(callers - 1)
    expect(await counted(`answer_history where case_id = $1 and field = 'plainSummary'`, [c.id])).toBe(1)
  }, 120_000)
})
