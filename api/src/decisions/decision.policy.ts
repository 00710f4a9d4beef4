import type { Actor } from '../kernel/auth/actor.ts'
import { has, isApplicant } from '../kernel/auth/actor.ts'
import type { Verdict } from '../kernel/policy.ts'
import { unmet } from '../kernel/workflow.ts'
import type { CaseFacts } from '../kernel/workflow.ts'
import type { Decision } from './decision.entity.ts'

/** Parts whose holders prepared or judged the case: none of them signs its decision (workflow.md 0, rules 1 and 2). */
export const workingParts = ['submitter', 'adviser', 'screener', 'caseManager', 'stageLead', 'reviewer', 'drafter']

/** Its applicant reads the act once it is issued. Until then they know of the notice, and of nothing that follows it. */
export const decisionHidden = (actor: Actor, state: string): boolean => isApplicant(actor) && state !== 'issued'

export const decisionStateFor = (actor: Actor, state: string): string =>
  decisionHidden(actor, state) && state !== 'noticeOfIntent' && state !== 'abandoned' ? 'drafting' : state

/** Where the case stands. */
export type DecisionDuty = { caseState: string; finalDecision: boolean }

/** Pure: who may do what to a decision (workflow.md 4). */
export function mayDecide(actor: Actor, event: string, subject: Decision, facts: DecisionDuty & CaseFacts): Verdict {
  if (facts.recused) return [unmet('duty.recused')]
  const worked = facts.parts.filter((part) => workingParts.includes(part))
  const signs = has(actor, 'decisionMaker', 'deputy')
  switch (event) {
    case 'START':
      if (!has(actor, 'caseManager')) return 'hidden'
      return facts.caseState === 'consolidation' ? [] : [unmet('duty.caseNotInConsolidation')]
    case 'GIVE_NOTICE':
    case 'SUBMIT_FOR_SIGNATURE':
    case 'ABANDON':
      return has(actor, 'caseManager') ? [] : 'hidden'
    case 'COMMENTS_RECEIVED':
      if (!isApplicant(actor) || actor.organisationId !== subject.organisationId) return 'hidden'
      return has(actor, 'applicantSigner') ? [] : [unmet('duty.onlyOfficerSigns')]
    case 'SIGN':
    case 'COUNTERSIGN':
      // Shown, disabled, to whoever prepared the case: they may expect the button, and read why it is not theirs.
      if (subject.drafterId === actor.id) return [unmet('duty.drafterDoesNotSign')]
      if (worked.length > 0) return worked.map((part) => unmet('signerHasPart', { part }))
      if (!signs) return 'hidden'
      return event === 'COUNTERSIGN' && subject.signerId === actor.id ? [unmet('sameSigner')] : []
    case 'RETURN_TO_DRAFTER':
      if (!signs) return 'hidden'
      if (worked.length > 0) return worked.map((part) => unmet('signerHasPart', { part }))
      return subject.state === 'signed' && subject.signerId === actor.id ? [unmet('duty.signerRecalls')] : []
    case 'RECALL':
      if (!signs) return 'hidden'
      return subject.signerId === actor.id ? [] : [unmet('duty.onlySignerRecalls')]
    default:
      return 'hidden'
  }
}
