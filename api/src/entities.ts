import { Approval } from './approvals/index.ts'
import { ReviewerAssignment } from './assignments/index.ts'
import { ConfidentialityClaim } from './confidentiality-claims/index.ts'
import { Decision } from './decisions/index.ts'
import { Document } from './documents/index.ts'
import { InformationRequest, RequestQuestion } from './information-requests/index.ts'
import { Organisation, Person } from './people/index.ts'
import { ReviewStage, StageReportRow } from './reviews/index.ts'
import { Submission } from './submissions/index.ts'

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
