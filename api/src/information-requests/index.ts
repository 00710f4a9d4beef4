export { InformationRequest, RequestQuestion } from './information-request.entity.ts'
export {
  InformationRequestResolver,
  RequestsOfSubmission,
  TakenBackOfQuestion,
} from './information-request.resolver.ts'
export { InformationRequestWorkflow, fieldsOpenElsewhere, questionsOf } from './information-request.workflow.ts'
export { InformationRequests, writeQuestions } from './information-requests.service.ts'
