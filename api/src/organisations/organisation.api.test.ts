import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Arranger } from '../../test/arrange.ts'
import { badOnVersion, badReason, mutation, never } from '../../test/mutation-rows.ts'
import type { Row } from '../../test/arrange.ts'

let a: Arranger
beforeAll(async () => {
  a = await Arranger.open()
}, 60_000)
afterAll(() => a.close())

const portal = () => a
type Ruled = Pick<Row, 'id'>
const made = (set = ''): Promise<Ruled> =>
  a.one(
    `insert into organisation (name${set === '' ? '' : ', ' + set.split(' = ')[0]}) values ($1${set === '' ? '' : ', ' + set.split(' = ')[1]}) returning id`,
    [`Org ${randomUUID()}`],
  )
const on = async ({ id }: Ruled) => ({
  id,
  version: (await a.one<{ version: number }>(`select version from organisation where id = $1`, [id])).version,
})
const verified = () => made('verified_at = now()')
const refused = () => made('refused_at = now()')
const onlyAgency = /Only an administrator of the agency does this/

mutation(portal, 'verifyOrganisation', {
  arrange: () => made(),
  by: 'admin',
  input: on,
  done: { answer: { __typename: 'Organisation', verified: true, refused: false }, steps: [], audit: 'VERIFY' },
  Invalid: badOnVersion,
  Incomplete: never('the administrator looks elsewhere'),
  NotPermitted: [
    { by: 'manager', because: onlyAgency },
    { by: 'inspector', because: onlyAgency },
  ],
  OutOfTurn: { arrange: verified, state: 'verified' },
  Stale: {},
  CommandReused: { version: 77 },
  unseen: ['officer', 'rival'],
  forbidden: never('whoever may not know of it finds nothing'),
})

mutation(portal, 'refuseOrganisation', {
  arrange: verified,
  by: 'admin',
  input: async (row) => ({ ...(await on(row)), reason: 'The register of companies does not know it.' }),
  done: {
    answer: { verified: false, refused: true, refusalReason: 'The register of companies does not know it.' },
    steps: [],
    audit: 'REFUSE',
  },
  Invalid: badReason,
  Incomplete: never('the administrator looks elsewhere'),
  NotPermitted: [{ by: 'decisionMaker', because: onlyAgency }],
  OutOfTurn: { arrange: refused, state: 'refused' },
  Stale: {},
  CommandReused: { reason: 'Another.' },
  unseen: ['officer', 'rival'],
  forbidden: never('whoever may not know of it finds nothing'),
})

const list = `query($ruling: String, $q: String, $after: String) { organisationsToRule(first: 2, ruling: $ruling, q: $q, after: $after) { total
  edges { node { id name verified contacts { name email } } } pageInfo { hasNextPage endCursor } } }`
const mine = `{ me { organisation { verified refused refusalReason } } }`

describe('an organisation', () => {
  test('is found by name and by ruling, with whom to ask', async () => {
    const admin = await a.as('admin')
    const { organisationsToRule: found } = await admin.read(list, { ruling: 'verified', q: 'helio' })
    expect(found.edges.slice(0, 1)).toMatchObject([
      { node: { name: 'Helio Health', contacts: [{ name: 'Amira Selim', email: 'officer@helio.example' }] } },
    ])
    expect((await admin.read(list, { ruling: 'refused', q: 'helio' })).organisationsToRule.total).toBe(0)
    expect((await admin.ask(list, { ruling: 'x' })).errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }])
  })

  test('comes page by page, each once', async () => {
    const admin = await a.as('admin')
    const names: string[] = []
    for (let after: string | null = null; ;) {
      const { organisationsToRule: page } = await admin.read(list, { after })
      names.push(...page.edges.map(({ node }: { node: { name: string } }) => node.name))
      if (!page.pageInfo.hasNextPage) break
      after = page.pageInfo.endCursor as string
    }
    expect(new Set(names).size).toBe(names.length)
    expect(names.map((name) => name.toLowerCase())).toEqual(
      (await a.rows<{ n: string }>(`select lower(name) n from organisation order by 1`)).map(({ n }) => n),
    )
  })

  test('that is not verified drafts, and reads why it does not submit', async () => {
    const rival = await a.as('rival')
    const { organisation_id: id } = await a.one<{ organisation_id: string }>(
      `select organisation_id from person where id = $1`,
      [rival.id],
    )
    const c = await a.submission({ by: 'rival' }).ready()
    await (await a.as('admin')).do('refuseOrganisation', { ...(await on({ id })), reason: 'No such company.' })
    expect((await rival.read(mine)).me.organisation).toEqual({
      verified: false,
      refused: true,
      refusalReason: 'No such company.',
    })
    await rival.do('startDossier', { modelName: 'Another', modelVersion: '1' })
    const ask = `query($id: ID!) { submission(id: $id) { permits { event allowed because { message } } } }`
    const permit = async () =>
      (await rival.read(ask, { id: c.id })).submission.permits.find(
        ({ event }: { event: string }) => event === 'SUBMIT',
      )
    expect(await permit()).toMatchObject({
      allowed: false,
      because: [{ message: expect.stringMatching(/verified|checked/) as string }],
    })
    const begun = await rival.send('beginSigning', { id: c.id, process: 'submission', meaning: 'submitted' })
    expect(begun).toMatchObject({ __typename: 'Incomplete' })
    await (await a.as('admin')).do('verifyOrganisation', await on({ id }))
    expect(await permit()).toMatchObject({ allowed: true })
  })

  test('tells its reason and its contacts to nobody else', async () => {
    const other = await refused()
    await a.rows(`update organisation set refusal_reason = 'Secret.' where id = $1`, [other.id])
    const c = await a.submission().inReview()
    const ask = `query($id: ID!) { submission(id: $id) { organisation { name refusalReason contacts { email } registeredAt } } }`
    expect((await (await a.as('manager')).read(ask, { id: c.id })).submission.organisation).toEqual({
      name: 'Helio Health',
      refusalReason: null,
      contacts: [],
      registeredAt: null,
    })
  })
})
