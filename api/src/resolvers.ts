import { ApprovalOfSubmission, ApprovalResolver } from './approvals/index.ts'
import { AssignmentResolver, AssignmentsOfStage } from './assignments/index.ts'
import { AgencyClockResolver } from './clocks/index.ts'
import { ClaimsOfSubmission, ConfidentialityClaimResolver } from './confidentiality-claims/index.ts'
import { DecisionResolver, DecisionsOfSubmission } from './decisions/index.ts'
import { DocumentResolver } from './documents/index.ts'
import { InformationRequestResolver, RequestsOfSubmission, TakenBackOfQuestion } from './information-requests/index.ts'
import { OrganisationResolver } from './organisations/index.ts'
import { ColleagueResolver, PeopleResolver } from './people/index.ts'
import { PolicyPacksResolver } from './policy-packs/index.ts'
import { RecusalResolver } from './recusal.resolver.ts'
import { RegisterResolver } from './register/index.ts'
import { ReviewStageResolver, StagesOfSubmission } from './reviews/index.ts'
import { SigningResolver } from './signing.resolver.ts'
import { ReadingsOfSubmission, SubmissionFields, SubmissionResolver } from './submissions/index.ts'

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
  TakenBackOfQuestion,
  ColleagueResolver,
  OrganisationResolver,
  PeopleResolver,
  PolicyPacksResolver,
  RecusalResolver,
  RegisterResolver,
  ReviewStageResolver,
  StagesOfSubmission,
  SigningResolver,
  ReadingsOfSubmission,
  SubmissionFields,
  SubmissionResolver,
  DocumentResolver,
]
