export { Approval } from './approval.entity.ts'
export { ApprovalOfSubmission, ApprovalResolver } from './approval.resolver.ts'
export { ApprovalWorkflow } from './approval.workflow.ts'
