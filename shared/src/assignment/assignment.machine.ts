import { setup } from 'xstate'
import type { Asked, EventOf, StateOf, Unmet } from '../kernel/process.ts'
import { guardsOf, processOf } from '../kernel/process.ts'

/** What is read of a case and a reviewer before an assignment may move. */
export type ReviewerAssignmentFacts = {
  /** Key of the stage, e.g. `clinical`. */
  stage: string
  /** The reviewer's expertise covers the stage. */
  expertiseFits: boolean
  /** Names of the parties of this case in which the reviewer has a standing interest. */
  standingInterests: string[]
  /** The reviewer ticked, in this command, that there is nothing to declare. */
  affirmed: Asked<boolean>
}

const eligible = ({ stage, expertiseFits, standingInterests }: ReviewerAssignmentFacts): Unmet[] => [
  ...(expertiseFits ? [] : [{ code: 'expertiseMissing', params: { stage } }]),
  ...standingInterests.map((party) => ({ code: 'standingInterest', params: { party } })),
]

const affirmed = (facts: ReviewerAssignmentFacts): Unmet[] =>
  facts.affirmed === false ? [{ code: 'affirmationMissing', at: 'affirmed' }] : []

export const reviewerAssignmentGuards = { eligible, affirmed }

export const reviewerAssignmentMachine = setup({
  types: {} as {
    context: ReviewerAssignmentFacts
    input: ReviewerAssignmentFacts
    events: {
      type:
        | 'PROPOSE'
        | 'OPEN'
        | 'DECLARE_NO_INTEREST'
        | 'DECLARE_INTEREST'
        | 'CLEAR_WITH_REASON'
        | 'RECUSE'
        | 'DECLINE'
        | 'TIMEOUT'
        | 'NEW_INTEREST'
        | 'CHALLENGE'
        | 'REPORT_SIGNED'
        | 'STAGE_RETURNED'
        | 'REASSIGN'
        | 'CASE_ENDED'
    }
  },
  guards: guardsOf(reviewerAssignmentGuards),
}).createMachine({
  id: 'reviewerAssignment',
  context: ({ input }) => input,
  initial: '(new)',
  states: {
    '(new)': { on: { PROPOSE: { guard: 'eligible', target: 'proposed' } } },
    proposed: { on: { OPEN: 'declaring', TIMEOUT: 'lapsed', CASE_ENDED: 'released' } },
    declaring: {
      on: {
        DECLARE_NO_INTEREST: { guard: 'affirmed', target: 'active' },
        DECLARE_INTEREST: 'integrityCheck',
        DECLINE: 'declined',
        TIMEOUT: 'lapsed',
        CASE_ENDED: 'released',
      },
    },
    integrityCheck: { on: { CLEAR_WITH_REASON: 'active', RECUSE: 'recused', CASE_ENDED: 'released' } },
    active: {
      on: {
        NEW_INTEREST: 'integrityCheck',
        CHALLENGE: 'integrityCheck',
        REPORT_SIGNED: 'completed',
        RECUSE: 'recused',
        REASSIGN: 'reassigned',
        CASE_ENDED: 'released',
      },
    },
    completed: {
      on: {
        STAGE_RETURNED: 'active',
        NEW_INTEREST: 'integrityCheck',
        CHALLENGE: 'integrityCheck',
        RECUSE: 'recused',
      },
    },
    recused: { type: 'final' },
    declined: { type: 'final' },
    lapsed: { type: 'final' },
    reassigned: { type: 'final' },
    released: { type: 'final' },
  },
})

/** One reviewer's part in one stage. The dossier is open to the reviewer only while it is `active` or `completed`. */
export const reviewerAssignment = processOf('reviewerAssignment', reviewerAssignmentMachine, reviewerAssignmentGuards)
export type ReviewerAssignmentState = StateOf<typeof reviewerAssignment>
export type ReviewerAssignmentEvent = EventOf<typeof reviewerAssignment>
