import { describe, expect, test } from 'vitest'
import { NEW } from '../kernel/process.ts'
import { testLegalMoves } from '../kernel/legal-moves.testing.ts'
import type { ReviewerAssignmentFacts } from './assignment.machine.ts'
import { reviewerAssignment, reviewerAssignmentMachine } from './assignment.machine.ts'

const facts: ReviewerAssignmentFacts = {
  stage: 'clinical',
  expertiseFits: true,
  standingInterests: [],
  affirmed: true,
}

describe('a reviewer assignment', () => {
  testLegalMoves(
    reviewerAssignment,
    reviewerAssignmentMachine,
    [facts],
    `
  (new)           PROPOSE              proposed
  proposed        OPEN                 declaring
  proposed        TIMEOUT              lapsed
  proposed        CASE_ENDED           released
  declaring       DECLARE_NO_INTEREST  active
  declaring       DECLARE_INTEREST     integrityCheck
  declaring       DECLINE              declined
  declaring       TIMEOUT              lapsed
  declaring       CASE_ENDED           released
  integrityCheck  CLEAR_WITH_REASON    active
  integrityCheck  RECUSE               recused
  integrityCheck  CASE_ENDED           released
  active          NEW_INTEREST         integrityCheck
  active          CHALLENGE            integrityCheck
  active          REPORT_SIGNED        completed
  active          RECUSE               recused
  active          REASSIGN             reassigned
  active          CASE_ENDED           released
  completed       STAGE_RETURNED       active
  completed       NEW_INTEREST         integrityCheck
  completed       CHALLENGE            integrityCheck
  completed       RECUSE               recused
    `,
  )
})

describe('a reviewer is not assigned, and it says why:', () => {
  test('a standing interest and the wrong expertise keep a reviewer from being proposed', () => {
    const conflicted = { ...facts, expertiseFits: false, standingInterests: ['Helio Health', 'Borealis Labs'] }
    expect(reviewerAssignment.next(NEW, 'PROPOSE', conflicted)).toEqual({
      unmet: [
        { code: 'expertiseMissing', params: { stage: 'clinical' } },
        { code: 'standingInterest', params: { party: 'Helio Health' } },
        { code: 'standingInterest', params: { party: 'Borealis Labs' } },
      ],
    })
  })

  test('access does not open before the reviewer affirms', () => {
    expect(reviewerAssignment.next('declaring', 'DECLARE_NO_INTEREST', { ...facts, affirmed: false })).toEqual({
      unmet: [{ code: 'affirmationMissing', at: 'affirmed' }],
    })
  })

  test('a screen that only asks what is permitted is not told to affirm', () => {
    expect(reviewerAssignment.next('declaring', 'DECLARE_NO_INTEREST', { ...facts, affirmed: 'notAsked' })).toEqual({
      to: 'active',
    })
  })
})
