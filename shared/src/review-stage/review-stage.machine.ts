import { setup } from 'xstate'
import type { Asked, EventOf, StateOf, Unmet } from '../kernel/process.ts'
import { guardsOf, processOf } from '../kernel/process.ts'

/** Why a reported stage is opened again; `recusal` is the system's own, when a signer of a report is recused. */
export type ReopenGround = 'newEvidence' | 'dissent' | 'returnedBySigner' | 'recusal'

/** What is read of a case before a review stage may move. */
export type ReviewStageFacts = {
  /** Key of the stage, e.g. `clinical`. */
  stage: string
  /** Assignments of the stage that are `active`: their holders declared their interests. */
  activeReviewers: number
  /** What the actor's own report lacks: see `reportReasons`. */
  unmet: Unmet[]
  /** Reports signed and not withdrawn since, and how many the pack asks for this class and stage. */
  reportsSigned: number
  reportsNeeded: number
  /** Questions that the signed reports answer differently and that the lead has not reconciled in writing, by id. */
  unreconciled: string[]
  /** The lead's recommendation for the stage. */
  recommendation: string | null
  /** The ground that this command gives. */
  ground: Asked<ReopenGround>
  dissentFiled: boolean
  /** The signer returned a draft decision of this case. */
  returnedBySigner: boolean
}

const reviewerActive = (facts: ReviewStageFacts): Unmet[] =>
  facts.activeReviewers > 0 ? [] : [{ code: 'noReviewerActive' }]

const reportComplete = (facts: ReviewStageFacts): Unmet[] => facts.unmet

const reportsSigned = ({ reportsSigned: signed, reportsNeeded: needed }: ReviewStageFacts): Unmet[] =>
  signed >= needed ? [] : [{ code: 'reportsNotSigned', params: { signed, needed } }]

const reconciled = (facts: ReviewStageFacts): Unmet[] => [
  ...reportsSigned(facts),
  ...facts.unreconciled.map((question) => ({
    code: 'reconciliationMissing',
    params: { question },
    at: `${facts.stage}/${question}`,
  })),
  ...(facts.recommendation === null
    ? [{ code: 'stageRecommendationMissing', at: `${facts.stage}/recommendation` }]
    : []),
]

const grounded = ({ ground, dissentFiled, returnedBySigner }: ReviewStageFacts): Unmet[] => {
  if (ground === 'dissent' && !dissentFiled) return [{ code: 'noDissentFiled' }]
  if (ground === 'returnedBySigner' && !returnedBySigner) return [{ code: 'notReturnedBySigner' }]
  return []
}

export const reviewStageGuards = { reviewerActive, reportComplete, reportsSigned, reconciled, grounded }

export const reviewStageMachine = setup({
  types: {} as {
    context: ReviewStageFacts
    input: ReviewStageFacts
    events: {
      type:
        | 'OPEN'
        | 'FIRST_REVIEWER_ACCEPTS'
        | 'QUESTION_SENT'
        | 'ANSWER_RECEIVED'
        | 'REPORT_SIGNED'
        | 'ALL_REPORTS_SIGNED'
        | 'RETURN_FOR_WORK'
        | 'LEAD_SIGNS'
        | 'REOPEN'
        | 'RESUME'
        | 'CASE_ENDED'
    }
  },
  guards: guardsOf(reviewStageGuards),
}).createMachine({
  id: 'reviewStage',
  context: ({ input }) => input,
  initial: '(new)',
  states: {
    '(new)': { on: { OPEN: 'notStarted' } },
    notStarted: {
      on: { FIRST_REVIEWER_ACCEPTS: { guard: 'reviewerActive', target: 'inProgress' }, CASE_ENDED: 'closed' },
    },
    inProgress: {
      on: {
        QUESTION_SENT: 'awaitingApplicant',
        REPORT_SIGNED: { guard: 'reportComplete', target: 'inProgress' },
        ALL_REPORTS_SIGNED: { guard: 'reportsSigned', target: 'leadCheck' },
        CASE_ENDED: 'closed',
      },
    },
    awaitingApplicant: { on: { ANSWER_RECEIVED: 'inProgress', CASE_ENDED: 'closed' } },
    leadCheck: {
      on: {
        RETURN_FOR_WORK: 'inProgress',
        LEAD_SIGNS: { guard: 'reconciled', target: 'reported' },
        CASE_ENDED: 'closed',
      },
    },
    // Left only by reopening: a signed report outlives the end of its case.
    reported: { on: { REOPEN: { guard: 'grounded', target: 'reopened' } } },
    reopened: { on: { RESUME: 'inProgress', CASE_ENDED: 'closed' } },
    closed: { type: 'final' },
  },
})

/** One required stage of the review of a case. */
export const reviewStage = processOf('reviewStage', reviewStageMachine, reviewStageGuards)
export type ReviewStageState = StateOf<typeof reviewStage>
export type ReviewStageEvent = EventOf<typeof reviewStage>
