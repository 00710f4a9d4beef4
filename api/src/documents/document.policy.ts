import type { Unmet } from '@placet/shared/kernel/process'
import type { Actor } from '../kernel/auth/actor.ts'
import { has, isApplicant } from '../kernel/auth/actor.ts'
import { unmet } from '../kernel/workflow.ts'

/** What decides whether a dossier takes files now. */
export type UploadFacts = {
  organisationId: string
  /** State of the submission. */
  state: string
  /** The agency has asked for information and waits for the answer. */
  answersRequest: boolean
}

/** Nobody but the applicant adds files, and nobody once the dossier is with the agency, unless it asked. */
export function mayUpload(actor: Actor, facts: UploadFacts): Unmet[] {
  const isOwn = isApplicant(actor) && actor.organisationId === facts.organisationId
  if (!isOwn || !has(actor, 'applicantEditor', 'applicantSigner')) return [unmet('document.onlyApplicant')]
  const isOpen = facts.state === 'draft' || facts.state === 'returnedIncomplete' || facts.answersRequest
  return isOpen ? [] : [unmet('document.locked')]
}
