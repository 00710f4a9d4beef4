import { describe, expect, test } from 'vitest'
import type { Unmet } from '../kernel/process.ts'
import { outOfTurn } from '../kernel/process.ts'
import { testLegalMoves } from '../kernel/legal-moves.testing.ts'
import type { DecisionFacts } from './decision.machine.ts'
import { decision, decisionMachine } from './decision.machine.ts'

const condition = { text: 'Report by age group.', dueAt: '2027-06-01', evidence: 'A signed report.' }
const ready: DecisionFacts = {
  outcome: 'approveWithConditions',
  reasons: 'The benefit is shown.',
  publicSummary: 'Approved with one condition.',
  departures: [{ stage: 'equity', reason: 'The gap is bounded by the condition.' }],
  conditions: [condition],
  today: '2026-12-01',
  conditionsDueBy: '2028-11-30',
  questionsUnanswered: [],
  adverse: false,
  noticeDone: false,
  stagesUnreported: [],
  stale: false,
  drafterLeft: false,
  openQuestions: [],
  answersNotSigned: [],
  signaturesNeeded: 2,
  affirmed: true,
  partsOfSigner: [],
  signedBefore: false,
  dispatchDelayOver: false,
  underCheck: false,
}

const table = `
  (new)           START                 drafting
  drafting        GIVE_NOTICE           noticeOfIntent
  drafting        SUBMIT_FOR_SIGNATURE  forSignature
  drafting        ABANDON               abandoned
  noticeOfIntent  COMMENTS_RECEIVED     drafting
  noticeOfIntent  NOTICE_ELAPSED        drafting
  noticeOfIntent  ABANDON               abandoned
  forSignature    RETURN_TO_DRAFTER     drafting
  forSignature    SIGN                  signed
  forSignature    RECUSE                drafting
  forSignature    ABANDON               abandoned
  signed          RECALL                drafting
  signed          RETURN_TO_DRAFTER     drafting
  signed          RECUSE                drafting
  signed          COUNTERSIGN           issued
  signed          DISPATCH_ELAPSED      issued
`

const once: DecisionFacts = { ...ready, signaturesNeeded: 1, dispatchDelayOver: true }

describe('a decision', () => {
  testLegalMoves(decision, decisionMachine, [ready, once], table)
})

describe('a draft does not go for signature, and says why:', () => {
  test.each<[string, Partial<DecisionFacts>, Unmet[]]>([
    [
      'a stage is not reported',
      { stagesUnreported: ['equity'] },
      [{ code: 'stageNotReported', params: { stage: 'equity' }, at: 'stages/equity' }],
    ],
    [
      'a question to the applicant is open, and is named',
      { openQuestions: [{ request: 1, question: 'Which sites were left out?' }] },
      [
        {
          code: 'informationQuestionOpen',
          params: { request: 1, question: 'Which sites were left out?' },
          at: 'requests/1',
        },
      ],
    ],
    [
      'an answer is not the one that was signed',
      { answersNotSigned: ['intendedPurpose'] },
      [{ code: 'answerNotSigned', params: { field: 'intendedPurpose' } }],
    ],
    ['a stage was reopened since', { stale: true }, [{ code: 'draftStale' }]],
    ['its drafter was recused', { drafterLeft: true }, [{ code: 'drafterRecused' }]],
    [
      'outcome, reasons and public summary are missing',
      { outcome: null, conditions: [], reasons: ' ', publicSummary: '' },
      [
        { code: 'outcomeMissing', at: 'outcome' },
        { code: 'reasonsMissing', at: 'reasons' },
        { code: 'publicSummaryMissing', at: 'publicSummary' },
      ],
    ],
    [
      'a departure has no reason',
      { departures: [...ready.departures, { stage: 'clinical', reason: ' ' }] },
      [{ code: 'departureReasonMissing', params: { stage: 'clinical' }, at: 'departures/clinical' }],
    ],
    ['it approves with conditions and has none', { conditions: [] }, [{ code: 'conditionsMissing', at: 'conditions' }]],
    [
      'it approves without conditions and has one',
      { outcome: 'approve' },
      [{ code: 'conditionsNotExpected', at: 'conditions' }],
    ],
    [
      'a condition is not complete',
      { conditions: [condition, { text: '', dueAt: '2026-12-01', evidence: ' ' }] },
      [
        { code: 'conditionTextMissing', params: { number: 2 }, at: 'conditions/2' },
        { code: 'conditionDueDateNotLater', params: { number: 2 }, at: 'conditions/2' },
        { code: 'conditionEvidenceMissing', params: { number: 2 }, at: 'conditions/2' },
      ],
    ],
    [
      'a condition is due later than the pack allows',
      { conditions: [{ ...condition, dueAt: '2028-12-01' }] },
      [{ code: 'conditionDueDateTooFar', params: { number: 1, latest: '2028-11-30' }, at: 'conditions/1' }],
    ],
    [
      'a question of the decision is not answered',
      { questionsUnanswered: ['RQ-DEC-01'] },
      [{ code: 'decisionQuestionUnanswered', params: { question: 'RQ-DEC-01' }, at: 'decision/RQ-DEC-01' }],
    ],
    [
      'the applicant was not heard on a refusal',
      { outcome: 'refuse', conditions: [], adverse: true },
      [{ code: 'noticeMissing' }],
    ],
  ])('%s', (_, lacking, unmet) => {
    expect(decision.next('drafting', 'SUBMIT_FOR_SIGNATURE', { ...ready, ...lacking })).toEqual({ unmet })
  })

  test('once heard, a refusal goes on', () => {
    const heard = { ...ready, outcome: 'refuse', conditions: [], adverse: true, noticeDone: true }
    expect(decision.next('drafting', 'SUBMIT_FOR_SIGNATURE', heard)).toEqual({ to: 'forSignature' })
  })
})

describe('a signature is refused, and it says why:', () => {
  test.each<[string, string, string, DecisionFacts, Unmet[]]>([
    [
      'the signer had a part in the case',
      'forSignature',
      'SIGN',
      { ...ready, partsOfSigner: ['reviewer', 'drafter'] },
      [
        { code: 'signerHasPart', params: { part: 'reviewer' } },
        { code: 'signerHasPart', params: { part: 'drafter' } },
      ],
    ],
    [
      'the signer does not affirm',
      'forSignature',
      'SIGN',
      { ...ready, affirmed: false },
      [{ code: 'affirmationMissing', at: 'affirmed' }],
    ],
    ['the draft is stale', 'forSignature', 'SIGN', { ...ready, stale: true }, [{ code: 'draftStale' }]],
    [
      'the same person countersigns',
      'signed',
      'COUNTERSIGN',
      { ...ready, signedBefore: true },
      [{ code: 'sameSigner' }],
    ],
    [
      'the countersigner had a part in the case and does not affirm',
      'signed',
      'COUNTERSIGN',
      { ...ready, partsOfSigner: ['stageLead'], affirmed: false },
      [
        { code: 'signerHasPart', params: { part: 'stageLead' } },
        { code: 'affirmationMissing', at: 'affirmed' },
      ],
    ],
    ['no countersignature is asked for', 'signed', 'COUNTERSIGN', once, [{ code: 'oneSignatureOnly' }]],
    ['nobody countersigns, so nobody returns it', 'signed', 'RETURN_TO_DRAFTER', once, [{ code: 'oneSignatureOnly' }]],
    [
      'the dispatch delay does not issue what needs two signatures',
      'signed',
      'DISPATCH_ELAPSED',
      { ...ready, dispatchDelayOver: true },
      [{ code: 'countersignatureMissing' }],
    ],
    [
      'the dispatch delay still runs',
      'signed',
      'DISPATCH_ELAPSED',
      { ...once, dispatchDelayOver: false },
      [{ code: 'dispatchDelayRunning' }],
    ],
    [
      'an interest of whoever drafted or signed it is being checked',
      'signed',
      'COUNTERSIGN',
      { ...ready, underCheck: true },
      [{ code: 'decisionUnderCheck' }],
    ],
    [
      'an interest is being checked when the dispatch delay ends',
      'signed',
      'DISPATCH_ELAPSED',
      { ...once, underCheck: true },
      [{ code: 'decisionUnderCheck' }],
    ],
    ['recall comes too late', 'signed', 'RECALL', once, [{ code: 'recallTimeOver' }]],
  ])('%s', (_, from, event, facts, unmet) => {
    expect(decision.next(from, event, facts)).toEqual({ unmet })
  })

  test('recall is open within the dispatch delay, and until the countersignature where one is needed', () => {
    expect(decision.next('signed', 'RECALL', { ...once, dispatchDelayOver: false })).toEqual({ to: 'drafting' })
    expect(decision.next('signed', 'RECALL', { ...ready, dispatchDelayOver: true })).toEqual({ to: 'drafting' })
    expect(decision.next('issued', 'RECALL', ready)).toBe(outOfTurn)
  })

  test('a screen that only asks what is permitted is not told to affirm', () => {
    expect(decision.next('forSignature', 'SIGN', { ...ready, affirmed: 'notAsked' })).toEqual({ to: 'signed' })
  })
})
