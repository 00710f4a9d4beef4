import { describe, expect, test } from 'vitest'
import type { Unmet } from '../kernel/process.ts'
import { testLegalMoves } from '../kernel/legal-moves.testing.ts'
import type { ApprovalFacts } from './approval.machine.ts'
import { approval, approvalMachine } from './approval.machine.ts'

const facts: ApprovalFacts = {
  conditionsOpen: 0,
  suspensionGround: 'seriousRisk',
  holderHeard: true,
  lifeAtRisk: false,
  renewalPending: false,
}

describe('an approval', () => {
  testLegalMoves(
    approval,
    approvalMachine,
    [facts],
    `
  (new)        GRANTED                  active
  (new)        GRANTED_WITH_CONDITIONS  conditional
  conditional  ALL_CONDITIONS_MET       active
  conditional  SUSPEND                  suspended
  conditional  REPLACED                 superseded
  conditional  VALIDITY_ENDS            expired
  conditional  SURRENDER                surrendered
  conditional  REVOKE                   revoked
  active       CONDITION_IMPOSED        conditional
  active       SUSPEND                  suspended
  active       REPLACED                 superseded
  active       VALIDITY_ENDS            expired
  active       SURRENDER                surrendered
  active       REVOKE                   revoked
  suspended    LIFT                     active
  suspended    LIFT_WITH_CONDITIONS     conditional
  suspended    VALIDITY_ENDS            expired
  suspended    SURRENDER                surrendered
  suspended    REVOKE                   revoked
    `,
  )
})

describe('an approval does not move, and says why:', () => {
  test.each<[string, string, string, Partial<ApprovalFacts>, Unmet[]]>([
    [
      'two conditions are open',
      'conditional',
      'ALL_CONDITIONS_MET',
      { conditionsOpen: 2 },
      [{ code: 'conditionsOpen', params: { count: 2 } }],
    ],
    [
      'a suspension names no ground',
      'active',
      'SUSPEND',
      { suspensionGround: null },
      [{ code: 'suspensionGroundMissing' }],
    ],
    ['the holder was not heard', 'suspended', 'REVOKE', { holderHeard: false }, [{ code: 'holderNotHeard' }]],
    [
      'a renewal in time is being decided',
      'active',
      'VALIDITY_ENDS',
      { renewalPending: true },
      [{ code: 'renewalPending' }],
    ],
  ])('%s (%s, %s)', (_, from, event, lacking, unmet) => {
    expect(approval.next(from, event, { ...facts, ...lacking })).toEqual({ unmet })
  })

  test('where a life is at risk the holder is heard afterwards', () => {
    const urgent = { ...facts, holderHeard: false, lifeAtRisk: true }
    expect(approval.next('active', 'REVOKE', urgent)).toEqual({ to: 'revoked' })
  })
})
