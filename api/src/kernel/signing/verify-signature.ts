import { createPublicKey, verify } from 'node:crypto'
import { inForce } from './keys.ts'
import type { KeyPurpose, PublishedKey } from './keys.ts'

/** Why a signature counts for nothing. */
export type SignatureFault =
  'malformed' | 'algorithm' | 'header' | 'type' | 'unknownKey' | 'otherPurpose' | 'notInForce' | 'signature'

type Expected = {
  keys: readonly PublishedKey[]
  purpose: KeyPurpose
  typ: string
  /** The time that the log shows, never one that the signature itself tells. */
  at: Date
}

const headerMembers = ['alg', 'kid', 'typ']

/**
 * The one judge of a compact JWS of ours. Ed25519 only; the header holds `alg`, `typ` and `kid` and nothing else, so that no
 * signature brings its own key (`jwk`, `jku`, `x5u`, `x5c`), changes what is signed (`b64`) or asks for more (`crit`).
 */
export function verifySignature(
  jws: string,
  { keys, purpose, typ, at }: Expected,
): { payload: Buffer } | { fault: SignatureFault } {
  const [head = '', body = '', seal = '', ...rest] = jws.split('.')
  const [headBytes, payload, signature] = [fromBase64url(head), fromBase64url(body), fromBase64url(seal)]
  if (rest.length > 0 || headBytes === null || payload === null || signature === null) return { fault: 'malformed' }
  const header = readHeader(headBytes.toString('utf8'))
  if (header === null) return { fault: 'malformed' }
  if (header['alg'] !== 'EdDSA' && header['alg'] !== 'Ed25519') return { fault: 'algorithm' }
  if (Object.keys(header).some((member) => !headerMembers.includes(member))) return { fault: 'header' }
  if (header['typ'] !== typ) return { fault: 'type' }
  const key = keys.find(({ kid }) => kid === header['kid'])
  if (key === undefined) return { fault: 'unknownKey' }
  if (key.purpose !== purpose) return { fault: 'otherPurpose' }
  if (!inForce(key, at)) return { fault: 'notInForce' }
  const { kty, crv, x } = key
  const publicKey = createPublicKey({ key: { kty, crv, x }, format: 'jwk' })
  return verify(null, Buffer.from(`${head}.${body}`), publicKey, signature) ? { payload } : { fault: 'signature' }
}

/** Null for what is not the one base64url form of some bytes. */
function fromBase64url(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64url')
  return text !== '' && bytes.toString('base64url') === text ? bytes : null
}

/** Null for what is not the one JSON text of an object: white space and a member twice are read otherwise by others. */
function readHeader(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
    return JSON.stringify(value) === text ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}
