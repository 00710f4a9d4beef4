import { browserSupportsWebAuthn, startAuthentication, WebAuthnError } from '@simplewebauthn/browser'
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser'
import type { AssertionAnswer } from '@placet/shared/passkey/passkey.schema'
import { SoftwareAuthenticator } from '@placet/shared/passkey/software-authenticator'
import { readDemoAccounts } from './demo-accounts.ts'

/** The person put it off, took too long, or has none of these passkeys at hand: the browser tells these apart for nobody. */
export class NoPasskeyAnswer extends Error {
  override name = 'NoPasskeyAnswer'
}

/**
 * Asks for one of the named passkeys over the request's challenge. In the demonstration its people's passkeys are told to
 * everybody, and answered in software; the server checks them like any other.
 * @throws {NoPasskeyAnswer}
 */
export async function passkeyAnswer(
  request: PublicKeyCredentialRequestOptionsJSON,
  isDemo: boolean,
): Promise<AssertionAnswer> {
  if (isDemo) {
    const held = (await readDemoAccounts()).flatMap(({ passkey }) => (passkey ? [passkey] : []))
    const named = held.filter(({ id }) => request.allowCredentials?.some((allowed) => allowed.id === id))
    if (named.length > 0) return new SoftwareAuthenticator(location.origin, named).get(request)
  }
  if (!browserSupportsWebAuthn()) throw new NoPasskeyAnswer('this browser has no passkeys')
  try {
    const answer = await startAuthentication({ optionsJSON: request })
    return { ...answer, clientExtensionResults: { ...answer.clientExtensionResults } } as AssertionAnswer
  } catch (cause) {
    if (cause instanceof WebAuthnError || (cause instanceof Error && cause.name === 'NotAllowedError'))
      throw new NoPasskeyAnswer('no passkey answered', { cause })
    throw cause
  }
}
