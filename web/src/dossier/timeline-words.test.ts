import { approval } from '@placet/shared/approval/approval.machine'
import { reviewerAssignment } from '@placet/shared/assignment/assignment.machine'
import { confidentialityClaim } from '@placet/shared/confidentiality-claim/confidentiality-claim.machine'
import { decision } from '@placet/shared/decision/decision.machine'
import { informationRequest } from '@placet/shared/information-request/information-request.machine'
import { reviewStage } from '@placet/shared/review-stage/review-stage.machine'
import { submission } from '@placet/shared/submission/submission.machine'
import { expect, test } from 'vitest'
import { informationRequestStates, submissionStates } from './status-words.ts'
import { eventWords } from './timeline-words.ts'

const processes = [
  approval,
  confidentialityClaim,
  decision,
  informationRequest,
  reviewerAssignment,
  reviewStage,
  submission,
]

test.each(processes)('every event of $name has words for the timeline', ({ name, events }) => {
  const wordless = events.filter((event) => eventWords(name, event).message === event)
  expect(wordless).toEqual([])
})

test('every state that an applicant may see has its word', () => {
  expect(submission.states.filter((state) => !submissionStates[state])).toEqual([])
  expect(informationRequest.states.filter((state) => !informationRequestStates[state])).toEqual([])
})
