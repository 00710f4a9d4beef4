import { describe, expect, test } from 'vitest'
import { faultsOf, on, seen, someRow, testCommandInput } from '../kernel/command-input.testing.ts'
import * as inputs from './assignment.schema.ts'

const reason = 'I worked with the developer last year.'
const interest = { ...seen, kinds: ['employment', 'shares'], detail: reason }

describe('commands on a reviewer assignment', () => {
  testCommandInput('proposeReviewer', inputs.ProposeReviewerInput, { ...on, reviewerId: someRow })
  testCommandInput('openAssignment', inputs.OpenAssignmentInput, seen)
  testCommandInput('declareNoInterest', inputs.DeclareNoInterestInput, { ...seen, affirmed: true })
  testCommandInput('declareInterest', inputs.DeclareInterestInput, interest)
  testCommandInput('declareNewInterest', inputs.DeclareNewInterestInput, interest)
  testCommandInput('declineAssignment', inputs.DeclineAssignmentInput, { ...seen, reason })
  testCommandInput('clearInterest', inputs.ClearInterestInput, { ...seen, reason })
  testCommandInput('recuseReviewer', inputs.RecuseReviewerInput, { ...seen, reason })
  testCommandInput('challengeReviewer', inputs.ChallengeReviewerInput, { ...seen, reason })
  testCommandInput('reassignReviewer', inputs.ReassignReviewerInput, { ...seen, reason })

  test.each<[string[], string]>([
    [[], 'kinds: inputTooFew'],
    [['shares', 'shares'], 'kinds: inputRepeated'],
    [['friendship'], 'kinds/0: inputChoice'],
  ])('a declaration of %j is refused', (kinds, fault) => {
    expect(faultsOf(inputs.DeclareInterestInput, { ...interest, kinds })).toEqual([fault])
  })
})
