import type { AssertionAnswer, CreationAnswer } from '@placet/shared/passkey/passkey.schema'
import { SoftwareAuthenticator } from '@placet/shared/passkey/software-authenticator'
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser'
import { startAuthentication, startRegistration, WebAuthnAbortService } from '@simplewebauthn/browser'
import { readDemoAccounts } from './demo-accounts.ts'

/** As the server makes them; passed on as they are. */
export type ProofOptions = PublicKeyCredentialRequestOptionsJSON
export type PasskeyOptions = PublicKeyCredentialCreationOptionsJSON

/**
 * Has the person prove themselves by a passkey: the browser asks them. In a demonstration its people's passkeys are
 * known to everybody, and answer without being asked for.
 *
 * @param email whose passkey it is to be, where that is known
 * @returns null where the person gave up, or has no such passkey at hand
 */
export async function proveByPasskey(options: ProofOptions, email?: string): Promise<AssertionAnswer | null> {
  const account = (await readDemoAccounts()).find((each) => each.email === email)
  const wanted = options.allowCredentials ?? []
  if (account?.passkey && (wanted.length === 0 || wanted.some(({ id }) => id === account.passkey?.id)))
    return new SoftwareAuthenticator(window.location.origin, [account.passkey]).get(options)
  return unlessGivenUp(() => startAuthentication({ optionsJSON: options }) as Promise<AssertionAnswer>)
}

/** Waits until the person picks a passkey among what the browser offers to fill the address field with. Null where it offers none. */
export async function proveByAutofill(options: ProofOptions): Promise<AssertionAnswer | null> {
  return unlessGivenUp(
    () => startAuthentication({ optionsJSON: options, useBrowserAutofill: true }) as Promise<AssertionAnswer>,
  )
}

/** The address field is gone, and with it what the browser offered there. */
export const stopAutofill = (): void => WebAuthnAbortService.cancelCeremony()

/** Has the browser make a passkey; null where the person gave up or the device holds one already. */
export async function makePasskey(options: PasskeyOptions): Promise<CreationAnswer | null> {
  return unlessGivenUp(() => startRegistration({ optionsJSON: options }) as Promise<CreationAnswer>)
}

/** The browser says no by throwing, and does not say whether it was the person or the device. */
async function unlessGivenUp<Result>(act: () => Promise<Result>): Promise<Result | null> {
  try {
    return await act()
  } catch {
    return null
  }
}
