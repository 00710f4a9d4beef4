import type { AssertionAnswer } from '@placet/shared/passkey/passkey.schema'
import * as z from 'zod/mini'
import { client } from '../apollo.ts'
import {
  makePasskey,
  type PasskeyOptions,
  type ProofOptions,
  proveByAutofill,
  proveByPasskey,
} from './authenticator.ts'
import { type Answer, ask, type Refusal } from './rest.ts'
import { SessionDocument } from './session.generated.ts'

export interface Credentials {
  email: string
  password: string
}

const Way = z.enum(['passkey', 'code', 'recoveryCode'])
/** By what a person may prove themselves besides the password. */
export type Way = z.infer<typeof Way>

const Entered = z.object({ next: z.literal('done'), recoveryCodes: z._default(z.array(z.string()), []) })
const Next = z.discriminatedUnion('next', [
  Entered,
  z.object({ next: z.literal('secondFactor'), ways: z.array(Way) }),
  z.object({ next: z.literal('enrol'), ways: z.array(Way) }),
])
/** What comes next in a sign-in. */
export type Next = z.infer<typeof Next>
export type Entered = z.infer<typeof Entered>

/** The browser made no answer: the person gave up, or has no passkey of this portal at hand. */
export type GivenUp = { code: 'GIVEN_UP' }
export type SignInRefusal = Refusal | GivenUp
export type Step<Value> = Answer<Value> | { ok: false; refusal: GivenUp }

/** Options are the server's own and go to the browser as they came. */
const Options = z.looseObject({ challenge: z.string() })
const givenUp = { ok: false, refusal: { code: 'GIVEN_UP' } } as const

/** Asks for options, has the passkey answer them, and sends the answer. */
async function byPasskey(at: string, email?: string): Promise<Step<Entered>> {
  const options = await ask(`${at}/options`, Options, {})
  if (!options.ok) return options
  const answer = await proveByPasskey(options.value as unknown as ProofOptions, email)
  return answer === null ? givenUp : ask(passkeyAt(at), Entered, { answer })
}

const passkeyAt = (at: string): string => `${at}/passkey`

/** Any passkey of this portal, both factors in one. */
export const signInByPasskey = (email?: string): Promise<Step<Entered>> => byPasskey('/auth/sign-in', email)

/** The same where the browser offers passkeys in the address field; null where it does not, or nobody picked one. */
export async function signInByAutofill(): Promise<Answer<Entered> | null> {
  const options = await ask('/auth/sign-in/options', Options, {})
  if (!options.ok) return null
  const answer: AssertionAnswer | null = await proveByAutofill(options.value as unknown as ProofOptions)
  return answer && ask('/auth/sign-in/passkey', Entered, { answer })
}

/** The first of two factors. */
export const signInByPassword = ({ email, password }: Credentials): Promise<Answer<Next>> =>
  ask('/auth/sign-in', Next, { email, password })

export const secondByPasskey = (email: string): Promise<Step<Entered>> => byPasskey('/auth/second-factor', email)

export const secondByCode = (way: 'code' | 'recoveryCode', code: string): Promise<Answer<Entered>> =>
  ask(`/auth/second-factor/${way === 'code' ? 'code' : 'recovery-code'}`, Entered, { code })

/** Makes the passkey without which there is no session. */
export async function enrolPasskey(name: string): Promise<Step<Entered>> {
  const options = await ask('/auth/enrol/passkey/options', Options, {})
  if (!options.ok) return options
  const answer = await makePasskey(options.value as unknown as PasskeyOptions)
  return answer === null ? givenUp : ask('/auth/enrol/passkey', Entered, { answer, name })
}

const NewCodes = z.object({ secret: z.string(), uri: z.string() })
export type NewCodes = z.infer<typeof NewCodes>

/** What an app for codes is to be told. `at`: `/auth/enrol` before there is a session, `/auth/account` within one. */
export const startCodes = (at: string): Promise<Answer<NewCodes>> => ask(`${at}/codes`, NewCodes, {})

export const enrolCodes = (code: string): Promise<Answer<Entered>> =>
  ask('/auth/enrol/codes/confirm', Entered, { code })

/** Who is signed in now, and the workspace that they work in. */
export async function readSignedIn(): Promise<{ email: string | null; home: '/apply' | '/agency' }> {
  const { data } = await client.query({ query: SessionDocument, fetchPolicy: 'network-only' })
  return { email: data?.me?.email ?? null, home: data?.me?.organisation ? '/apply' : '/agency' }
}
