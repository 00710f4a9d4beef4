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

/** One passkey with its private key: whoever holds this can sign as its person. */
export const SoftwarePasskey = z.object({
  /** Credential id, base64url. */
  id: encoded(1400),
  rpId: z.string(),
  /** The person as the server named them, base64url. */
  userHandle: encoded(200),
  /** Of the last assertion; stays 0 for a synced one. */
  counter: z.number(),
  /** Held by several devices at once, which can not share a counter. */
  synced: z.boolean(),
  /** A private key on P-256, as JWK. */
  key: z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string(), d: z.string() }),
})
export type SoftwarePasskey = z.infer<typeof SoftwarePasskey>
