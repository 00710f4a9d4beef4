import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Arranger } from '../../test/arrange.ts'
import type { CaseInTheMaking } from '../../test/arrange.ts'
import { badOnVersion, mutation } from '../../test/mutation-rows.ts'

let a: Arranger

beforeAll(async () => {
  a = await Arranger.open()
}, 120_000)
afterAll(() => a.close())

const portal = () => a
const on = async (c: CaseInTheMaking) => ({ id: c.id, version: (await c.now()).version })
const notYours = 'This is not yours to do.'

mutation(portal, 'extendScreeningHold', {
  arrange: () => a.submission().returned(),
  by: 'screener',
  input: async (c) => ({ ...(await on(c)), days: 20, reason: 'The site opens in two weeks.' }),
  done: {
    answer: { __typename: 'Submission', state: 'returnedIncomplete' },
    steps: ['submission: returnedIncomplete EXTEND_HOLD returnedIncomplete'],
  },
  Invalid: [...badOnVersion, [{ days: 0 }, 'days'], [{ days: 181 }, 'days'], [{ reason: ' ' }, 'reason']],
  Incomplete: [{ patch: { days: 61 }, unmet: [['holdExtensionTooLong', null]] }],
  NotPermitted: [
    { by: 'manager', because: notYours },
    { by: 'lead', because: notYours },
  ],
  OutOfTurn: { arrange: () => a.submission().screening(), state: 'screening' },
  Stale: {},
  CommandReused: { days: 21 },
  unseen: ['reviewerC', 'admin'],
  forbidden: ['officer', 'contributor'],
})

describe('more time to complete a returned file', () => {
  const seen = `query($id: ID!) { submission(id: $id) { state clocks { clock daysLeft segments { kind days reason } } timeline { edges { node { event reason } } } permits { event allowed because { code } } } }`

  test('moves the date in both sides’ sight, at most by what the pack says, and ends the case on the new date', async () => {
    const c = await a.submission().returned()
    const screener = await a.as('screener')
    const officer = await a.as('officer')
    const left = async () => {
      const { clocks } = (await officer.read(seen, { id: c.id })).submission
      return clocks.find(({ clock }: { clock: string }) => clock === 'screeningHold').daysLeft as number
    }
    const before = await left()
    await screener.do('extendScreeningHold', { ...(await on(c)), days: 20, reason: 'The site opens in two weeks.' })
    expect(Math.abs((await left()) - before - 20)).toBeLessThan(4)
    const { timeline } = (await officer.read(seen, { id: c.id })).submission
    expect(timeline.edges[0].node).toEqual({ event: 'EXTEND_HOLD', reason: 'The site opens in two weeks.' })
    expect(await screener.send('extendScreeningHold', { ...(await on(c)), days: 41, reason: 'More.' })).toMatchObject({
      __typename: 'Incomplete',
      unmet: [{ code: 'holdExtensionTooLong', message: '40 more days can be given at most.' }],
    })
    await screener.do('extendScreeningHold', { ...(await on(c)), days: 40, reason: 'The last ones.' })
    const { permits } = (await screener.read(seen, { id: c.id })).submission
    expect(permits).toContainEqual({
      event: 'EXTEND_HOLD',
      allowed: false,
      because: [{ code: 'holdExtensionUsedUp' }],
    })
    await a.pass(119)
    expect((await c.now()).state).toBe('returnedIncomplete')
    await a.pass(5)
    expect((await c.now()).state).toBe('withdrawn')
  })
})
