import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { CompactSign, calculateJwkThumbprint, exportJWK, importPKCS8 } from 'jose'
import type { JWK } from 'jose'

/** Signs bytes with one key. File-backed here; PKCS#11 or KMS implement the same three members. */
export interface Signer {
  readonly kid: string
  readonly publicJwk: JWK
  /** Compact JWS, EdDSA over Ed25519, with `typ` and `kid` in the protected header. */
  sign(payload: Uint8Array, typ: string): Promise<string>
}

/** The decision key of this installation; made on first use, readable by its owner only. */
export async function fileSigner(file: string): Promise<Signer> {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    const { privateKey } = generateKeyPairSync('ed25519')
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
  }
  chmodSync(file, 0o600)
  const pem = readFileSync(file, 'utf8')
  const key = await importPKCS8(pem, 'EdDSA')
  const publicJwk = await exportJWK(createPublicKey(pem))
  const kid = await calculateJwkThumbprint(publicJwk)
  return {
    kid,
    publicJwk: { ...publicJwk, kid, alg: 'EdDSA', use: 'sig' },
    sign: (payload, typ) => new CompactSign(payload).setProtectedHeader({ alg: 'EdDSA', typ, kid }).sign(key),
  }
}
