import { createPublicKey, verify } from 'node:crypto'
import { readFile, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { CannotTell } from './findings.ts'

/** A public key of the portal, as `/.well-known/placet/keys.json` publishes it. */
export type Key = {
  kty: string
  crv: string
  x: string
  kid: string
  purpose: string
  notBefore: string | null
  notAfter: string | null
}

/**
 * Reads keys from a file (keys.json or one key), an https address, or a folder of such files.
 * @throws {CannotTell} where there are none
 */
export async function readKeys(from: string): Promise<Key[]> {
  const texts = await readTexts(from).catch((cause: unknown) => {
    throw new CannotTell(`the keys at ${from} can not be read: ${(cause as Error).message}`)
  })
  const keys = texts.flatMap((text) => {
    const value = JSON.parse(text) as { keys?: Key[] } & Key
    return value.keys ?? [value]
  })
  const usable = keys.filter(({ kty, crv, x }) => kty === 'OKP' && crv === 'Ed25519' && /^[\w-]{43}$/.test(x))
  if (usable.length === 0) throw new CannotTell(`there are no keys at ${from}`)
  return usable
}

async function readTexts(from: string): Promise<string[]> {
  if (/^https?:\/\//.test(from)) return [await (await fetch(from)).text()]
  if (!(await stat(from)).isDirectory()) return [await readFile(from, 'utf8')]
  const names = (await readdir(from)).filter((name) => name.endsWith('.json'))
  return Promise.all(names.map((name) => readFile(join(from, name), 'utf8')))
}

/** In force at the time that the log shows. */
export const inForce = ({ notBefore, notAfter }: Key, at: string): boolean =>
  notBefore !== null &&
  Date.parse(notBefore) <= Date.parse(at) &&
  (notAfter === null || Date.parse(at) <= Date.parse(notAfter))

/** The payload of a compact JWS by one of the decision keys, in force at `at`; or what is wrong with it. */
export function openJws(jws: string, keys: readonly Key[], at: string): Record<string, unknown> | string {
  const [head = '', body = '', seal = '', ...rest] = jws.split('.')
  if (rest.length > 0) return 'it is no compact JWS'
  let header: Record<string, unknown>
  let payload: Record<string, unknown>
  try {
    header = JSON.parse(Buffer.from(head, 'base64url').toString()) as Record<string, unknown>
    payload = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>
  } catch {
    return 'it is no JWS of JSON'
  }
  if (header['alg'] !== 'EdDSA' || header['typ'] !== 'portal-decision+jws') return 'its header is another kind'
  if (Object.keys(header).some((name) => !['alg', 'kid', 'typ'].includes(name)))
    return 'its header holds more than it may'
  const key = keys.find(({ kid, purpose }) => kid === header['kid'] && purpose === 'decisions')
  if (key === undefined) return `its key ${String(header['kid'])} is not published for decisions`
  if (!inForce(key, at)) return `its key ${key.kid} was not in force at ${at}`
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key.x }, format: 'jwk' })
  const right = verify(null, Buffer.from(`${head}.${body}`), publicKey, Buffer.from(seal, 'base64url'))
  return right ? payload : 'the signature of the portal is wrong'
}
