import { Approval } from './approvals/approval.entity.ts'
import { ReviewerAssignment } from './assignments/reviewer-assignment.entity.ts'
import { ConfidentialityClaim } from './confidentiality-claims/confidentiality-claim.entity.ts'
import { Decision } from './decisions/decision.entity.ts'
import { Document } from './documents/document.entity.ts'
import { InformationRequest, RequestQuestion } from './information-requests/information-request.entity.ts'
import { Organisation } from './people/organisation.entity.ts'
import { Person } from './people/person.entity.ts'
import { ReviewStage } from './reviews/review-stage.entity.ts'
import { StageReportRow } from './reviews/stage-report.entity.ts'
import { Submission } from './submissions/submission.entity.ts'

/** Every entity; a test compares them with the migrated schema. */
export const entities = [
  Organisation,
  Person,
  Submission,
  ConfidentialityClaim,
  Document,
  ReviewStage,
  StageReportRow,
  ReviewerAssignment,
  InformationRequest,
  RequestQuestion,
  Decision,
  Approval,
]
