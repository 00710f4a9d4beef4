import * as z from 'zod/mini'
import { AssertionAnswer } from '../passkey/passkey.schema.ts'

/** How a signer may prove who they are: staff by a passkey only. */
export const proofKinds = ['passkey', 'passwordAndCode'] as const
export type ProofKind = (typeof proofKinds)[number]

/** Proof of the person, for one ceremony: a passkey's assertion over its challenge, or an applicant's password and one-time code. */
export const SealProof = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('passkey'), assertion: AssertionAnswer }),
  z.strictObject({
    kind: z.literal('passwordAndCode'),
    /** Taken as typed: neither trimmed nor normalised here. */
    password: z.string().check(
      z.refine((text) => text.isWellFormed(), { error: 'inputNotText', abort: true }),
      z.minLength(1),
      z.maxLength(256),
    ),
    code: z.string().check(z.regex(/^\d{6}$/, 'inputCode')),
  }),
])
export type SealProof = z.infer<typeof SealProof>
