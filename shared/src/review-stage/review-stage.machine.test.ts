import { describe, expect, test } from 'vitest'
import type { Unmet } from '../kernel/process.ts'
import { testLegalMoves } from '../kernel/legal-moves.testing.ts'
import type { ReviewStageFacts } from './review-stage.machine.ts'
import { reviewStage, reviewStageMachine } from './review-stage.machine.ts'

const facts: ReviewStageFacts = {
  stage: 'clinical',
  activeReviewers: 1,
  unmet: [],
  reportsSigned: 2,
  reportsNeeded: 2,
  unreconciled: [],
  recommendation: 'approve',
  ground: 'newEvidence',
  dissentFiled: false,
  returnedBySigner: false,
}

describe('a review stage', () => {
  testLegalMoves(
    reviewStage,
    reviewStageMachine,
    [facts],
    `
  (new)              OPEN                    notStarted
  notStarted         FIRST_REVIEWER_ACCEPTS  inProgress
  notStarted         CASE_ENDED              closed
  inProgress         QUESTION_SENT           awaitingApplicant
  inProgress         REPORT_SIGNED           inProgress
  inProgress         ALL_REPORTS_SIGNED      leadCheck
  inProgress         CASE_ENDED              closed
  awaitingApplicant  ANSWER_RECEIVED         inProgress
  awaitingApplicant  CASE_ENDED              closed
  leadCheck          RETURN_FOR_WORK         inProgress
  leadCheck          LEAD_SIGNS              reported
  leadCheck          CASE_ENDED              closed
  reported           REOPEN                  reopened
  reopened           RESUME                  inProgress
  reopened           CASE_ENDED              closed
    `,
  )
})

describe('a review stage does not move, and says why:', () => {
  const gap = { code: 'reviewReasonMissing', params: { question: 'RQ-CLI-03' }, at: 'clinical/RQ-CLI-03' }

  test.each<[string, string, string, Partial<ReviewStageFacts>, Unmet[]]>([
    [
      'nobody has declared to have no interest',
      'notStarted',
      'FIRST_REVIEWER_ACCEPTS',
      { activeReviewers: 0 },
      [{ code: 'noReviewerActive' }],
    ],
    ['the report has a gap', 'inProgress', 'REPORT_SIGNED', { unmet: [gap] }, [gap]],
    [
      'one of two reports is signed',
      'inProgress',
      'ALL_REPORTS_SIGNED',
      { reportsSigned: 1 },
      [{ code: 'reportsNotSigned', params: { signed: 1, needed: 2 } }],
    ],
    [
      'two answers differ, and there is no recommendation',
      'leadCheck',
      'LEAD_SIGNS',
      { unreconciled: ['RQ-CLI-03', 'RQ-CLI-07'], recommendation: null },
      [
        { code: 'reconciliationMissing', params: { question: 'RQ-CLI-03' }, at: 'clinical/RQ-CLI-03' },
        { code: 'reconciliationMissing', params: { question: 'RQ-CLI-07' }, at: 'clinical/RQ-CLI-07' },
        { code: 'stageRecommendationMissing', at: 'clinical/recommendation' },
      ],
    ],
    [
      'a signed report was lost by a recusal meanwhile',
      'leadCheck',
      'LEAD_SIGNS',
      { reportsSigned: 1 },
      [{ code: 'reportsNotSigned', params: { signed: 1, needed: 2 } }],
    ],
    ['nobody dissents', 'reported', 'REOPEN', { ground: 'dissent' }, [{ code: 'noDissentFiled' }]],
    [
      'the signer returned nothing',
      'reported',
      'REOPEN',
      { ground: 'returnedBySigner' },
      [{ code: 'notReturnedBySigner' }],
    ],
  ])('%s (%s, %s)', (_, from, event, lacking, unmet) => {
    expect(reviewStage.next(from, event, { ...facts, ...lacking })).toEqual({ unmet })
  })

  test.each<Partial<ReviewStageFacts>>([
    { ground: 'dissent', dissentFiled: true },
    { ground: 'returnedBySigner', returnedBySigner: true },
    { ground: 'recusal' },
    { ground: 'notAsked' },
  ])('a ground that holds reopens it: %o', (given) => {
    expect(reviewStage.next('reported', 'REOPEN', { ...facts, ...given })).toEqual({ to: 'reopened' })
  })
})
