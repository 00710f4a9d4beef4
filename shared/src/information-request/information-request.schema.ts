import * as z from 'zod/mini'
import {
  baseVersion,
  commandOn,
  commandOnVersion,
  draftKey,
  draftText,
  listOf,
  reason,
  rowId,
  sealing,
  stageKey,
} from '../kernel/input.ts'

/** A question in a letter that is still being written; `id` is absent for one that is new. */
export const RequestQuestionInput = z.strictObject({
  id: z.nullish(rowId),
  stage: stageKey,
  field: draftKey,
  question: draftText(4000),
  reason: draftText(4000),
  satisfiedBy: draftText(4000),
})
export type RequestQuestionInput = z.infer<typeof RequestQuestionInput>

const questions = listOf(RequestQuestionInput, 100)

/** `id` is the submission. */
export const DraftInformationRequestInput = z.strictObject({ ...commandOn, questions, stopsClock: z.boolean() })
export type DraftInformationRequestInput = z.infer<typeof DraftInformationRequestInput>

export const SaveInformationRequestInput = z.strictObject({ ...commandOnVersion, questions })
export type SaveInformationRequestInput = z.infer<typeof SaveInformationRequestInput>

/** The decision maker lets one more request stop the clock than the cap allows. */
export const AllowClockStopInput = z.strictObject({ ...commandOnVersion, reason })
export type AllowClockStopInput = z.infer<typeof AllowClockStopInput>

/** A draft that is not sent after all. */
export const DiscardInformationRequestInput = z.strictObject({ ...commandOnVersion, reason })
export type DiscardInformationRequestInput = z.infer<typeof DiscardInformationRequestInput>

export const SendInformationRequestInput = z.strictObject(commandOnVersion)
export type SendInformationRequestInput = z.infer<typeof SendInformationRequestInput>

/** `days` more, in calendar days; a guard knows how many are left. */
export const AskExtensionInput = z.strictObject({
  ...commandOnVersion,
  days: z.int().check(z.minimum(1), z.maximum(180)),
  reason,
})
export type AskExtensionInput = z.infer<typeof AskExtensionInput>

export const RuleExtensionInput = z.strictObject({ ...commandOnVersion, grant: z.boolean(), reason })
export type RuleExtensionInput = z.infer<typeof RuleExtensionInput>

export const SaveRequestAnswerInput = z.strictObject({
  ...commandOn,
  question: rowId,
  baseVersion,
  answer: draftText(20_000),
})
export type SaveRequestAnswerInput = z.infer<typeof SaveRequestAnswerInput>

export const AnswerInformationRequestInput = z.strictObject({ ...commandOnVersion, ...sealing })
export type AnswerInformationRequestInput = z.infer<typeof AnswerInformationRequestInput>

/** An answer that is not complete says what it still lacks. */
export const JudgementInput = z
  .strictObject({ question: rowId, complete: z.boolean(), judgement: draftText(4000) })
  .check(
    z.refine(({ complete, judgement }) => complete || judgement !== '', { error: 'inputEmpty', path: ['judgement'] }),
  )
export type JudgementInput = z.infer<typeof JudgementInput>

export const JudgeRequestInput = z.strictObject({
  ...commandOnVersion,
  judgements: listOf(JudgementInput, 100).check(
    z.minLength(1),
    z.refine(
      (judgements) => new Set(judgements.map(({ question }) => question)).size === judgements.length,
      'inputRepeated',
    ),
  ),
})
export type JudgeRequestInput = z.infer<typeof JudgeRequestInput>

export const CompleteInformationRequestInput = z.strictObject({ ...commandOnVersion, ...sealing })
export type CompleteInformationRequestInput = z.infer<typeof CompleteInformationRequestInput>

export const CancelInformationRequestInput = z.strictObject({ ...commandOnVersion, reason })
export type CancelInformationRequestInput = z.infer<typeof CancelInformationRequestInput>
