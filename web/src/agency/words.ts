import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'

/** The agency's words for codes of the API; what the applicant and the public read has its words in `dossier`. */
type Words = Readonly<Record<string, MessageDescriptor>>

/** Stages of the default pack; a stage of an agency's own is shown by its key where no pack is at hand. */
export const stageNames: Words = {
  screening: msg`Screening`,
  technical: msg`Technical`,
  clinical: msg`Clinical`,
  equity: msg`Equity`,
  'data-protection': msg`Data protection`,
  cybersecurity: msg`Cybersecurity`,
  ethics: msg`Ethics`,
  'post-market': msg`After release`,
  decision: msg`Decision`,
}

export const stageStates: Words = {
  notStarted: msg`Not started`,
  inProgress: msg`In review`,
  awaitingApplicant: msg`Waiting for the applicant`,
  leadCheck: msg`Lead checks the reports`,
  reported: msg`Reported`,
  reopened: msg`Reopened`,
  closed: msg`Closed`,
}

export const assignmentStates: Words = {
  proposed: msg`Proposed`,
  declaring: msg`Declaring interests`,
  active: msg`Active`,
  integrityCheck: msg`With the integrity officer`,
  recused: msg`Recused`,
  declined: msg`Declined`,
  lapsed: msg`Lapsed`,
  completed: msg`Report signed`,
  reassigned: msg`Reassigned`,
  released: msg`Released`,
}

export const decisionStates: Words = {
  drafting: msg`Being drafted`,
  noticeOfIntent: msg`Notice of intent given`,
  forSignature: msg`Waiting for signature`,
  signed: msg`Signed`,
  issued: msg`Issued`,
  abandoned: msg`Abandoned`,
}

export const claimStates: Words = {
  claimed: msg`Waiting for a ruling`,
  granted: msg`Granted`,
  refused: msg`Refused`,
  expired: msg`Ended`,
}

export const outcomes: Words = {
  approve: msg`Approve`,
  approveWithConditions: msg`Approve with conditions`,
  refuse: msg`Refuse`,
}

/** A report, a stage and a decision speak of the same three outcomes. */
export const recommendations = outcomes

export const parts: Words = {
  screener: msg`Screener`,
  screeningOfficer: msg`Screener`,
  caseManager: msg`Case manager`,
  stageLead: msg`Stage lead`,
  lead: msg`Stage lead`,
  reviewer: msg`Reviewer`,
  drafter: msg`Drafter of the decision`,
  signer: msg`Signer`,
  countersigner: msg`Countersigner`,
  adviser: msg`Adviser before submission`,
  integrityOfficer: msg`Integrity officer`,
  submitter: msg`Signed for the applicant`,
}

/** The kinds of interest that a reviewer declares for a case, five years back. */
export const interestKinds = {
  employment: msg`Employment`,
  money: msg`Money, grants or fees`,
  shares: msg`Shares`,
  patents: msg`Patents`,
  research: msg`Research together`,
  family: msg`Family or close friends`,
  advocacy: msg`Public advocacy for or against`,
} satisfies Words

/** The kinds that one answers with, in the order of the form. */
export const interestKindCodes = Object.keys(interestKinds)

export const documentStates: Words = {
  received: msg`Received`,
  scanning: msg`Being checked`,
  clean: msg`Checked`,
  rejected: msg`Rejected`,
}

export const answers: Words = {
  yes: msg`Yes`,
  partly: msg`Partly`,
  no: msg`No`,
}

/** The answers to a review question, in the order of the shortcuts 1, 2, 3. */
export const answerCodes = ['yes', 'partly', 'no'] as const

/** The outcomes of a first registration, in the order of the form. */
export const outcomeCodes = ['approve', 'approveWithConditions', 'refuse'] as const
