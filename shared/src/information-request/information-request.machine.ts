import { setup } from 'xstate'
import type { Asked, EventOf, StateOf, Unmet } from '../kernel/process.ts'
import { guardsOf, processOf } from '../kernel/process.ts'

/** One question to the applicant, as the guards need it. */
export type RequestQuestionFact = {
  id: string
  field: string
  question: string
  reason: string
  satisfiedBy: string
  /** The applicant answered it; one that was judged incomplete counts again only when answered since. */
  answered: boolean
}

/** What is read of a case before an information request may move. */
export type InformationRequestFacts = {
  /** In the order of the letter. */
  questions: RequestQuestionFact[]
  stopsClock: boolean
  /** Another request holds the review clock now. */
  clockStoppedNow: boolean
  /** Requests of this case sent before that stopped the clock. */
  clockStopsUsed: number
  /** How many the policy pack allows. */
  clockStopsAllowed: number
  /** The decision maker allowed one more than the pack does. */
  extraStopGranted: boolean
  /** Days the applicant has by now: the first term and every extension granted. */
  daysGiven: number
  /** Most days that a request may last, extensions included. */
  daysAtMost: number
  /** The extension that this command asks for, in days. */
  daysAsked: Asked<number>
  /** What this command says of each question. */
  judgements: Asked<{ question: string; complete: boolean }[]>
  /** The applicant was told, in a last notice, that the case will be closed. */
  finalNoticeGiven: boolean
}

/** Where to mend a question, counted from 1 as the letter shows it. */
const place = (index: number) => ({ params: { number: index + 1 }, at: `questions/${index + 1}` })

const sendable = (facts: InformationRequestFacts): Unmet[] => [
  ...(facts.questions.length === 0 ? [{ code: 'requestQuestionsMissing' }] : []),
  ...facts.questions.flatMap(({ field, question, reason, satisfiedBy }, index) => [
    ...(question.trim() === '' ? [{ code: 'requestQuestionTextMissing', ...place(index) }] : []),
    ...(field.trim() === '' ? [{ code: 'requestQuestionFieldMissing', ...place(index) }] : []),
    ...(reason.trim() === '' ? [{ code: 'requestQuestionReasonMissing', ...place(index) }] : []),
    ...(satisfiedBy.trim() === '' ? [{ code: 'requestQuestionSatisfiedByMissing', ...place(index) }] : []),
  ]),
  ...(facts.stopsClock && facts.clockStoppedNow ? [{ code: 'clockAlreadyStopped' }] : []),
  ...(facts.stopsClock && facts.clockStopsUsed >= facts.clockStopsAllowed && !facts.extraStopGranted
    ? [{ code: 'clockStopsUsedUp', params: { allowed: facts.clockStopsAllowed } }]
    : []),
]

/** Leave is given where it is needed, once for each request. */
const stopsUsedUp = ({
  stopsClock,
  clockStopsUsed,
  clockStopsAllowed,
  extraStopGranted,
}: InformationRequestFacts): Unmet[] =>
  stopsClock && clockStopsUsed >= clockStopsAllowed && !extraStopGranted ? [] : [{ code: 'clockStopLeaveNotNeeded' }]

const extendable = ({ daysGiven, daysAtMost, daysAsked }: InformationRequestFacts): Unmet[] => {
  const left = daysAtMost - daysGiven
  if (left <= 0) return [{ code: 'extensionUsedUp', params: { most: daysAtMost } }]
  if (daysAsked !== 'notAsked' && daysAsked > left) {
    return [{ code: 'extensionTooLong', params: { left, most: daysAtMost } }]
  }
  return []
}

const allAnswered = ({ questions }: InformationRequestFacts): Unmet[] =>
  questions.flatMap(({ answered }, index) => (answered ? [] : [{ code: 'requestQuestionUnanswered', ...place(index) }]))

/** Of each question what the command says of it; `undefined` for one that it leaves out. */
const judged = ({ questions, judgements }: InformationRequestFacts) =>
  judgements === 'notAsked'
    ? []
    : questions.map(({ id }, index) => ({
        index,
        complete: judgements.find(({ question }) => question === id)?.complete,
      }))

const unjudged = (facts: InformationRequestFacts): Unmet[] =>
  judged(facts).flatMap(({ index, complete }) =>
    complete === undefined ? [{ code: 'requestQuestionNotJudged', ...place(index) }] : [],
  )

const allComplete = (facts: InformationRequestFacts): Unmet[] => [
  ...unjudged(facts),
  ...judged(facts).flatMap(({ index, complete }) =>
    complete === false ? [{ code: 'requestQuestionIncomplete', ...place(index) }] : [],
  ),
]

const someIncomplete = (facts: InformationRequestFacts): Unmet[] => {
  if (facts.judgements === 'notAsked') return []
  const missing = unjudged(facts)
  if (missing.length > 0) return missing
  return judged(facts).some(({ complete }) => complete === false) ? [] : [{ code: 'nothingJudgedIncomplete' }]
}

const finalNoticeGiven = (facts: InformationRequestFacts): Unmet[] =>
  facts.finalNoticeGiven ? [] : [{ code: 'finalNoticeMissing' }]

export const informationRequestGuards = {
  sendable,
  stopsUsedUp,
  extendable,
  allAnswered,
  allComplete,
  someIncomplete,
  finalNoticeGiven,
}

export const informationRequestMachine = setup({
  types: {} as {
    context: InformationRequestFacts
    input: InformationRequestFacts
    events: {
      type:
        | 'COLLECT_QUESTIONS'
        | 'ALLOW_CLOCK_STOP'
        | 'APPROVE_AND_SEND'
        | 'DISCARD'
        | 'ASK_EXTENSION'
        | 'RULE'
        | 'ANSWER'
        | 'JUDGE_INCOMPLETE'
        | 'COMPLETE'
        | 'JUDGE_COMPLETE'
        | 'DEEMED'
        | 'TIMEOUT'
        | 'CANCEL'
        | 'CASE_ENDED'
    }
  },
  guards: guardsOf(informationRequestGuards),
}).createMachine({
  id: 'informationRequest',
  context: ({ input }) => input,
  initial: '(new)',
  states: {
    '(new)': { on: { COLLECT_QUESTIONS: 'drafted' } },
    drafted: {
      on: {
        ALLOW_CLOCK_STOP: { guard: 'stopsUsedUp', target: 'drafted' },
        APPROVE_AND_SEND: { guard: 'sendable', target: 'issued' },
        DISCARD: 'discarded',
        CASE_ENDED: 'cancelled',
      },
    },
    issued: {
      on: {
        ASK_EXTENSION: { guard: 'extendable', target: 'extensionAsked' },
        ANSWER: { guard: 'allAnswered', target: 'answered' },
        TIMEOUT: { guard: 'finalNoticeGiven', target: 'lapsed' },
        CANCEL: 'cancelled',
        CASE_ENDED: 'cancelled',
      },
    },
    extensionAsked: {
      on: {
        RULE: 'issued',
        ANSWER: { guard: 'allAnswered', target: 'answered' },
        TIMEOUT: { guard: 'finalNoticeGiven', target: 'lapsed' },
        CASE_ENDED: 'cancelled',
      },
    },
    answered: {
      on: {
        JUDGE_INCOMPLETE: { guard: 'someIncomplete', target: 'incomplete' },
        JUDGE_COMPLETE: { guard: 'allComplete', target: 'closed' },
        DEEMED: 'closed',
        CASE_ENDED: 'cancelled',
      },
    },
    incomplete: {
      on: {
        COMPLETE: { guard: 'allAnswered', target: 'answered' },
        TIMEOUT: { guard: 'finalNoticeGiven', target: 'lapsed' },
        CASE_ENDED: 'cancelled',
      },
    },
    closed: { type: 'final' },
    lapsed: { type: 'final' },
    cancelled: { type: 'final' },
    discarded: { type: 'final' },
  },
})

/** One letter of questions from all stages to the applicant; it usually stops the review clock. */
export const informationRequest = processOf('informationRequest', informationRequestMachine, informationRequestGuards)
export type InformationRequestState = StateOf<typeof informationRequest>
export type InformationRequestEvent = EventOf<typeof informationRequest>
