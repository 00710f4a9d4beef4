import { setup } from 'xstate'
import type { Asked, EventOf, StateOf, Unmet } from '../kernel/process.ts'
import { guardsOf, processOf } from '../kernel/process.ts'
import { openQuestionReasons } from '../information-request/open-question.ts'
import type { OpenQuestion } from '../information-request/open-question.ts'

/** What is read of a case before a submission may move. */
export type SubmissionFacts = {
  organisationVerified: boolean
  /** What the dossier lacks, by the policy pack: every required field valid, declarations true. */
  unmet: Unmet[]
  /** The class that the pack computes from the answers; null while it cannot. */
  riskClass: string | null
  /** The screening questions without an answer and a reason, by id. */
  screeningUnanswered: string[]
  classConfirmed: string | null
  /** Why the confirmed class differs from the computed one. */
  classReason: string
  /** The list that goes back to the applicant. */
  citations: { field: string; reason: string }[]
  /** The agency's days for screening have run out. */
  screeningElapsed: boolean
  /** Questions in the information request that is being sent and that stops the clock. */
  approvedQuestions: number
  /** The applicant was told, in a last notice, that the case will be closed. */
  finalNoticeGiven: boolean
  /** Required stages that are not `reported`, by key. */
  stagesUnreported: string[]
  /** Fields whose claim of confidentiality is still `claimed`. */
  claimsUnruled: string[]
  openQuestions: OpenQuestion[]
  /** A decision of this case is `forSignature`. */
  draftForSignature: boolean
  /** What keeps the person whom this command names from managing the case. */
  managerObstacles: Asked<Unmet[]>
  /** Days by which the applicant's time to complete the file may still be extended. */
  holdDaysLeft: number
  /** The days that this command gives. */
  daysAsked: Asked<number>
}

const complete = (facts: SubmissionFacts): Unmet[] => [
  ...(facts.organisationVerified ? [] : [{ code: 'organisationNotVerified' }]),
  ...facts.unmet,
  // With answers missing the class is not known either; that is said only when nothing else explains it.
  ...(facts.riskClass === null && facts.unmet.length === 0 ? [{ code: 'riskClassUnknown' }] : []),
]

const listGiven = ({ citations }: SubmissionFacts): Unmet[] =>
  citations.length === 0
    ? [{ code: 'citationsMissing' }]
    : citations.flatMap(({ field, reason }, index) => [
        ...(field === '' ? [{ code: 'citationFieldMissing', params: { number: index + 1 } }] : []),
        ...(reason.trim() === '' ? [{ code: 'citationReasonMissing', params: { number: index + 1 }, at: field }] : []),
      ])

const screened = (facts: SubmissionFacts): Unmet[] => [
  ...facts.screeningUnanswered.map((question) => ({
    code: 'screeningQuestionUnanswered',
    params: { question },
    at: `screening/${question}`,
  })),
  ...(facts.classConfirmed === null ? [{ code: 'classNotConfirmed', at: 'screening/class' }] : []),
  ...(facts.classConfirmed !== null && facts.classConfirmed !== facts.riskClass && facts.classReason.trim() === ''
    ? [{ code: 'classReasonMissing', at: 'screening/classReason' }]
    : []),
]

const screeningRunOut = (facts: SubmissionFacts): Unmet[] =>
  facts.screeningElapsed ? [] : [{ code: 'screeningStillRunning' }]

const questionApproved = (facts: SubmissionFacts): Unmet[] =>
  facts.approvedQuestions > 0 ? [] : [{ code: 'noQuestionApproved' }]

const finalNoticeGiven = (facts: SubmissionFacts): Unmet[] =>
  facts.finalNoticeGiven ? [] : [{ code: 'finalNoticeMissing' }]

const stagesUnreported = (facts: SubmissionFacts): Unmet[] =>
  facts.stagesUnreported.map((stage) => ({ code: 'stageNotReported', params: { stage }, at: `stages/${stage}` }))

const reviewed = (facts: SubmissionFacts): Unmet[] => [
  ...stagesUnreported(facts),
  ...facts.claimsUnruled.map((field) => ({ code: 'claimNotRuled', params: { field }, at: field })),
  ...openQuestionReasons(facts.openQuestions),
]

const draftReady = (facts: SubmissionFacts): Unmet[] => [
  ...(facts.draftForSignature ? [] : [{ code: 'draftDecisionMissing' }]),
  ...stagesUnreported(facts),
  ...openQuestionReasons(facts.openQuestions),
]

const managerFree = ({ managerObstacles }: SubmissionFacts): Unmet[] =>
  managerObstacles === 'notAsked' ? [] : managerObstacles

const holdExtendable = ({ holdDaysLeft, daysAsked }: SubmissionFacts): Unmet[] => {
  if (holdDaysLeft <= 0) return [{ code: 'holdExtensionUsedUp' }]
  return daysAsked !== 'notAsked' && daysAsked > holdDaysLeft
    ? [{ code: 'holdExtensionTooLong', params: { left: holdDaysLeft } }]
    : []
}

export const submissionGuards = {
  complete,
  listGiven,
  screened,
  screeningRunOut,
  questionApproved,
  finalNoticeGiven,
  reviewed,
  draftReady,
  managerFree,
  holdExtendable,
}

export const submissionMachine = setup({
  types: {} as {
    context: SubmissionFacts
    input: SubmissionFacts
    events: {
      type:
        | 'CREATE'
        | 'REQUEST_ADVICE'
        | 'GIVE_ADVICE'
        | 'SUBMIT'
        | 'DISCARD'
        | 'ACKNOWLEDGE'
        | 'WITHDRAW'
        | 'RETURN_WITH_LIST'
        | 'RESUBMIT'
        | 'TIMEOUT'
        | 'PROPOSE_OUT_OF_SCOPE'
        | 'CONFIRM_OUT_OF_SCOPE'
        | 'REJECT_OUT_OF_SCOPE'
        | 'ACCEPT'
        | 'DEEMED_COMPLETE'
        | 'ISSUE_INFORMATION_REQUEST'
        | 'ANSWER_ACCEPTED_COMPLETE'
        | 'ALL_REQUIRED_STAGES_REPORTED'
        | 'REOPEN_STAGE'
        | 'SEND_DRAFT_DECISION'
        | 'RETURNED_BY_SIGNER'
        | 'DECISION_ISSUED'
        | 'NAME_MANAGER'
        | 'EXTEND_HOLD'
    }
  },
  guards: guardsOf(submissionGuards),
}).createMachine({
  id: 'submission',
  context: ({ input }) => input,
  initial: '(new)',
  states: {
    '(new)': { on: { CREATE: 'draft' } },
    draft: {
      on: {
        REQUEST_ADVICE: 'preAdvice',
        SUBMIT: { guard: 'complete', target: 'submitted' },
        DISCARD: 'withdrawn',
      },
    },
    preAdvice: { on: { GIVE_ADVICE: 'draft' } },
    submitted: { on: { ACKNOWLEDGE: 'screening', WITHDRAW: 'withdrawn' } },
    screening: {
      on: {
        RETURN_WITH_LIST: { guard: 'listGiven', target: 'returnedIncomplete' },
        PROPOSE_OUT_OF_SCOPE: 'outOfScopeProposed',
        ACCEPT: { guard: 'screened', target: 'inReview' },
        DEEMED_COMPLETE: { guard: 'screeningRunOut', target: 'inReview' },
        WITHDRAW: 'withdrawn',
      },
    },
    returnedIncomplete: {
      on: {
        RESUBMIT: { guard: 'complete', target: 'screening' },
        EXTEND_HOLD: { guard: 'holdExtendable', target: 'returnedIncomplete' },
        TIMEOUT: 'withdrawn',
        WITHDRAW: 'withdrawn',
      },
    },
    // The applicant, who does not know of the proposal, withdraws as from any case that is not decided.
    outOfScopeProposed: {
      on: { CONFIRM_OUT_OF_SCOPE: 'outOfScope', REJECT_OUT_OF_SCOPE: 'screening', WITHDRAW: 'withdrawn' },
    },
    inReview: {
      on: {
        NAME_MANAGER: { guard: 'managerFree', target: 'inReview' },
        ISSUE_INFORMATION_REQUEST: { guard: 'questionApproved', target: 'onHold' },
        ALL_REQUIRED_STAGES_REPORTED: { guard: 'reviewed', target: 'consolidation' },
        WITHDRAW: 'withdrawn',
      },
    },
    onHold: {
      on: {
        NAME_MANAGER: { guard: 'managerFree', target: 'onHold' },
        ANSWER_ACCEPTED_COMPLETE: 'inReview',
        TIMEOUT: { guard: 'finalNoticeGiven', target: 'withdrawn' },
        WITHDRAW: 'withdrawn',
      },
    },
    consolidation: {
      on: {
        NAME_MANAGER: { guard: 'managerFree', target: 'consolidation' },
        REOPEN_STAGE: 'inReview',
        ISSUE_INFORMATION_REQUEST: { guard: 'questionApproved', target: 'onHold' },
        SEND_DRAFT_DECISION: { guard: 'draftReady', target: 'decisionPending' },
        WITHDRAW: 'withdrawn',
      },
    },
    decisionPending: {
      on: {
        NAME_MANAGER: { guard: 'managerFree', target: 'decisionPending' },
        RETURNED_BY_SIGNER: 'consolidation',
        DECISION_ISSUED: 'decided',
        WITHDRAW: 'withdrawn',
      },
    },
    decided: { type: 'final' },
    withdrawn: { type: 'final' },
    outOfScope: { type: 'final' },
  },
})

/** From a draft to a decision: one request of an organisation that the agency look at one version of one model. */
export const submission = processOf('submission', submissionMachine, submissionGuards)
export type SubmissionState = StateOf<typeof submission>
export type SubmissionEvent = EventOf<typeof submission>
