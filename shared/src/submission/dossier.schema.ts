import * as z from 'zod/mini'
import { baseVersion, command, commandOn, fileText, jsonToJudge, key, listOf, name, rowId } from '../kernel/input.ts'

/** How many answers one command may carry: more than the largest section has. */
const mostAnswers = 200

export const StartDossierInput = z.strictObject({ ...command, modelName: name(200), modelVersion: name(100) })
export type StartDossierInput = z.infer<typeof StartDossierInput>

/** An answer as the person saw it when choosing to replace or confirm it; version 0 where there was none. */
export const SeenAnswerInput = z.strictObject({ field: key, baseVersion })
export type SeenAnswerInput = z.infer<typeof SeenAnswerInput>

/**
 * A model card as pasted text or as an uploaded document, never both. Without `fields` nothing is stored: the answer
 * shows what was found.
 */
export const ImportModelCardInput = z
  .strictObject({
    ...commandOn,
    // Below the 100 kB that one request may have; a longer card comes as an upload.
    card: z.nullish(fileText(90_000)),
    documentId: z.nullish(rowId),
    fileName: name(200),
    fields: z.nullish(listOf(SeenAnswerInput, mostAnswers)),
  })
  .check(
    z.refine(({ card, documentId }) => (card == null) !== (documentId == null), {
      error: 'inputOneCard',
      path: ['card'],
    }),
  )
export type ImportModelCardInput = z.infer<typeof ImportModelCardInput>

export const ConfirmAnswersInput = z.strictObject({
  ...commandOn,
  fields: listOf(SeenAnswerInput, mostAnswers).check(z.minLength(1)),
})
export type ConfirmAnswersInput = z.infer<typeof ConfirmAnswersInput>

/** One answer. Its value is judged by the policy pack, field by field; null takes the answer back. */
export const AnswerInput = z.strictObject({ field: key, baseVersion, value: z.nullish(jsonToJudge) })
export type AnswerInput = z.infer<typeof AnswerInput>

export const SaveAnswersInput = z.strictObject({
  ...commandOn,
  answers: listOf(AnswerInput, mostAnswers).check(z.minLength(1)),
})
export type SaveAnswersInput = z.infer<typeof SaveAnswersInput>
