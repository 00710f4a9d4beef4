import { approval } from '@placet/shared/approval/approval.machine'
import { reviewerAssignment } from '@placet/shared/assignment/assignment.machine'
import { confidentialityClaim } from '@placet/shared/confidentiality-claim/confidentiality-claim.machine'
import { decision } from '@placet/shared/decision/decision.machine'
import { informationRequest } from '@placet/shared/information-request/information-request.machine'
import { reviewStage } from '@placet/shared/review-stage/review-stage.machine'
import { submission } from '@placet/shared/submission/submission.machine'
import type { LegalTransition } from './db/migrate.ts'

/** Every legal move of every machine: the rows of `legal_transition`. */
export const legalMoves: readonly LegalTransition[] = [
  submission,
  confidentialityClaim,
  reviewStage,
  reviewerAssignment,
  decision,
  approval,
  informationRequest,
].flatMap((process) => process.transitions.map(({ from, event, to }) => ({ process: process.name, from, event, to })))
