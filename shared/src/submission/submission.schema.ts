import * as z from 'zod/mini'
import {
  baseVersion,
  commandOn,
  commandOnVersion,
  draftKey,
  draftText,
  key,
  listOf,
  reason,
  rowId,
  sealing,
  text,
} from '../kernel/input.ts'

const riskClasses = ['I', 'II', 'III', 'IV'] as const

export const DiscardDossierInput = z.strictObject(commandOnVersion)
export type DiscardDossierInput = z.infer<typeof DiscardDossierInput>

export const RequestAdviceInput = z.strictObject({ ...commandOnVersion, adviserId: rowId })
export type RequestAdviceInput = z.infer<typeof RequestAdviceInput>

export const GiveAdviceInput = z.strictObject({ ...commandOnVersion, advice: text(20_000) })
export type GiveAdviceInput = z.infer<typeof GiveAdviceInput>

export const SubmitDossierInput = z.strictObject({ ...commandOnVersion, ...sealing })
export type SubmitDossierInput = z.infer<typeof SubmitDossierInput>

export const ResubmitDossierInput = z.strictObject({ ...commandOnVersion, ...sealing })
export type ResubmitDossierInput = z.infer<typeof ResubmitDossierInput>

export const WithdrawSubmissionInput = z.strictObject({ ...commandOnVersion, reason })
export type WithdrawSubmissionInput = z.infer<typeof WithdrawSubmissionInput>

export const AcknowledgeSubmissionInput = z.strictObject(commandOnVersion)
export type AcknowledgeSubmissionInput = z.infer<typeof AcknowledgeSubmissionInput>

/** An answer of an officer to one question of the pack: in screening, and before a decision. */
export const ScreeningAnswerInput = z.strictObject({
  question: key,
  answer: z.enum(['yes', 'partly', 'no']),
  reason: draftText(4000),
})
export type ScreeningAnswerInput = z.infer<typeof ScreeningAnswerInput>

/** One gap for the list that goes back: the field, and what is wrong with it. */
export const CitationInput = z.strictObject({ field: draftKey, reason: draftText(4000) })
export type CitationInput = z.infer<typeof CitationInput>

/** The screener's work in progress; nothing in it counts before a result is recorded. */
export const SaveScreeningInput = z.strictObject({
  ...commandOn,
  screeningVersion: baseVersion,
  answers: listOf(ScreeningAnswerInput, 100),
  citations: listOf(CitationInput, 200),
  classConfirmed: z.nullish(z.enum(riskClasses)),
  classReason: z.nullish(draftText(4000)),
})
export type SaveScreeningInput = z.infer<typeof SaveScreeningInput>

export const ReturnSubmissionInput = z.strictObject(commandOnVersion)
export type ReturnSubmissionInput = z.infer<typeof ReturnSubmissionInput>

export const AcceptSubmissionInput = z.strictObject({ ...commandOnVersion, caseManagerId: z.nullish(rowId) })
export type AcceptSubmissionInput = z.infer<typeof AcceptSubmissionInput>

/** Fills the case manager's place, or hands it over; `reason` is the note to the next one. */
export const NameCaseManagerInput = z.strictObject({ ...commandOnVersion, managerId: rowId, reason })
export type NameCaseManagerInput = z.infer<typeof NameCaseManagerInput>

/** More calendar days to complete a returned file; a guard knows how many are left. */
export const ExtendScreeningHoldInput = z.strictObject({
  ...commandOnVersion,
  days: z.int().check(z.minimum(1), z.maximum(180)),
  reason,
})
export type ExtendScreeningHoldInput = z.infer<typeof ExtendScreeningHoldInput>

export const ProposeOutOfScopeInput = z.strictObject({ ...commandOnVersion, reason })
export type ProposeOutOfScopeInput = z.infer<typeof ProposeOutOfScopeInput>

export const ConfirmOutOfScopeInput = z.strictObject({ ...commandOnVersion, reason })
export type ConfirmOutOfScopeInput = z.infer<typeof ConfirmOutOfScopeInput>

export const RejectOutOfScopeInput = z.strictObject({ ...commandOnVersion, reason })
export type RejectOutOfScopeInput = z.infer<typeof RejectOutOfScopeInput>

/** Ends every part that the person has in the case; the state of the case does not matter, so no version is asked. */
export const RecuseSelfInput = z.strictObject({ ...commandOn, reason })
export type RecuseSelfInput = z.infer<typeof RecuseSelfInput>
