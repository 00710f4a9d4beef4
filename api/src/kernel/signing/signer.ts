import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { calculateJwkThumbprint, exportJWK } from 'jose'

/** Algorithm of every key so far; its id stands in each record, so that another can be added beside it. */
export const algorithm = 'Ed25519'

/** `typ` of the JWS that every signature of a person is. */
export const decisionType = 'portal-decision+jws'

/** A public key of ours: RFC 8037, with its RFC 7638 thumbprint as `kid`. */
export type PublicJwk = { kty: 'OKP'; crv: 'Ed25519'; x: string; kid: string; alg: 'EdDSA'; use: 'sig' }

/** Signs bytes with one key. File-backed here; PKCS#11 or KMS implement the same three members. */
export interface Signer {
  readonly kid: string
  readonly publicJwk: PublicJwk
  /** The 64 bytes of an Ed25519 signature (RFC 8032). */
  sign(bytes: Uint8Array): Promise<Uint8Array>
}

/** The signer of a private key in PKCS#8 PEM. */
export async function pemSigner(pem: string): Promise<Signer> {
  const key = createPrivateKey(pem)
  const { x = '' } = await exportJWK(createPublicKey(pem))
  const kid = await calculateJwkThumbprint({ kty: 'OKP', crv: 'Ed25519', x })
  return {
    kid,
    publicJwk: { kty: 'OKP', crv: 'Ed25519', x, kid, alg: 'EdDSA', use: 'sig' },
    sign: (bytes) => Promise.resolve(sign(null, bytes, key)),
  }
}

/** A compact JWS: `alg`, `typ` and `kid` are its whole header. */
export async function signedJws(signer: Signer, payload: Uint8Array, typ: string): Promise<string> {
  const header = Buffer.from(JSON.stringify({ alg: 'EdDSA', typ, kid: signer.kid })).toString('base64url')
  const input = `${header}.${Buffer.from(payload).toString('base64url')}`
  return `${input}.${Buffer.from(await signer.sign(Buffer.from(input))).toString('base64url')}`
}
