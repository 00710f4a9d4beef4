import { createHash } from 'node:crypto'
import { defaultPack } from '@placet/shared/policy-pack/default/default-pack'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Arranger, claimRow } from '../../test/arrange.ts'
import type { Row } from '../../test/arrange.ts'
import { badOnVersion, badReason, mutation, never } from '../../test/mutation-rows.ts'
import { PolicyPacks } from '../policy-packs/index.ts'

let a: Arranger
let refused: Row

const until = '2099-06-30'
const claimed = async (): Promise<Row> => {
  const answers = { confidentialityClaims: [claimRow('operatingLogic', until)] }
  const c = await a.submission({ answers }).inReview()
  const [claim] = await a.of('confidentiality_claim', c.id)
  if (claim === undefined) throw new Error('no claim was made of the answer')
  return claim
}

beforeAll(async () => {
  a = await Arranger.open()
  refused = await claimed()
  await (await a.as('manager')).do('refuseClaim', { id: refused.id, version: refused.version, reason: 'Well known.' })
}, 120_000)
afterAll(() => a.close())

const portal = () => a
const on = async ({ id }: Row) => ({ id, version: (await a.row('confidentiality_claim', id)).version })
const agency = { unseen: ['reviewerC', 'admin'], forbidden: ['officer', 'contributor'] } as const
const notYours = 'This is not yours to do.'
const is = (state: string) => ({ __typename: 'ConfidentialityClaim', state })

mutation(portal, 'grantClaim', {
  arrange: claimed,
  by: 'manager',
  input: async (row) => ({ ...(await on(row)), until, reason: 'Its disclosure would help competitors.' }),
  done: { answer: is('granted'), steps: ['confidentialityClaim: claimed GRANT granted'] },
  Invalid: [...badReason, [{ until: '2099-02-30' }, 'until']],
  Incomplete: [{ patch: { until: '2020-01-01' }, unmet: [['claimEndNotLater', 'operatingLogic']] }],
  NotPermitted: [
    { by: 'lead', because: notYours },
    { by: 'inspector', because: notYours },
  ],
  OutOfTurn: { arrange: () => Promise.resolve(refused), state: 'refused' },
  Stale: {},
  CommandReused: { until: '2098-01-01' },
  ...agency,
})

mutation(portal, 'refuseClaim', {
  arrange: claimed,
  by: 'manager',
  input: async (row) => ({ ...(await on(row)), reason: 'It is in the public paper.' }),
  done: { answer: is('refused'), steps: ['confidentialityClaim: claimed REFUSE refused'] },
  Invalid: [...badReason, ...badOnVersion],
  Incomplete: never('nothing but the state decides'),
  NotPermitted: [{ by: 'lead', because: notYours }],
  OutOfTurn: { arrange: () => Promise.resolve(refused), state: 'refused' },
  Stale: {},
  CommandReused: { reason: 'Another reason.' },
  ...agency,
})

describe('a claim', () => {
  test.each([
    ['intendedPurpose', 'claimNeverConfidential'],
    ['subgroupMetrics', 'claimNeverConfidential'],
    ['noSuchField', 'claimUnknownField'],
    ['logging', 'claimNotPublic'],
  ])('on %s keeps the dossier from being submitted: %s', async (field, code) => {
    const c = await a.submission().ready()
    const officer = await a.as('officer')
    const answers = [{ field: 'confidentialityClaims', baseVersion: 0, value: [claimRow(field, until)] }]
    await officer.do('saveAnswers', { id: c.id, answers })
    const begun = await officer.send('beginSigning', { id: c.id, process: 'submission', meaning: 'submitted' })
    expect(begun).toMatchObject({
      __typename: 'Incomplete',
      unmet: [{ code, at: 'declarations/confidentialityClaims', message: expect.stringMatching(/\S+ \S+/) as string }],
    })
  })

  test('that was not ruled on keeps the case from consolidation; its ruling lets it go on', async () => {
    const answers = { confidentialityClaims: [claimRow('operatingLogic', until)] }
    const c = await a.submission({ answers }).staffed()
    await c.reportAll()
    expect((await c.now()).state).toBe('inReview')
    const [claim] = await a.of('confidentiality_claim', c.id)
    await (await a.as('manager')).do('grantClaim', { id: claim?.id, version: claim?.version, until, reason: 'Yes.' })
    expect((await c.now()).state).toBe('consolidation')
  })

  test('is judged by the pack that its case is pinned to, whatever came into force since', async () => {
    const answers = { confidentialityClaims: [claimRow('operatingLogic', until)] }
    const c = await a.submission({ answers }).ready()
    const stricter = { ...defaultPack, version: '2099-1', neverConfidential: ['operatingLogic'] }
    const document = JSON.stringify(stricter)
    await a.rows(
      `insert into policy_pack (version, document, sha256, in_force_from) values ('2099-1', $1, $2, now() + interval '1 second')`,
      [document, createHash('sha256').update(document).digest()],
    )
    await a.app.nest.get(PolicyPacks).load()
    const { id, version } = await c.now()
    await (await a.as('officer')).sign('submitDossier', 'submission', 'submitted', { id, version })
    expect(await a.of('confidentiality_claim', c.id)).toMatchObject([{ field: 'operatingLogic', state: 'claimed' }])
  })
})
