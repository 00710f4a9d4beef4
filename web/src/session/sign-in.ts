import { SoftwarePasskey } from '@placet/shared/passkey/passkey.schema'
import * as z from 'zod/mini'
import { client } from '../apollo.ts'
import { SessionDocument } from './session.generated.ts'

export interface Credentials {
  email: string
  password: string
}

const DemoAccount = z.object({
  email: z.string(),
  password: z.string(),
  name: z.string(),
  office: z.nullish(z.string()),
  roles: z.array(z.string()),
  /** Told to everybody, private key and all: it is a demonstration. */
  passkey: z.nullish(SoftwarePasskey),
})
export type DemoAccount = z.infer<typeof DemoAccount>

const Refusal = z.discriminatedUnion('code', [
  z.object({ code: z.literal('WRONG_CREDENTIALS') }),
  /** `retryAfter`: seconds until the next try is listened to. */
  z.object({ code: z.literal('RATE_LIMITED'), retryAfter: z.number() }),
])
/** Why nobody was signed in. */
export type Refusal = z.infer<typeof Refusal>

/** The accounts that anybody may use in demo mode; none in the others, where the address does not exist. */
export async function readDemoAccounts(): Promise<DemoAccount[]> {
  const answer = await fetch('/auth/demo-accounts', { headers: { accept: 'application/json' } }).catch(() => null)
  if (!answer?.ok) return []
  const accounts = z.safeParse(z.array(DemoAccount), await answer.json())
  return accounts.success ? accounts.data : []
}

/**
 * Opens a session. `home` is the workspace of the person who is now signed in.
 * Answers with the server's reason when it refuses; throws when it cannot be reached or is broken.
 */
export async function signIn(
  credentials: Credentials,
): Promise<{ ok: true; home: '/apply' | '/agency' } | { ok: false; refusal: Refusal }> {
  const answer = await fetch('/auth/sign-in', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ email: credentials.email, password: credentials.password }),
  })
  if (!answer.ok) {
    const refusal = z.safeParse(Refusal, await answer.json().catch(() => null))
    if (!refusal.success) throw new Error(`The server answered ${answer.status}`)
    return { ok: false, refusal: refusal.data }
  }
  // The page lives on where the sign-in stood over it, and an answer that nobody reads would hold its connection.
  await answer.text()
  const { data } = await client.query({ query: SessionDocument, fetchPolicy: 'network-only' })
  return { ok: true, home: data?.me?.organisation ? '/apply' : '/agency' }
}
