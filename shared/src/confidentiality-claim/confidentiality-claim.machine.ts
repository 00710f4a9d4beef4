import { setup } from 'xstate'
import type { Asked, EventOf, StateOf, Unmet } from '../kernel/process.ts'
import { guardsOf, processOf } from '../kernel/process.ts'

/** What is read of a case before a claim of confidentiality may move. */
export type ConfidentialityClaimFacts = {
  field: string
  /** The policy pack says that the field is always public. */
  neverConfidential: boolean
  /** The day on which the agency's ruling is made, YYYY-MM-DD in the agency's time zone. */
  today: string
  /** The last day of confidentiality that this command grants, YYYY-MM-DD. */
  until: Asked<string>
}

const claimable = ({ neverConfidential, field }: ConfidentialityClaimFacts): Unmet[] =>
  neverConfidential ? [{ code: 'neverConfidential', params: { field }, at: field }] : []

// Dates of one form compare as text.
const endsLater = ({ until, today, field }: ConfidentialityClaimFacts): Unmet[] =>
  until !== 'notAsked' && until <= today ? [{ code: 'claimEndNotLater', at: field }] : []

export const confidentialityClaimGuards = { claimable, endsLater }

export const confidentialityClaimMachine = setup({
  types: {} as {
    context: ConfidentialityClaimFacts
    input: ConfidentialityClaimFacts
    events: { type: 'CLAIM' | 'GRANT' | 'REFUSE' | 'EXPIRE' }
  },
  guards: guardsOf(confidentialityClaimGuards),
}).createMachine({
  id: 'confidentialityClaim',
  context: ({ input }) => input,
  initial: '(new)',
  states: {
    '(new)': { on: { CLAIM: { guard: 'claimable', target: 'claimed' } } },
    claimed: { on: { GRANT: { guard: 'endsLater', target: 'granted' }, REFUSE: 'refused' } },
    granted: { on: { EXPIRE: 'expired' } },
    // Not final: a refusal is open to appeal, and the appeal will leave it.
    refused: {},
    expired: { type: 'final' },
  },
})

/** The applicant's claim that one field be kept from the public, and the agency's ruling on it. */
export const confidentialityClaim = processOf(
  'confidentialityClaim',
  confidentialityClaimMachine,
  confidentialityClaimGuards,
)
export type ConfidentialityClaimState = StateOf<typeof confidentialityClaim>
export type ConfidentialityClaimEvent = EventOf<typeof confidentialityClaim>
