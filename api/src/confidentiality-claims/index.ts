export { ConfidentialityClaim } from './confidentiality-claim.entity.ts'
export { ClaimsOfSubmission, ConfidentialityClaimResolver } from './confidentiality-claim.resolver.ts'
export { ConfidentialityClaimWorkflow } from './confidentiality-claim.workflow.ts'
