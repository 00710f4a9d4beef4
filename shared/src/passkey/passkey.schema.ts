import * as z from 'zod/mini'

/** Longer than any authenticator's answer; an attestation certificate is never asked for. */
const encoded = (most: number) => z.string().check(z.regex(/^[\w-]+$/), z.maxLength(most))

const credential = {
  id: encoded(1400),
  rawId: encoded(1400),
  type: z.literal('public-key'),
  authenticatorAttachment: z.optional(z.enum(['platform', 'cross-platform'])),
  clientExtensionResults: z._default(z.record(z.string().check(z.maxLength(50)), z.unknown()), {}),
}

/** What a browser answers to creation options: a new passkey. */
export const CreationAnswer = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: encoded(2000),
    attestationObject: encoded(8000),
    transports: z.optional(z.array(z.string().check(z.regex(/^[a-z-]{1,20}$/))).check(z.maxLength(10))),
  }),
})
export type CreationAnswer = z.infer<typeof CreationAnswer>

/** What a browser answers to request options: proof of possession over the challenge. */
export const AssertionAnswer = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: encoded(2000),
    authenticatorData: encoded(2000),
    signature: encoded(2000),
    userHandle: z.nullish(encoded(200)),
  }),
})
export type AssertionAnswer = z.infer<typeof AssertionAnswer>
