import { afterAll, beforeAll, expect, test } from 'vitest'
import { Arranger } from '../../test/arrange.ts'
import type { CaseInTheMaking } from '../../test/arrange.ts'
import type { Visitor } from '../../test/portal.ts'

let a: Arranger
let c: CaseInTheMaking

beforeAll(async () => {
  a = await Arranger.open()
  c = await a.submission().inReview()
}, 120_000)
afterAll(() => a.close())

type Reading = { name: string; office: string; opened: string[]; parts: string[]; at: string }
const page = `query Readings($id: ID!, $first: Int!, $after: String) {
  submission(id: $id) { readings(first: $first, after: $after) { edges { cursor node { name office opened parts at } } pageInfo { hasNextPage endCursor } } } }`
async function readings(by: Visitor, more: object = {}) {
  const { submission } = await by.read(page, { id: c.id, first: 50, ...more })
  return submission.readings as { edges: { node: Reading }[]; pageInfo: { hasNextPage: boolean; endCursor: string } }
}
const latest = async (): Promise<Reading | undefined> => (await readings(await a.as('inspector'))).edges[0]?.node
/** What stands on record of the case, as the owner sees it. */
const entries = () =>
  a.rows<{ operation: string; opened: string[]; roles: string[]; parts: string[] }>(
    `select operation, opened, roles, parts from access_entry where case_id = $1 order by id`,
    [c.id],
  )

test('who of the agency opens a case stands on record, with what they opened and what entitled them', async () => {
  const manager = await a.as('manager')
  const before = (await entries()).length
  await manager.read(
    `query CaseOverview($id: ID!) { submission(id: $id) { modelName answers { field } documents { name } } }`,
    { id: c.id },
  )
  const after = await entries()
  expect(after.slice(before)).toEqual([
    {
      operation: 'unnamed',
      opened: ['answers', 'documents', 'submission'],
      roles: ['caseManager'],
      parts: ['caseManager'],
    },
  ])
  expect(await latest()).toMatchObject({ name: 'Mariam Okafor', office: 'Case manager', parts: ['caseManager'] })
})

test('a stage and its case are one entry of one request', async () => {
  const before = (await entries()).length
  const stage = await c.stage()
  await (await a.as('lead')).read(`query($id: ID!) { reviewStage(id: $id) { id submission { id } } }`, { id: stage.id })
  expect((await entries()).slice(before).map(({ opened }) => opened)).toEqual([['reviewStage', 'submission']])
})

test('who is refused, and the applicant in their own dossier, leave none', async () => {
  const before = (await entries()).length
  for (const who of ['officer', 'rival', 'admin', 'reviewerA'] as const)
    await (await a.as(who)).ask(`query($id: ID!) { submission(id: $id) { answers { field } } }`, { id: c.id })
  expect((await entries()).length).toBe(before)
})

test('the record is read by inspectors and the integrity officer alone', async () => {
  for (const who of ['manager', 'screener', 'lead', 'decisionMaker', 'officer'] as const)
    expect(await readings(await a.as(who))).toBeNull()
  expect((await readings(await a.as('integrity'))).edges.length).toBeGreaterThan(0)
})

test('it pages without a gap', async () => {
  const inspector = await a.as('inspector')
  const all = (await entries()).length
  const seen: string[] = []
  let after: string | null = null
  do {
    const { edges, pageInfo }: Awaited<ReturnType<typeof readings>> = await readings(inspector, { first: 2, after })
    seen.push(...edges.map(({ node }) => node.at))
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null
  } while (after !== null && seen.length < 100)
  expect(seen.length).toBeGreaterThanOrEqual(all)
  expect(seen).toEqual(seen.toSorted().reverse())
})

test('nobody rewrites it, and it is shortened by age alone', async () => {
  for (const statement of [
    `update access_entry set opened = '{x}'`,
    `delete from access_entry`,
    `truncate access_entry`,
  ])
    await expect(a.rows(statement)).rejects.toMatchObject({ code: '42501' })
  await a.rows(
    `insert into access_entry (at, person_id, case_id, opened, roles, parts, operation, request_id)
     select now() - interval '25 months', id, $1, '{submission}', '{}', '{}', 'old', 'old' from person limit 1`,
    [c.id],
  )
  expect(await a.rows(`delete from access_entry where at < now() - interval '24 months' returning operation`)).toEqual([
    { operation: 'old' },
  ])
})

test('what cannot be put on record is not read', async () => {
  await a.rows(`revoke insert on access_entry from portal_app`)
  try {
    const { data, errors } = await (
      await a.as('manager')
    ).ask(`query($id: ID!) { submission(id: $id) { modelName } }`, { id: c.id })
    expect(data).toBeUndefined()
    expect(errors).toHaveLength(1)
  } finally {
    await a.rows(`grant insert on access_entry to portal_app`)
  }
})
