import { base64url } from '@placet/shared/passkey/base64url'
import { SoftwareAuthenticator } from '@placet/shared/passkey/software-authenticator'
import { signingChallenge } from '@placet/shared/signing/signing-challenge'
import { vi } from 'vitest'

/**
 * A ceremony as the server begins it, asking for a passkey of the demonstration, which its address tells.
 * `signedOver`: the text that the server's challenge is over, where it is not the one shown.
 */
export async function begunCeremony(of: { meaning: string; record: string; signedOver?: string }) {
  const authenticator = new SoftwareAuthenticator(location.origin)
  await authenticator.create({
    rp: { id: location.hostname },
    user: { id: 'AAAA' },
    challenge: 'AAAA',
    pubKeyCredParams: [{ alg: -7, type: 'public-key' }],
  })
  const [passkey] = authenticator.export()
  const account = { email: 'a@b.example', password: 'x', name: 'A', roles: [], passkey }
  vi.stubGlobal('fetch', async () => Response.json([account]))
  const id = '4d3a3b0e-6c9e-4a3e-9f57-6c8b8a2f0f11'
  const nonce = new Uint8Array(32).fill(7)
  const hash = async (text: string) =>
    new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
  const { meaning, record, signedOver = record } = of
  const challenge = await signingChallenge({ revisionHash: await hash(signedOver), meaning, ceremonyId: id, nonce })
  return {
    __typename: 'SigningCeremony' as const,
    id,
    meaning,
    record,
    recordHash: Array.from(await hash(record), (byte) => byte.toString(16).padStart(2, '0')).join(''),
    fingerprint: 'abcd efgh',
    expiresAt: '2026-05-03T14:05:00Z',
    nonce: base64url(nonce),
    proofKind: 'passkey',
    request: {
      challenge: base64url(challenge),
      rpId: location.hostname,
      allowCredentials: [{ id: passkey?.id, type: 'public-key' }],
    },
  }
}
