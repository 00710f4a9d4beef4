import * as z from 'zod/mini'
import {
  commandOn,
  commandOnVersion,
  day,
  draftText,
  listOf,
  reason,
  sealing,
  stageKey,
  text,
} from '../kernel/input.ts'
import { ScreeningAnswerInput } from '../submission/submission.schema.ts'

const decisionKinds = [
  'registration',
  'change',
  'renewal',
  'conditionChange',
  'suspension',
  'liftSuspension',
  'revocation',
  'appealOutcome',
] as const

export const decisionOutcomes = ['approve', 'approveWithConditions', 'refuse', 'suspend', 'lift', 'revoke'] as const

const onRight = ['approve', 'approveWithConditions', 'refuse'] as const
/** What a decision of each kind may come to: those on a right grant or refuse it, the others are the act that they name. */
export const outcomesOfKind: Readonly<Record<string, readonly string[]>> = {
  registration: onRight,
  change: onRight,
  renewal: onRight,
  conditionChange: onRight,
  suspension: ['suspend'],
  liftSuspension: ['lift'],
  revocation: ['revoke'],
  appealOutcome: decisionOutcomes,
}

/** `id` is the submission. */
export const StartDecisionInput = z.strictObject({ ...commandOn, kind: z.enum(decisionKinds) })
export type StartDecisionInput = z.infer<typeof StartDecisionInput>

/** Why the draft does not follow the recommendation of a stage. */
export const DepartureInput = z.strictObject({ stage: stageKey, reason: draftText(4000) })
export type DepartureInput = z.infer<typeof DepartureInput>

/** `dueAt` is the last day on which the evidence may be filed. */
export const ConditionInput = z.strictObject({
  text: draftText(4000),
  dueAt: day,
  evidence: draftText(4000),
})
export type ConditionInput = z.infer<typeof ConditionInput>

/** The drafter's work in progress; a guard asks for what is missing when it is sent for signature. */
export const SaveDecisionInput = z.strictObject({
  ...commandOnVersion,
  outcome: z.nullish(z.enum(decisionOutcomes)),
  reasons: draftText(40_000),
  publicSummary: draftText(4000),
  departures: listOf(DepartureInput, 50),
  conditions: listOf(ConditionInput, 50),
  answers: listOf(ScreeningAnswerInput, 100),
})
export type SaveDecisionInput = z.infer<typeof SaveDecisionInput>

export const GiveNoticeInput = z.strictObject({ ...commandOnVersion, text: text(20_000) })
export type GiveNoticeInput = z.infer<typeof GiveNoticeInput>

export const CommentOnNoticeInput = z.strictObject({ ...commandOnVersion, text: text(20_000) })
export type CommentOnNoticeInput = z.infer<typeof CommentOnNoticeInput>

export const SubmitForSignatureInput = z.strictObject(commandOnVersion)
export type SubmitForSignatureInput = z.infer<typeof SubmitForSignatureInput>

export const ReturnToDrafterInput = z.strictObject({ ...commandOnVersion, reason })
export type ReturnToDrafterInput = z.infer<typeof ReturnToDrafterInput>

export const SignDecisionInput = z.strictObject({ ...commandOnVersion, affirmed: z.boolean(), ...sealing })
export type SignDecisionInput = z.infer<typeof SignDecisionInput>

export const RecallDecisionInput = z.strictObject({ ...commandOnVersion, reason })
export type RecallDecisionInput = z.infer<typeof RecallDecisionInput>

export const CountersignDecisionInput = z.strictObject({ ...commandOnVersion, affirmed: z.boolean(), ...sealing })
export type CountersignDecisionInput = z.infer<typeof CountersignDecisionInput>

export const AbandonDecisionInput = z.strictObject({ ...commandOnVersion, reason })
export type AbandonDecisionInput = z.infer<typeof AbandonDecisionInput>
