import * as z from 'zod/mini'
import { commandOn } from './input.ts'

/** What a signature means: it stands in the record and in every form that a person reads. */
export const signatureMeanings = [
  'submitted',
  'answered',
  'reviewed',
  'reconciled',
  'approved',
  'refused',
  'suspended',
  'revoked',
  'countersigned',
  'audited',
  'appealDecided',
] as const

/** Freezes the record of a subject, to be shown, signed and then sealed. `id` is the subject. */
export const BeginSigningInput = z.strictObject({
  ...commandOn,
  process: z.enum(['submission', 'reviewStage', 'informationRequest', 'decision']),
  meaning: z.enum(signatureMeanings),
})
export type BeginSigningInput = z.infer<typeof BeginSigningInput>
