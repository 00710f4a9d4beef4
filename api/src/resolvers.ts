import { ApprovalOfSubmission, ApprovalResolver } from './approvals/approval.resolver.ts'
import { AssignmentResolver, AssignmentsOfStage } from './assignments/assignment.resolver.ts'
import { AgencyClockResolver } from './clocks/agency-clock.resolver.ts'
import { ClaimsOfSubmission, ConfidentialityClaimResolver } from './confidentiality-claims/confidentiality-claim.resolver.ts'
import { DecisionResolver, DecisionsOfSubmission } from './decisions/decision.resolver.ts'
import { DocumentResolver } from './documents/document.resolver.ts'
import { InformationRequestResolver, RequestsOfSubmission } from './information-requests/information-request.resolver.ts'
import { PeopleResolver } from './people/people.resolver.ts'
import { PolicyPacksResolver } from './policy-packs/policy-packs.resolver.ts'
import { RegisterResolver } from './register/register.resolver.ts'
import { ReviewStageResolver, StagesOfSubmission } from './reviews/review-stage.resolver.ts'
import { SigningResolver } from './signing.resolver.ts'
import { SubmissionFields } from './submissions/submission.fields.ts'
import { SubmissionResolver } from './submissions/submission.resolver.ts'

/** Every resolver: the module provides them, and the schema is printed from them. DocumentsModule provides its own. */
export const resolvers = [
  ApprovalOfSubmission,
  ApprovalResolver,
  AssignmentResolver,
  AssignmentsOfStage,
  AgencyClockResolver,
  ClaimsOfSubmission,
  ConfidentialityClaimResolver,
  DecisionResolver,
  DecisionsOfSubmission,
  InformationRequestResolver,
  RequestsOfSubmission,
  PeopleResolver,
  PolicyPacksResolver,
  RegisterResolver,
  ReviewStageResolver,
  StagesOfSubmission,
  SigningResolver,
  SubmissionFields,
  SubmissionResolver,
  DocumentResolver,
]
