export { AssignmentResolver, AssignmentsOfStage } from './assignment.resolver.ts'
export { Assignments } from './assignments.service.ts'
export { ReviewerAssignment } from './reviewer-assignment.entity.ts'
export { ReviewerAssignmentWorkflow } from './reviewer-assignment.workflow.ts'
