import { describe, expect, test } from 'vitest'
import { NEW } from '../kernel/process.ts'
import { testLegalMoves } from '../kernel/legal-moves.testing.ts'
import type { ConfidentialityClaimFacts } from './confidentiality-claim.machine.ts'
import { confidentialityClaim, confidentialityClaimMachine } from './confidentiality-claim.machine.ts'

const facts: ConfidentialityClaimFacts = {
  field: 'trainingData',
  neverConfidential: false,
  today: '2026-12-01',
  until: '2026-12-02',
}

describe('a claim of confidentiality', () => {
  testLegalMoves(
    confidentialityClaim,
    confidentialityClaimMachine,
    [facts],
    `
  (new)    CLAIM   claimed
  claimed  GRANT   granted
  claimed  REFUSE  refused
  granted  EXPIRE  expired
    `,
    ['refused'],
  )

  test('is refused for a field that is always public', () => {
    expect(confidentialityClaim.next(NEW, 'CLAIM', { ...facts, neverConfidential: true })).toEqual({
      unmet: [{ code: 'neverConfidential', params: { field: 'trainingData' }, at: 'trainingData' }],
    })
  })

  test('is granted until a later day only', () => {
    expect(confidentialityClaim.next('claimed', 'GRANT', { ...facts, until: '2026-12-01' })).toEqual({
      unmet: [{ code: 'claimEndNotLater', at: 'trainingData' }],
    })
    expect(confidentialityClaim.next('claimed', 'GRANT', { ...facts, until: 'notAsked' })).toEqual({ to: 'granted' })
  })
})
