import { describe, expect, test } from 'vitest'
import type { Unmet } from '../kernel/process.ts'
import { testLegalMoves } from '../kernel/legal-moves.testing.ts'
import type { SubmissionFacts } from './submission.machine.ts'
import { submission, submissionMachine } from './submission.machine.ts'

const facts: SubmissionFacts = {
  organisationVerified: true,
  unmet: [],
  riskClass: 'III',
  screeningUnanswered: [],
  classConfirmed: 'III',
  classReason: '',
  citations: [{ field: 'intendedPurpose', reason: 'The patients are not named.' }],
  screeningElapsed: true,
  approvedQuestions: 3,
  finalNoticeGiven: true,
  stagesUnreported: [],
  claimsUnruled: [],
  openQuestions: [],
  draftForSignature: true,
  managerObstacles: [],
  holdDaysLeft: 60,
  daysAsked: 60,
}

describe('a submission', () => {
  testLegalMoves(
    submission,
    submissionMachine,
    [facts],
    `
  (new)               CREATE                        draft
  draft               REQUEST_ADVICE                preAdvice
  draft               SUBMIT                        submitted
  draft               DISCARD                       withdrawn
  preAdvice           GIVE_ADVICE                   draft
  submitted           ACKNOWLEDGE                   screening
  submitted           WITHDRAW                      withdrawn
  screening           WITHDRAW                      withdrawn
  screening           RETURN_WITH_LIST              returnedIncomplete
  screening           PROPOSE_OUT_OF_SCOPE          outOfScopeProposed
  screening           ACCEPT                        inReview
  screening           DEEMED_COMPLETE               inReview
  returnedIncomplete  RESUBMIT                      screening
  returnedIncomplete  EXTEND_HOLD                   returnedIncomplete
  returnedIncomplete  TIMEOUT                       withdrawn
  returnedIncomplete  WITHDRAW                      withdrawn
  outOfScopeProposed  CONFIRM_OUT_OF_SCOPE          outOfScope
  outOfScopeProposed  REJECT_OUT_OF_SCOPE           screening
  outOfScopeProposed  WITHDRAW                      withdrawn
  inReview            NAME_MANAGER                  inReview
  inReview            ISSUE_INFORMATION_REQUEST     onHold
  inReview            ALL_REQUIRED_STAGES_REPORTED  consolidation
  inReview            WITHDRAW                      withdrawn
  onHold              NAME_MANAGER                  onHold
  onHold              ANSWER_ACCEPTED_COMPLETE      inReview
  onHold              TIMEOUT                       withdrawn
  onHold              WITHDRAW                      withdrawn
  consolidation       NAME_MANAGER                  consolidation
  consolidation       REOPEN_STAGE                  inReview
  consolidation       ISSUE_INFORMATION_REQUEST     onHold
  consolidation       SEND_DRAFT_DECISION           decisionPending
  consolidation       WITHDRAW                      withdrawn
  decisionPending     NAME_MANAGER                  decisionPending
  decisionPending     RETURNED_BY_SIGNER            consolidation
  decisionPending     DECISION_ISSUED               decided
  decisionPending     WITHDRAW                      withdrawn
    `,
  )
})

describe('a submission does not move, and says why:', () => {
  const gap = { code: 'answerMissing', at: 'intendedUse/intendedPurpose' }
  const open = { code: 'informationQuestionOpen', params: { request: 2, question: 'Why 41 sites?' }, at: 'requests/2' }

  test.each<[string, string, string, Partial<SubmissionFacts>, Unmet[]]>([
    ['an answer is missing', 'draft', 'SUBMIT', { unmet: [gap], riskClass: null }, [gap]],
    ['an answer is missing', 'returnedIncomplete', 'RESUBMIT', { unmet: [gap] }, [gap]],
    [
      'the organisation is not verified',
      'draft',
      'SUBMIT',
      { organisationVerified: false, unmet: [gap] },
      [{ code: 'organisationNotVerified' }, gap],
    ],
    ['no class follows from the answers', 'draft', 'SUBMIT', { riskClass: null }, [{ code: 'riskClassUnknown' }]],
    ['a return without a list', 'screening', 'RETURN_WITH_LIST', { citations: [] }, [{ code: 'citationsMissing' }]],
    [
      'a list with gaps of its own',
      'screening',
      'RETURN_WITH_LIST',
      {
        citations: [
          { field: 'modelName', reason: 'Wrong version.' },
          { field: '', reason: 'Something.' },
          { field: 'modelCard', reason: ' ' },
        ],
      },
      [
        { code: 'citationFieldMissing', params: { number: 2 } },
        { code: 'citationReasonMissing', params: { number: 3 }, at: 'modelCard' },
      ],
    ],
    [
      'a screening question is open',
      'screening',
      'ACCEPT',
      { screeningUnanswered: ['RQ-SCR-02'] },
      [{ code: 'screeningQuestionUnanswered', params: { question: 'RQ-SCR-02' }, at: 'screening/RQ-SCR-02' }],
    ],
    [
      'the class is not confirmed',
      'screening',
      'ACCEPT',
      { classConfirmed: null },
      [{ code: 'classNotConfirmed', at: 'screening/class' }],
    ],
    [
      'the class is changed without a reason',
      'screening',
      'ACCEPT',
      { classConfirmed: 'IV' },
      [{ code: 'classReasonMissing', at: 'screening/classReason' }],
    ],
    [
      'the days for screening still run',
      'screening',
      'DEEMED_COMPLETE',
      { screeningElapsed: false },
      [{ code: 'screeningStillRunning' }],
    ],
    [
      'no question was approved',
      'inReview',
      'ISSUE_INFORMATION_REQUEST',
      { approvedQuestions: 0 },
      [{ code: 'noQuestionApproved' }],
    ],
    [
      'no question was approved',
      'consolidation',
      'ISSUE_INFORMATION_REQUEST',
      { approvedQuestions: 0 },
      [{ code: 'noQuestionApproved' }],
    ],
    [
      'who is named may not manage it',
      'onHold',
      'NAME_MANAGER',
      { managerObstacles: [{ code: 'manage.inPlace' }] },
      [{ code: 'manage.inPlace' }],
    ],
    [
      'more days are given than are left',
      'returnedIncomplete',
      'EXTEND_HOLD',
      { holdDaysLeft: 20, daysAsked: 21 },
      [{ code: 'holdExtensionTooLong', params: { left: 20 } }],
    ],
    [
      'no days are left to give, whether or not some are asked for',
      'returnedIncomplete',
      'EXTEND_HOLD',
      { holdDaysLeft: 0, daysAsked: 'notAsked' },
      [{ code: 'holdExtensionUsedUp' }],
    ],
    ['no last notice was given', 'onHold', 'TIMEOUT', { finalNoticeGiven: false }, [{ code: 'finalNoticeMissing' }]],
    [
      'a stage, a claim and a question are open',
      'inReview',
      'ALL_REQUIRED_STAGES_REPORTED',
      {
        stagesUnreported: ['equity'],
        claimsUnruled: ['trainingData'],
        openQuestions: [{ request: 2, question: 'Why 41 sites?' }],
      },
      [
        { code: 'stageNotReported', params: { stage: 'equity' }, at: 'stages/equity' },
        { code: 'claimNotRuled', params: { field: 'trainingData' }, at: 'trainingData' },
        open,
      ],
    ],
    [
      'no draft is ready, a stage was reopened, a question is open',
      'consolidation',
      'SEND_DRAFT_DECISION',
      {
        draftForSignature: false,
        stagesUnreported: ['equity'],
        openQuestions: [{ request: 2, question: 'Why 41 sites?' }],
      },
      [
        { code: 'draftDecisionMissing' },
        { code: 'stageNotReported', params: { stage: 'equity' }, at: 'stages/equity' },
        open,
      ],
    ],
  ])('%s (%s, %s)', (_, from, event, lacking, unmet) => {
    expect(submission.next(from, event, { ...facts, ...lacking })).toEqual({ unmet })
  })

  test('a changed class with a reason is accepted', () => {
    const changed = { ...facts, classConfirmed: 'IV', classReason: 'Patients read the answers themselves.' }
    expect(submission.next('screening', 'ACCEPT', changed)).toEqual({ to: 'inReview' })
  })
})
