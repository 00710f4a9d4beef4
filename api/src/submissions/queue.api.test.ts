import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Arranger } from '../../test/arrange.ts'
import type { CaseInTheMaking } from '../../test/arrange.ts'
import type { Visitor } from '../../test/portal.ts'

let a: Arranger
let helio: CaseInTheMaking
let nile: CaseInTheMaking
let manager: Visitor

beforeAll(async () => {
  a = await Arranger.open()
  helio = await a.submission({ modelName: 'Film Reader', answers: { modelName: 'Film Reader' } }).submitted()
  nile = await a
    .submission({ by: 'rival', modelName: 'Letter Writer', answers: { modelName: 'Letter Writer' } })
    .submitted()
  // A draft is nobody's of the agency yet.
  await a.submission({ modelName: 'Film Drafter' }).draft()
  manager = await a.as('manager')
}, 120_000)
afterAll(() => a.close())

const ask = `query($q: String, $first: Int, $after: String) { queue(q: $q, first: $first, after: $after, sort: reference) {
  total totalIsExact pageInfo { hasNextPage endCursor } edges { node { id reference } } } }`
type Found = { total: number; ids: string[]; references: string[]; next: string | null }
async function find(who: Visitor, q: string, first = 50, after: string | null = null): Promise<Found> {
  const { queue } = await who.read(ask, { q, first, after })
  const nodes = (queue.edges as { node: { id: string; reference: string } }[]).map(({ node }) => node)
  return {
    total: queue.total,
    ids: nodes.map(({ id }) => id),
    references: nodes.map(({ reference }) => reference),
    next: queue.pageInfo.hasNextPage ? queue.pageInfo.endCursor : null,
  }
}

describe('search in the queue', () => {
  test.each([
    ['the applicant', 'helio', () => helio],
    ['part of the applicant, in capitals', 'NILE M', () => nile],
    ['two letters of the applicant', 'ni', () => nile],
    ['the model', 'film', () => helio],
    ['part of the model', 'etter wr', () => nile],
  ])('finds a case by %s', async (_, q, wanted) => {
    expect(await find(manager, q)).toMatchObject({ total: 1, ids: [wanted().id] })
  })

  test('finds a case by its number, and nothing by what is in none or only in a draft', async () => {
    expect((await find(manager, String((await nile.now())['reference']).slice(2))).ids).toEqual([nile.id])
    for (const q of ['nobody has this', 'Film Drafter', '%', '_', 'film%'])
      expect(await find(manager, q)).toMatchObject({ total: 0, ids: [] })
  })

  test('shows those alone whom the searcher may see', async () => {
    for (const who of ['reviewerA', 'admin'] as const)
      for (const q of ['helio', 'he', 'film']) expect((await find(await a.as(who), q)).ids).toEqual([])
    const recused = await a.hire(['caseManager'])
    await recused.do('recuseSelf', { id: helio.id, reason: 'I know them.' })
    for (const q of ['helio', 'he']) expect((await find(recused, q)).ids).toEqual([])
    expect((await find(recused, 'nile')).ids).toEqual([nile.id])
  })

  test('pages through few hits and through very many alike, each case once and in order', async () => {
    await a.rows(
      `insert into submission (organisation_id, state, reference, pack_id, model_name, model_version, risk_class, created_at, submitted_at)
       select organisation_id, 'submitted', 'C-' || lpad(upper(to_hex(i)), 8, '0'), pack_id, case when i <= 120 then 'Rare Bird' else 'Common Bird' end, '1', 'I', now(), now()
       from submission, generate_series(1, 2500) i where id = $1`,
      [helio.id],
    )
    const walk = async (q: string, first: number, most: number) => {
      const seen: string[] = []
      for (let after: string | null = null; seen.length < most;) {
        const { references, next } = await find(manager, q, first, after)
        seen.push(...references)
        if (next === null) break
        after = next
      }
      return seen
    }
    for (const [q, count] of [
      ['rare bird', 120],
      ['helio', 300],
      ['bi', 300],
    ] as const) {
      const seen = (await walk(q, 50, count)).slice(0, count)
      expect({ q, count: new Set(seen).size }).toEqual({ q, count })
      expect(seen).toEqual(seen.toSorted())
    }
    expect((await find(manager, 'rare bird')).total).toBe(120)
    expect((await find(manager, 'common')).total).toBe(1001)
  })
})

test('a letter that waits for leave to stop the clock again is found and counted until the leave is there, by whoever sees the case', async () => {
  const waiting = async (who: Visitor) => {
    const { queue, all } = await who.read(
      `{ queue(view: leaveAwaited) { total totalIsExact counts { leaveAwaited } edges { node { id leaveAwaited } } }
         all: queue(view: all, first: 100) { edges { node { id leaveAwaited } } } }`,
    )
    const ids = (page: { edges: { node: { id: string; leaveAwaited: boolean } }[] }) =>
      page.edges.filter(({ node }) => node.leaveAwaited).map(({ node }) => node.id)
    return {
      found: ids(queue),
      marked: ids(all),
      total: queue.total as number,
      counted: queue.counts.leaveAwaited as number,
    }
  }
  const none = { found: [], marked: [], total: 0, counted: 0 }
  const decider = await a.as('decisionMaker')
  const c = await a.submission().inReview()
  for (const _ of [1, 2]) {
    const { id, version } = await c.request('issued')
    await manager.do('cancelInformationRequest', { id, version, reason: 'Found it.' })
  }
  const gentle = await c.request('drafted', false)
  expect(await waiting(decider)).toEqual(none)
  await manager.do('sendInformationRequest', { id: gentle.id, version: gentle.version })
  const { id, version } = await c.request('drafted')
  const one = { found: [c.id], marked: [c.id], total: 1, counted: 1 }
  for (const who of [decider, manager, await a.as('inspector')]) expect(await waiting(who)).toEqual(one)
  const recused = await a.hire(['decisionMaker'])
  await recused.do('recuseSelf', { id: c.id, reason: 'I know them.' })
  for (const who of [recused, await a.as('reviewerC'), await a.as('admin')]) expect(await waiting(who)).toEqual(none)
  await decider.do('allowClockStop', { id, version, reason: 'One more, on the new evidence.' })
  expect(await waiting(decider)).toEqual(none)
})

test('what is found is told to staff alone', async () => {
  const found = (agency: string) =>
    a.rows<{ ids: string[] }>(
      `select find_cases('%film%', 10) as ids from (select set_config('app.agency', $1, false)) set`,
      [agency],
    )
  expect(await found('yes')).toEqual([{ ids: [helio.id] }])
  expect(await found('')).toEqual([{ ids: [] }])
  const c = await a.submission().inReview()
  await c.request('drafted')
  const awaiting = (agency: string) =>
    a.rows<{ ids: string[] }>(
      `select cases_awaiting_leave(0, 10) as ids from (select set_config('app.agency', $1, false)) set`,
      [agency],
    )
  expect(await awaiting('yes')).toEqual([{ ids: [c.id] }])
  expect(await awaiting('')).toEqual([{ ids: [] }])
})
