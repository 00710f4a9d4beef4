import { setup } from 'xstate'
import type { EventOf, StateOf, Unmet } from '../kernel/process.ts'
import { guardsOf, processOf } from '../kernel/process.ts'

/** Grounds on which an approval may be suspended. */
export type SuspensionGround = 'seriousRisk' | 'missedAudit' | 'falseStatement' | 'unmetCondition' | 'unapprovedChange'

/** What is read of an approval before it may move. */
export type ApprovalFacts = {
  /** Conditions that are neither met nor waived. */
  conditionsOpen: number
  /** The ground in the decision that suspends; null where it names none. */
  suspensionGround: SuspensionGround | null
  /** The holder was heard on the revocation. */
  holderHeard: boolean
  /** The decision states that a life is at risk, so that hearing the holder can wait. */
  lifeAtRisk: boolean
  /** A renewal asked for in time is still being decided: the approval stays alive meanwhile. */
  renewalPending: boolean
}

const conditionsMet = ({ conditionsOpen: count }: ApprovalFacts): Unmet[] =>
  count === 0 ? [] : [{ code: 'conditionsOpen', params: { count } }]

const groundNamed = (facts: ApprovalFacts): Unmet[] =>
  facts.suspensionGround === null ? [{ code: 'suspensionGroundMissing' }] : []

const holderHeard = (facts: ApprovalFacts): Unmet[] =>
  facts.holderHeard || facts.lifeAtRisk ? [] : [{ code: 'holderNotHeard' }]

const noRenewalPending = (facts: ApprovalFacts): Unmet[] => (facts.renewalPending ? [{ code: 'renewalPending' }] : [])

export const approvalGuards = { conditionsMet, groundNamed, holderHeard, noRenewalPending }

export const approvalMachine = setup({
  types: {} as {
    context: ApprovalFacts
    input: ApprovalFacts
    events: {
      type:
        | 'GRANTED'
        | 'GRANTED_WITH_CONDITIONS'
        | 'ALL_CONDITIONS_MET'
        | 'CONDITION_IMPOSED'
        | 'SUSPEND'
        | 'LIFT'
        | 'LIFT_WITH_CONDITIONS'
        | 'REPLACED'
        | 'VALIDITY_ENDS'
        | 'SURRENDER'
        | 'REVOKE'
    }
  },
  guards: guardsOf(approvalGuards),
}).createMachine({
  id: 'approval',
  context: ({ input }) => input,
  initial: '(new)',
  states: {
    '(new)': { on: { GRANTED: 'active', GRANTED_WITH_CONDITIONS: 'conditional' } },
    active: {
      on: {
        CONDITION_IMPOSED: 'conditional',
        SUSPEND: { guard: 'groundNamed', target: 'suspended' },
        REPLACED: 'superseded',
        VALIDITY_ENDS: { guard: 'noRenewalPending', target: 'expired' },
        SURRENDER: 'surrendered',
        REVOKE: { guard: 'holderHeard', target: 'revoked' },
      },
    },
    conditional: {
      on: {
        ALL_CONDITIONS_MET: { guard: 'conditionsMet', target: 'active' },
        SUSPEND: { guard: 'groundNamed', target: 'suspended' },
        REPLACED: 'superseded',
        VALIDITY_ENDS: { guard: 'noRenewalPending', target: 'expired' },
        SURRENDER: 'surrendered',
        REVOKE: { guard: 'holderHeard', target: 'revoked' },
      },
    },
    suspended: {
      on: {
        LIFT: 'active',
        LIFT_WITH_CONDITIONS: 'conditional',
        VALIDITY_ENDS: { guard: 'noRenewalPending', target: 'expired' },
        SURRENDER: 'surrendered',
        REVOKE: { guard: 'holderHeard', target: 'revoked' },
      },
    },
    superseded: { type: 'final' },
    expired: { type: 'final' },
    surrendered: { type: 'final' },
    revoked: { type: 'final' },
  },
})

/** The right that a decision creates; it lives for years and is changed only by later decisions. */
export const approval = processOf('approval', approvalMachine, approvalGuards)
export type ApprovalState = StateOf<typeof approval>
export type ApprovalEvent = EventOf<typeof approval>
