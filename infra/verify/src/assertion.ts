import { createPublicKey, verify } from 'node:crypto'
import type { JsonWebKey } from 'node:crypto'
import { sha256 } from './merkle.ts'

/** What a signature keeps of a passkey's answer: canonical JSON. */
type Proof = {
  kind: string
  nonce: string
  rp: { id: string; origin: string }
  publicKey: string
  assertion: { clientDataJSON: string; authenticatorData: string; signature: string }
}

const fromBase64url = (text: string) => Buffer.from(text, 'base64url')
const [present, verified] = [1, 4]

/**
 * Whether the signer's own authenticator signed this very record (security.md 7): challenge = SHA-256("portal-sign-v1" ‖
 * revision hash ‖ meaning ‖ ceremony ‖ nonce). Null when it did, else what is wrong. A password and a code prove nothing
 * that could be checked again; their hash in the JWS is all there is.
 */
export function faultOfProof(
  bytes: Buffer,
  revision: Buffer,
  meaning: string,
  ceremony: string,
  nonce: Buffer | null,
): string | null {
  const proof = JSON.parse(bytes.toString('utf8')) as Proof
  if (proof.kind !== 'passkey') return null
  const own = fromBase64url(proof.nonce)
  if (nonce !== null && !own.equals(nonce)) return 'its nonce is not that of the ceremony'
  const challenge = sha256('portal-sign-v1', revision, meaning, Buffer.from(ceremony.replaceAll('-', ''), 'hex'), own)
  const clientBytes = fromBase64url(proof.assertion.clientDataJSON)
  const client = JSON.parse(clientBytes.toString('utf8')) as { type: string; challenge: string; origin: string }
  if (client.type !== 'webauthn.get') return 'the authenticator was asked for something else'
  if (!fromBase64url(client.challenge).equals(challenge))
    return 'the authenticator signed for another record, meaning or ceremony'
  if (client.origin !== proof.rp.origin) return 'the authenticator signed for another origin'
  const data = fromBase64url(proof.assertion.authenticatorData)
  if (!data.subarray(0, 32).equals(sha256(proof.rp.id))) return 'the authenticator signed for another site'
  const flags = data[32] ?? 0
  if ((flags & present) === 0 || (flags & verified) === 0) return 'the authenticator did not verify its user'
  const { algorithm, jwk } = keyOf(fromBase64url(proof.publicKey))
  const key = createPublicKey({ key: jwk, format: 'jwk' })
  const signed = Buffer.concat([data, sha256(clientBytes)])
  return verify(algorithm, signed, key, fromBase64url(proof.assertion.signature))
    ? null
    : 'the signature of the authenticator is wrong'
}

/** A COSE key (RFC 9053) of the kinds that authenticators make: ES256, EdDSA, RS256. */
function keyOf(cose: Buffer): { algorithm: string | null; jwk: JsonWebKey } {
  const { value } = decode(cose, 0)
  const part = (label: number) => (value as Map<number, Buffer>).get(label)?.toString('base64url') ?? ''
  switch ((value as Map<number, unknown>).get(3)) {
    case -7:
      return { algorithm: 'sha256', jwk: { kty: 'EC', crv: 'P-256', x: part(-2), y: part(-3) } }
    case -8:
      return { algorithm: null, jwk: { kty: 'OKP', crv: 'Ed25519', x: part(-2) } }
    case -257:
      return { algorithm: 'sha256', jwk: { kty: 'RSA', n: part(-1), e: part(-2) } }
    default:
      throw new Error('a key of an unknown kind')
  }
}

/** CBOR (RFC 8949), as far as a COSE key needs it: integers, byte strings and maps. */
function decode(bytes: Buffer, at: number): { value: unknown; end: number } {
  const first = bytes[at] ?? 0
  const [kind, short] = [first >> 5, first & 31]
  const width = short < 24 ? 0 : 2 ** (short - 24)
  const count = width === 0 ? short : bytes.readUIntBE(at + 1, width)
  let end = at + 1 + width
  if (kind === 0) return { value: count, end }
  if (kind === 1) return { value: -1 - count, end }
  if (kind === 2) return { value: bytes.subarray(end, end + count), end: end + count }
  if (kind !== 5) throw new Error('a COSE key holds integers and bytes only')
  const map = new Map<unknown, unknown>()
  for (let left = count; left > 0; left -= 1) {
    const key = decode(bytes, end)
    const value = decode(bytes, key.end)
    map.set(key.value, value.value)
    end = value.end
  }
  return { value: map, end }
}
