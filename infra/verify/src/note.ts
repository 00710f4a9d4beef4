import { createPublicKey, verify } from 'node:crypto'
import { sha256 } from './merkle.ts'

/** A head of the log as a checkpoint tells it (C2SP tlog-checkpoint). */
export type Head = { origin: string; size: number; root: Buffer }

/** A note: its text, and the signatures under it as name and bytes (C2SP signed-note). */
export type Note = { text: string; signatures: { name: string; bytes: Buffer; line: string }[] }

/** A public Ed25519 key, 32 bytes in base64url. */
export type NoteKey = { name: string; x: string }

const [ed25519, cosignature] = [1, 4]

/** Null for what is no note. */
export function parseNote(note: string): Note | null {
  const at = note.indexOf('\n\n')
  if (at < 0 || !note.endsWith('\n')) return null
  const signatures = note
    .slice(at + 2)
    .split('\n')
    .flatMap((line) => {
      const found = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/.exec(line)
      return found === null ? [] : [{ name: found[1] ?? '', bytes: Buffer.from(found[2] ?? '', 'base64'), line }]
    })
  return { text: note.slice(0, at + 1), signatures }
}

/** Null for a text that is no head. */
export function parseHead(text: string): Head | null {
  const found = /^(.+)\n(0|[1-9]\d{0,14})\n([A-Za-z0-9+/]{43}=)\n/.exec(text)
  return found && { origin: found[1] ?? '', size: Number(found[2]), root: Buffer.from(found[3] ?? '', 'base64') }
}

const keyOf = (x: string) => createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
const hashOf = (key: NoteKey, kind: number): Buffer =>
  sha256(`${key.name}\n`, Buffer.from([kind]), Buffer.from(key.x, 'base64url')).subarray(0, 4)

/** Whether the log's own key signed this note. */
export const isSignedBy = ({ text, signatures }: Note, key: NoteKey): boolean =>
  signatures.some(
    ({ name, bytes }) =>
      name === key.name &&
      bytes.subarray(0, 4).equals(hashOf(key, ed25519)) &&
      verify(null, Buffer.from(text), keyOf(key.x), bytes.subarray(4)),
  )

/** What a witness signs (C2SP cosignature/v1): when it saw this note. `seconds` since 1970. */
export const cosigned = (text: string, seconds: number): Buffer =>
  Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`)

export function cosignatureLine(key: NoteKey, seconds: number, signature: Uint8Array): string {
  const time = Buffer.alloc(8)
  time.writeBigUInt64BE(BigInt(seconds))
  return `— ${key.name} ${Buffer.concat([hashOf(key, cosignature), time, signature]).toString('base64')}\n`
}

/** Seconds since 1970 at which this witness saw the note; null where it did not sign it. */
export function cosignedAt({ text, signatures }: Note, key: NoteKey): number | null {
  for (const { name, bytes } of signatures) {
    if (name !== key.name || bytes.length !== 76 || !bytes.subarray(0, 4).equals(hashOf(key, cosignature))) continue
    const seconds = Number(bytes.readBigUInt64BE(4))
    if (verify(null, cosigned(text, seconds), keyOf(key.x), bytes.subarray(12))) return seconds
  }
  return null
}
