import { setup } from 'xstate'
import { openQuestionReasons } from '../information-request/open-question.ts'
import type { OpenQuestion } from '../information-request/open-question.ts'
import type { Asked, EventOf, StateOf, Unmet } from '../kernel/process.ts'
import { guardsOf, processOf } from '../kernel/process.ts'

/** What is read of a case before a decision may move. */
export type DecisionFacts = {
  outcome: string | null
  reasons: string
  publicSummary: string
  /** Stages whose recommendation the outcome does not follow, each with the drafter's reason, empty while not given. */
  departures: { stage: string; reason: string }[]
  conditions: { text: string; dueAt: string; evidence: string }[]
  /** The last day that a condition may be due on, YYYY-MM-DD. */
  conditionsDueBy: string
  /** Today in the agency's time zone, YYYY-MM-DD. */
  today: string
  /** The questions of the pack that the case manager answers, without an answer and a reason, by id. */
  questionsUnanswered: string[]
  /** The outcome goes against the applicant, who is heard first. */
  adverse: boolean
  /** The applicant commented on the notice of intent, or its days ran out. */
  noticeDone: boolean
  /** Required stages that are not `reported`, by key. */
  stagesUnreported: string[]
  /** A stage was reopened after the draft was written. */
  stale: boolean
  /** Its drafter was recused after writing it. */
  drafterLeft: boolean
  openQuestions: OpenQuestion[]
  /** Fields whose answer in force is not the one that the applicant signed last. */
  answersNotSigned: string[]
  /** 1, or 2 where a second person countersigns. Policy data. */
  signaturesNeeded: number
  /** The signer affirmed, in this command, to have no interest in the case. */
  affirmed: Asked<boolean>
  /** Parts in the case, other than signing, that the person signing has or had. */
  partsOfSigner: string[]
  /** The person signing now has signed this decision already. */
  signedBefore: boolean
  /** The dispatch delay after the signature has run out. */
  dispatchDelayOver: boolean
  /** An interest is being checked of somebody who drafted or signed it, or signed a report that it stands on. */
  underCheck: boolean
}

const conditionReasons = ({ outcome, conditions, conditionsDueBy, today }: DecisionFacts): Unmet[] => {
  if (outcome === 'approveWithConditions' && conditions.length === 0)
    return [{ code: 'conditionsMissing', at: 'conditions' }]
  if ((outcome === 'approve' || outcome === 'refuse') && conditions.length > 0) {
    return [{ code: 'conditionsNotExpected', at: 'conditions' }]
  }
  return conditions.flatMap(({ text, dueAt, evidence }, index) => {
    const place = { params: { number: index + 1 }, at: `conditions/${index + 1}` }
    return [
      ...(text.trim() === '' ? [{ code: 'conditionTextMissing', ...place }] : []),
      ...(dueAt <= today ? [{ code: 'conditionDueDateNotLater', ...place }] : []),
      ...(dueAt > conditionsDueBy
        ? [{ ...place, code: 'conditionDueDateTooFar', params: { ...place.params, latest: conditionsDueBy } }]
        : []),
      ...(evidence.trim() === '' ? [{ code: 'conditionEvidenceMissing', ...place }] : []),
    ]
  })
}

const readyForSignature = (facts: DecisionFacts): Unmet[] => [
  ...facts.stagesUnreported.map((stage) => ({ code: 'stageNotReported', params: { stage }, at: `stages/${stage}` })),
  ...openQuestionReasons(facts.openQuestions),
  ...facts.answersNotSigned.map((field) => ({ code: 'answerNotSigned', params: { field } })),
  ...(facts.stale ? [{ code: 'draftStale' }] : []),
  ...(facts.drafterLeft ? [{ code: 'drafterRecused' }] : []),
  ...(facts.outcome === null ? [{ code: 'outcomeMissing', at: 'outcome' }] : []),
  ...(facts.reasons.trim() === '' ? [{ code: 'reasonsMissing', at: 'reasons' }] : []),
  ...(facts.publicSummary.trim() === '' ? [{ code: 'publicSummaryMissing', at: 'publicSummary' }] : []),
  ...facts.departures
    .filter(({ reason }) => reason.trim() === '')
    .map(({ stage }) => ({ code: 'departureReasonMissing', params: { stage }, at: `departures/${stage}` })),
  ...conditionReasons(facts),
  ...facts.questionsUnanswered.map((question) => ({
    code: 'decisionQuestionUnanswered',
    params: { question },
    at: `decision/${question}`,
  })),
  ...(facts.adverse && !facts.noticeDone ? [{ code: 'noticeMissing' }] : []),
]

const signable = (facts: DecisionFacts): Unmet[] => [
  ...facts.partsOfSigner.map((part) => ({ code: 'signerHasPart', params: { part } })),
  ...(facts.stale ? [{ code: 'draftStale' }] : []),
  ...(facts.affirmed === false ? [{ code: 'affirmationMissing', at: 'affirmed' }] : []),
]

const twoSignatures = ({ signaturesNeeded }: DecisionFacts): Unmet[] =>
  signaturesNeeded === 2 ? [] : [{ code: 'oneSignatureOnly' }]

/** What is issued is never taken back: whose word it holds is settled first. */
const interestsRuled = ({ underCheck }: DecisionFacts): Unmet[] => (underCheck ? [{ code: 'decisionUnderCheck' }] : [])

const countersignable = (facts: DecisionFacts): Unmet[] => [
  ...twoSignatures(facts),
  ...interestsRuled(facts),
  ...(facts.signedBefore ? [{ code: 'sameSigner' }] : []),
  ...signable(facts),
]

const dispatchable = (facts: DecisionFacts): Unmet[] => [
  ...(facts.signaturesNeeded === 1 ? [] : [{ code: 'countersignatureMissing' }]),
  ...(facts.dispatchDelayOver ? [] : [{ code: 'dispatchDelayRunning' }]),
  ...interestsRuled(facts),
]

// Where a countersignature issues the decision, recall ends with it and not with the dispatch delay.
const recallable = ({ signaturesNeeded, dispatchDelayOver }: DecisionFacts): Unmet[] =>
  signaturesNeeded === 1 && dispatchDelayOver ? [{ code: 'recallTimeOver' }] : []

export const decisionGuards = {
  readyForSignature,
  signable,
  twoSignatures,
  countersignable,
  dispatchable,
  recallable,
}

export const decisionMachine = setup({
  types: {} as {
    context: DecisionFacts
    input: DecisionFacts
    events: {
      type:
        | 'START'
        | 'GIVE_NOTICE'
        | 'COMMENTS_RECEIVED'
        | 'NOTICE_ELAPSED'
        | 'SUBMIT_FOR_SIGNATURE'
        | 'RETURN_TO_DRAFTER'
        | 'SIGN'
        | 'RECALL'
        | 'RECUSE'
        | 'COUNTERSIGN'
        | 'DISPATCH_ELAPSED'
        | 'ABANDON'
    }
  },
  guards: guardsOf(decisionGuards),
}).createMachine({
  id: 'decision',
  context: ({ input }) => input,
  initial: '(new)',
  states: {
    '(new)': { on: { START: 'drafting' } },
    drafting: {
      on: {
        GIVE_NOTICE: 'noticeOfIntent',
        SUBMIT_FOR_SIGNATURE: { guard: 'readyForSignature', target: 'forSignature' },
        ABANDON: 'abandoned',
      },
    },
    noticeOfIntent: { on: { COMMENTS_RECEIVED: 'drafting', NOTICE_ELAPSED: 'drafting', ABANDON: 'abandoned' } },
    forSignature: {
      on: {
        RETURN_TO_DRAFTER: 'drafting',
        SIGN: { guard: 'signable', target: 'signed' },
        RECUSE: 'drafting',
        ABANDON: 'abandoned',
      },
    },
    signed: {
      on: {
        RECALL: { guard: 'recallable', target: 'drafting' },
        // Only a countersigner returns a signed draft; with one signature its signer recalls it.
        RETURN_TO_DRAFTER: { guard: 'twoSignatures', target: 'drafting' },
        // Somebody whose word it holds was recused: no delay that ran out keeps it from coming back.
        RECUSE: 'drafting',
        COUNTERSIGN: { guard: 'countersignable', target: 'issued' },
        DISPATCH_ELAPSED: { guard: 'dispatchable', target: 'issued' },
      },
    },
    issued: { type: 'final' },
    abandoned: { type: 'final' },
  },
})

/** An act of the agency: prepared, signed, issued, and then never changed. */
export const decision = processOf('decision', decisionMachine, decisionGuards)
export type DecisionState = StateOf<typeof decision>
export type DecisionEvent = EventOf<typeof decision>
