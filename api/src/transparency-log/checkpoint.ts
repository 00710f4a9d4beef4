import { createHash, createPublicKey, verify } from 'node:crypto'

/** A head of the log: `origin` names it, `size` leaves, and their root. */
export type Head = { origin: string; size: number; root: Buffer }

/** The log's name, as its checkpoints and its key bear it: C2SP asks for a schema-less address. */
export const logOrigin = (portalOrigin: string): string => `${portalOrigin.replace(/^https?:\/\//, '')}/log`

/** The text that is signed (C2SP tlog-checkpoint). */
export const checkpointText = ({ origin, size, root }: Head): string =>
  `${origin}\n${size}\n${root.toString('base64')}\n`

const ed25519 = 1

/** The line of an Ed25519 signature under a note (C2SP signed-note); `x` is the public key in base64url. */
export function signatureLine(name: string, x: string, signature: Uint8Array): string {
  return `— ${name} ${Buffer.concat([keyHash(name, x), signature]).toString('base64')}\n`
}

const keyHash = (name: string, x: string): Buffer =>
  createHash('sha256')
    .update(`${name}\n`)
    .update(Buffer.from([ed25519]))
    .update(Buffer.from(x, 'base64url'))
    .digest()
    .subarray(0, 4)

/** The head that a note tells of and that one of these keys signed; null for anything else. */
export function openCheckpoint(note: string, origin: string, keys: readonly { x: string }[]): Head | null {
  const [text = '', lines = ''] = note.split(/(?<=\n)\n/)
  const parts = /^(.+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n/.exec(text)
  if (parts?.[1] !== origin) return null
  const signed = lines.split('\n').some((line) => {
    const found = /^— (\S+) ([A-Za-z0-9+/=]+)$/.exec(line)
    if (found?.[1] !== origin) return false
    const blob = Buffer.from(found[2] ?? '', 'base64')
    return keys.some(({ x }) => {
      if (!blob.subarray(0, 4).equals(keyHash(origin, x))) return false
      const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
      return verify(null, Buffer.from(text), key, blob.subarray(4))
    })
  })
  return signed ? { origin, size: Number(parts[2]), root: Buffer.from(parts[3] ?? '', 'base64') } : null
}
