import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Arranger } from '../../test/arrange.ts'
import type { CaseInTheMaking } from '../../test/arrange.ts'
import { badReason, mutation, never } from '../../test/mutation-rows.ts'

let a: Arranger
let issued: CaseInTheMaking

beforeAll(async () => {
  a = await Arranger.open()
  issued = await a.submission().issued()
}, 120_000)
afterAll(() => a.close())

const approvalOf = async (c: CaseInTheMaking) => {
  const [found] = await a.of('approval', c.id)
  if (found === undefined) throw new Error('nothing was granted')
  return found
}
const on = async (c: CaseInTheMaking) => {
  const { id, version } = await approvalOf(c)
  return { id, version }
}

mutation(() => a, 'surrenderApproval', {
  arrange: () => Promise.resolve(issued),
  by: 'officer',
  input: async (c) => ({ ...(await on(c)), reason: 'We no longer offer the model.' }),
  done: { answer: { __typename: 'Approval', state: 'surrendered' }, steps: ['approval: active SURRENDER surrendered'] },
  Invalid: badReason,
  Incomplete: never('nothing but the state decides'),
  NotPermitted: [{ by: 'contributor', because: 'Only an officer of your organisation may do this.' }],
  OutOfTurn: { state: 'surrendered' },
  Stale: {},
  CommandReused: { reason: 'Another reason.' },
  unseen: ['rival'],
  forbidden: ['manager', 'decisionMaker'],
})

describe('what an approval shows', () => {
  const entry = `query($no: ID!) { registerEntry(no: $no, lang: en) { packId entry { no status validUntil } decision { outcome signedBy { meaning name } } } }`

  test('the public reads the surrender at once', async () => {
    const { register_no: no, pack_id: packId } = await issued.now()
    const { registerEntry } = await a.anyone.read(entry, { no })
    expect(registerEntry).toMatchObject({
      packId,
      entry: { no, status: 'surrendered' },
      decision: { outcome: 'approve', signedBy: [{ meaning: 'approved', name: 'Ruth Mensah' }] },
    })
  })

  test('approval, entry, case and number come in one transaction with the decision', async () => {
    const { register_no: no } = await issued.now()
    expect(no).toMatch(/^LMM-\d{4}-\d{5}$/)
    const rows = await a.rows<{ process: string; event: string; moment: string }>(
      `select process, event, xmin::text as moment from transition where case_id = $1 and event in ('DISPATCH_ELAPSED', 'GRANTED', 'DECISION_ISSUED')`,
      [issued.id],
    )
    expect(rows).toHaveLength(3)
    expect(new Set(rows.map(({ moment }) => moment)).size).toBe(1)
  })
})
