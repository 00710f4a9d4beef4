import * as z from 'zod/mini'
import { proveByPasskey, type ProofOptions } from './authenticator.ts'
import { type Answer, ask, Nothing } from './rest.ts'
import type { Step } from './sign-in.ts'

const Options = z.looseObject({ challenge: z.string() })

/** Proof again within the session, by one of the person's own passkeys. */
export async function proveAgainByPasskey(email: string): Promise<Step<null>> {
  const options = await ask('/auth/session/proof/options', Options, {})
  if (!options.ok) return options
  const answer = await proveByPasskey(options.value as unknown as ProofOptions, email)
  if (answer === null) return { ok: false, refusal: { code: 'GIVEN_UP' } }
  return ask('/auth/session/proof/passkey', Nothing, { answer })
}

/** The same for an applicant without a passkey at hand. */
export const proveAgainByPassword = (password: string, code: string): Promise<Answer<null>> =>
  ask('/auth/session/proof/password', Nothing, { password, code })
