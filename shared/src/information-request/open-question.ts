import type { Unmet } from '../kernel/process.ts'

/** A question that was sent to the applicant and is not settled yet. `request` is the request's number in its case. */
export type OpenQuestion = { request: number; question: string }

/** Names each open question: a case does not move on to its decision while one waits. */
export const openQuestionReasons = (open: OpenQuestion[]): Unmet[] =>
  open.map(({ request, question }) => ({
    code: 'informationQuestionOpen',
    params: { request, question },
    at: `requests/${request}`,
  }))
