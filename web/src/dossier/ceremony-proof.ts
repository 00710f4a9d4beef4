import { base64url, fromBase64url } from '@placet/shared/passkey/base64url'
import { signingChallenge } from '@placet/shared/signing/signing-challenge'
import type { SealProof } from '@placet/shared/signing/seal-proof.schema'
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser'
import { passkeyAnswer } from '../session/passkey-answer.ts'

/** What of a ceremony the proof depends on, as the server gave it. */
export interface Terms {
  id: string
  meaning: string
  record: string
  nonce: string
  request: unknown
}

/** The server asks for a signature over something else than the text that it shows. */
export class OtherText extends Error {
  override name = 'OtherText'
}

/**
 * The passkey's proof over the record that is shown, and over no other: the challenge is computed here from that text.
 * @throws {OtherText} @throws {NoPasskeyAnswer}
 */
export async function passkeyProof(terms: Terms, isDemo: boolean): Promise<SealProof> {
  const shown = new TextEncoder().encode(terms.record)
  const challenge = base64url(
    await signingChallenge({
      revisionHash: new Uint8Array(await crypto.subtle.digest('SHA-256', shown)),
      meaning: terms.meaning,
      ceremonyId: terms.id,
      nonce: fromBase64url(terms.nonce),
    }),
  )
  const request = terms.request as PublicKeyCredentialRequestOptionsJSON
  if (request.challenge !== challenge) throw new OtherText('the challenge is not over the record shown')
  return { kind: 'passkey', assertion: await passkeyAnswer(request, isDemo) }
}
