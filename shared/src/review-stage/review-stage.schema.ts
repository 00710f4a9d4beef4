import * as z from 'zod/mini'
import {
  baseVersion,
  commandOn,
  commandOnVersion,
  draftText,
  key,
  listOf,
  name,
  reason,
  rowId,
  sealing,
  text,
  version,
} from '../kernel/input.ts'

export const reviewAnswers = ['yes', 'partly', 'no'] as const
export const recommendations = ['approve', 'approveWithConditions', 'refuse'] as const

export const SetStageLeadInput = z.strictObject({ ...commandOnVersion, leadId: rowId })
export type SetStageLeadInput = z.infer<typeof SetStageLeadInput>

/** Where the evidence stands: a field of the dossier, or a document and its page, counted from 1. */
export const EvidenceInput = z
  .strictObject({
    kind: z.enum(['field', 'document']),
    at: name(200),
    page: z.nullish(z.int().check(z.minimum(1), z.maximum(100_000))),
  })
  .check(
    z.refine(({ kind, page }) => kind === 'document' || page == null, { error: 'inputPageOfField', path: ['page'] }),
  )
export type EvidenceInput = z.infer<typeof EvidenceInput>

export const SaveReviewAnswerInput = z.strictObject({
  ...commandOn,
  question: key,
  baseVersion,
  answer: z.nullish(z.enum(reviewAnswers)),
  reason: draftText(20_000),
  evidence: listOf(EvidenceInput, 50),
})
export type SaveReviewAnswerInput = z.infer<typeof SaveReviewAnswerInput>

/** The report as the reviewer read it: recommendation, summary and dissent stand on it together. */
const reportVersion = version

export const SaveRecommendationInput = z.strictObject({
  ...commandOn,
  reportVersion,
  recommendation: z.enum(recommendations),
  summary: draftText(20_000),
})
export type SaveRecommendationInput = z.infer<typeof SaveRecommendationInput>

export const SignReportInput = z.strictObject({ ...commandOnVersion, ...sealing })
export type SignReportInput = z.infer<typeof SignReportInput>

export const FileDissentInput = z.strictObject({ ...commandOn, reportVersion, text: text(20_000) })
export type FileDissentInput = z.infer<typeof FileDissentInput>

export const SaveReconciliationInput = z.strictObject({
  ...commandOnVersion,
  question: key,
  answer: z.enum(reviewAnswers),
  reason,
})
export type SaveReconciliationInput = z.infer<typeof SaveReconciliationInput>

export const SaveStageRecommendationInput = z.strictObject({
  ...commandOnVersion,
  recommendation: z.enum(recommendations),
})
export type SaveStageRecommendationInput = z.infer<typeof SaveStageRecommendationInput>

export const ReturnStageInput = z.strictObject({ ...commandOnVersion, reason })
export type ReturnStageInput = z.infer<typeof ReturnStageInput>

export const SignReconciliationInput = z.strictObject({ ...commandOnVersion, ...sealing })
export type SignReconciliationInput = z.infer<typeof SignReconciliationInput>

/** `recusal` is no ground that a person may give: the system reopens a stage when a signer of a report is recused. */
export const ReopenStageInput = z.strictObject({
  ...commandOnVersion,
  reason,
  ground: z.enum(['newEvidence', 'dissent', 'returnedBySigner']),
})
export type ReopenStageInput = z.infer<typeof ReopenStageInput>
