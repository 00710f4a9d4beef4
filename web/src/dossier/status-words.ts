import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { StatusKind } from '../ui/status-tag.tsx'

/** The glossary of fixed words for codes of the API: each is written and translated once, here. */
type Words = Readonly<Record<string, MessageDescriptor>>

/** The state of a submission. */
export const submissionStates: Words = {
  draft: msg`Draft`,
  preAdvice: msg`Advice before sending`,
  submitted: msg`Sent`,
  screening: msg`Screening`,
  returnedIncomplete: msg`Returned`,
  outOfScopeProposed: msg`Out of scope proposed`,
  inReview: msg`In review`,
  onHold: msg`Waiting for the applicant`,
  consolidation: msg`Reports are brought together`,
  decisionPending: msg`Decision`,
  decided: msg`Decided`,
  withdrawn: msg`Withdrawn`,
  outOfScope: msg`Out of scope`,
}

/** Which colour and icon go with a submission's state. */
export function submissionStateKind(state: string): StatusKind {
  if (state === 'returnedIncomplete' || state === 'onHold') return 'attention'
  if (state === 'decided') return 'done'
  if (state === 'withdrawn' || state === 'outOfScope') return 'waiting'
  return 'information'
}

/** What stands next, for the reader's own side. */
export const nextSteps: Words = {
  continueDraft: msg`Continue the dossier`,
  mendReturned: msg`Mend the fields that were sent back`,
  answerRequest: msg`Answer the request for information`,
  readDecision: msg`Read the decision`,
  waitAdvice: msg`Wait for the agency’s advice`,
  waitAgency: msg`The agency is at work`,
  closed: msg`Nothing is left to do`,
  giveAdvice: msg`Give advice`,
  acknowledge: msg`Acknowledge receipt`,
  screen: msg`Screen the file`,
  ruleOnScope: msg`A second person rules on scope`,
  review: msg`Review`,
  waitApplicant: msg`Wait for the applicant`,
  draftDecision: msg`Draft the decision`,
  signDecision: msg`Sign the decision`,
  done: msg`Nothing is left to do`,
}

/** Status of an entry in the public register. */
export const registerStatuses: Words = {
  approved: msg`Approved`,
  active: msg`Approved`,
  conditional: msg`Approved with conditions`,
  approvedWithConditions: msg`Approved with conditions`,
  refused: msg`Refused`,
  suspended: msg`Suspended`,
  revoked: msg`Revoked`,
  withdrawn: msg`Withdrawn`,
  expired: msg`Expired`,
  superseded: msg`Replaced by a newer approval`,
  surrendered: msg`Given up by the holder`,
}

/** The state of a section in the task list. */
export const sectionStates: Words = {
  notStarted: msg`Not started`,
  inProgress: msg`In progress`,
  hasErrors: msg`Has errors`,
  completed: msg`Completed`,
  locked: msg`Locked`,
  hidden: msg`Not needed`,
}

/** The state of a request for information. */
export const informationRequestStates: Words = {
  drafted: msg`Draft`,
  issued: msg`Waiting for an answer`,
  extensionAsked: msg`More time asked for`,
  answered: msg`Answered`,
  incomplete: msg`Answer incomplete`,
  closed: msg`Closed`,
  lapsed: msg`Time ran out`,
  cancelled: msg`Cancelled`,
  discarded: msg`Discarded`,
}

/** What a decision is about. */
export const decisionKinds: Words = {
  registration: msg`First registration`,
  change: msg`Change`,
  renewal: msg`Renewal`,
}

/** What a signature says; the words that the signer sees and that stand in the record. */
export const signatureMeanings: Words = {
  submitted: msg`submitted`,
  answered: msg`answered`,
  reviewed: msg`reviewed`,
  reconciled: msg`reconciled`,
  approved: msg`approved`,
  refused: msg`refused`,
  suspended: msg`suspended`,
  revoked: msg`revoked`,
  countersigned: msg`countersigned`,
  audited: msg`audited`,
  appealDecided: msg`appeal decided`,
}

/** How a signer proved who they were; with a password alone nobody signs any more. */
export const proofKinds: Words = {
  passkey: msg`proven by passkey`,
  passwordAndCode: msg`proven by password and one-time code`,
  password: msg`proven by password`,
}

/** The roles that an account may hold. */
export const roleNames: Words = {
  applicantEditor: msg`Contributor`,
  applicantSigner: msg`Officer, who signs for the organisation`,
  organisationAdmin: msg`Administrator of the organisation`,
  screeningOfficer: msg`Screening officer`,
  caseManager: msg`Case manager`,
  stageLead: msg`Stage lead`,
  reviewer: msg`Reviewer`,
  decisionMaker: msg`Decision maker`,
  deputy: msg`Deputy, who countersigns`,
  integrityOfficer: msg`Integrity officer`,
  inspector: msg`Inspector`,
  agencyAdmin: msg`Agency administrator`,
}

/**
 * Offices of the agency that are called as a role is, and those of the demonstration, by their name in English: a record
 * holds them so. Any other office stands as it was typed.
 */
const offices: Words = {
  'Screening officer': msg`Screening officer`,
  'Case manager': msg`Case manager`,
  'Stage lead': msg`Stage lead`,
  Reviewer: msg`Reviewer`,
  'Decision maker': msg`Decision maker`,
  'Director of approvals': msg`Director of approvals`,
  'Deputy director of approvals': msg`Deputy director of approvals`,
  'Integrity officer': msg`Integrity officer`,
  Inspector: msg`Inspector`,
  Administrator: msg`Administrator`,
}

/** What an office is called in the reader's language. */
export function officeName(t: (word: MessageDescriptor) => string, office: string): string {
  const word = offices[office]
  return word ? t(word) : office
}

/** The word for a code; a code that has none (a newer server) is shown as it is. */
export function wordOf(words: Words, code: string): MessageDescriptor {
  return words[code] ?? { id: code, message: code }
}
