import { describe, expect, test } from 'vitest'
import type { Unmet } from '../kernel/process.ts'
import { testLegalMoves } from '../kernel/legal-moves.testing.ts'
import type { InformationRequestFacts, RequestQuestionFact } from './information-request.machine.ts'
import { informationRequest, informationRequestMachine } from './information-request.machine.ts'

const question = (id: string): RequestQuestionFact => ({
  id,
  field: 'clinicalSites',
  question: 'Which sites were left out?',
  reason: 'The report names three, the dossier two.',
  satisfiedBy: 'A list of all sites.',
  answered: true,
})
const facts: InformationRequestFacts = {
  questions: [question('a'), question('b')],
  stopsClock: true,
  clockStoppedNow: false,
  clockStopsUsed: 1,
  clockStopsAllowed: 2,
  extraStopGranted: false,
  daysGiven: 60,
  daysAtMost: 180,
  daysAsked: 120,
  judgements: [
    { question: 'a', complete: true },
    { question: 'b', complete: true },
  ],
  finalNoticeGiven: true,
}
const oneIncomplete = [
  { question: 'a', complete: true },
  { question: 'b', complete: false },
]

describe('an information request', () => {
  testLegalMoves(
    informationRequest,
    informationRequestMachine,
    [facts, { ...facts, judgements: oneIncomplete }, { ...facts, clockStopsUsed: 2 }],
    `
  (new)           COLLECT_QUESTIONS  drafted
  drafted         ALLOW_CLOCK_STOP   drafted
  drafted         APPROVE_AND_SEND   issued
  drafted         DISCARD            discarded
  drafted         CASE_ENDED         cancelled
  issued          ASK_EXTENSION      extensionAsked
  issued          ANSWER             answered
  issued          TIMEOUT            lapsed
  issued          CANCEL             cancelled
  issued          CASE_ENDED         cancelled
  extensionAsked  RULE               issued
  extensionAsked  ANSWER             answered
  extensionAsked  TIMEOUT            lapsed
  extensionAsked  CASE_ENDED         cancelled
  answered        JUDGE_INCOMPLETE   incomplete
  answered        JUDGE_COMPLETE     closed
  answered        DEEMED             closed
  answered        CASE_ENDED         cancelled
  incomplete      COMPLETE           answered
  incomplete      TIMEOUT            lapsed
  incomplete      CASE_ENDED         cancelled
    `,
  )
})

describe('an information request does not move, and says why:', () => {
  const second = { params: { number: 2 }, at: 'questions/2' }

  test.each<[string, string, string, Partial<InformationRequestFacts>, Unmet[]]>([
    ['it asks nothing', 'drafted', 'APPROVE_AND_SEND', { questions: [] }, [{ code: 'requestQuestionsMissing' }]],
    [
      'a question is not complete',
      'drafted',
      'APPROVE_AND_SEND',
      { questions: [question('a'), { ...question('b'), question: '', field: '', reason: ' ', satisfiedBy: '' }] },
      [
        { code: 'requestQuestionTextMissing', ...second },
        { code: 'requestQuestionFieldMissing', ...second },
        { code: 'requestQuestionReasonMissing', ...second },
        { code: 'requestQuestionSatisfiedByMissing', ...second },
      ],
    ],
    [
      'the clock was stopped twice before',
      'drafted',
      'APPROVE_AND_SEND',
      { clockStopsUsed: 2 },
      [{ code: 'clockStopsUsedUp', params: { allowed: 2 } }],
    ],
    [
      'the clock stands still now',
      'drafted',
      'APPROVE_AND_SEND',
      { clockStoppedNow: true },
      [{ code: 'clockAlreadyStopped' }],
    ],
    ['a stop is still to be had', 'drafted', 'ALLOW_CLOCK_STOP', {}, [{ code: 'clockStopLeaveNotNeeded' }]],
    [
      'it stops no clock',
      'drafted',
      'ALLOW_CLOCK_STOP',
      { clockStopsUsed: 2, stopsClock: false },
      [{ code: 'clockStopLeaveNotNeeded' }],
    ],
    [
      'leave was given before',
      'drafted',
      'ALLOW_CLOCK_STOP',
      { clockStopsUsed: 2, extraStopGranted: true },
      [{ code: 'clockStopLeaveNotNeeded' }],
    ],
    [
      'the extension is longer than what is left',
      'issued',
      'ASK_EXTENSION',
      { daysAsked: 121 },
      [{ code: 'extensionTooLong', params: { left: 120, most: 180 } }],
    ],
    [
      'no day is left to extend by',
      'issued',
      'ASK_EXTENSION',
      { daysGiven: 180, daysAsked: 'notAsked' },
      [{ code: 'extensionUsedUp', params: { most: 180 } }],
    ],
    [
      'a question is not answered',
      'issued',
      'ANSWER',
      { questions: [question('a'), { ...question('b'), answered: false }] },
      [{ code: 'requestQuestionUnanswered', ...second }],
    ],
    [
      'an incomplete answer was not completed',
      'incomplete',
      'COMPLETE',
      { questions: [question('a'), { ...question('b'), answered: false }] },
      [{ code: 'requestQuestionUnanswered', ...second }],
    ],
    [
      'an answer is incomplete',
      'answered',
      'JUDGE_COMPLETE',
      { judgements: oneIncomplete },
      [{ code: 'requestQuestionIncomplete', ...second }],
    ],
    [
      'an answer is not judged',
      'answered',
      'JUDGE_COMPLETE',
      { judgements: [{ question: 'a', complete: true }] },
      [{ code: 'requestQuestionNotJudged', ...second }],
    ],
    [
      'an answer is not judged',
      'answered',
      'JUDGE_INCOMPLETE',
      { judgements: [{ question: 'a', complete: false }] },
      [{ code: 'requestQuestionNotJudged', ...second }],
    ],
    ['every answer is complete', 'answered', 'JUDGE_INCOMPLETE', {}, [{ code: 'nothingJudgedIncomplete' }]],
    ['no last notice was given', 'issued', 'TIMEOUT', { finalNoticeGiven: false }, [{ code: 'finalNoticeMissing' }]],
  ])('%s (%s, %s)', (_, from, event, lacking, unmet) => {
    expect(informationRequest.next(from, event, { ...facts, ...lacking })).toEqual({ unmet })
  })

  test.each<[string, Partial<InformationRequestFacts>]>([
    ['a third stop that the decision maker allowed', { clockStopsUsed: 2, extraStopGranted: true }],
    ['a small point that stops no clock', { stopsClock: false, clockStopsUsed: 2, clockStoppedNow: true }],
  ])('%s is sent', (_, given) => {
    expect(informationRequest.next('drafted', 'APPROVE_AND_SEND', { ...facts, ...given })).toEqual({ to: 'issued' })
  })

  test.each(['JUDGE_COMPLETE', 'JUDGE_INCOMPLETE'])('a screen may offer %s before anything is judged', (event) => {
    expect(informationRequest.next('answered', event, { ...facts, judgements: 'notAsked' })).toHaveProperty('to')
  })
})
