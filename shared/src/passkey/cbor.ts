/** The little of CBOR (RFC 8949) that an attestation object needs: byte and text strings, small integers, maps. */

const kind = { unsigned: 0, negative: 1, bytes: 2, text: 3, map: 5 }

function head(major: number, length: number): number[] {
  if (length < 24) return [(major << 5) | length]
  if (length < 0x100) return [(major << 5) | 24, length]
  return [(major << 5) | 25, length >> 8, length & 0xff]
}

/** A byte string of at most 65,535 bytes. */
export const cborBytes = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  new Uint8Array([...head(kind.bytes, bytes.length), ...bytes])

export function cborText(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new TextEncoder().encode(text)
  return new Uint8Array([...head(kind.text, bytes.length), ...bytes])
}

const cborInteger = (value: number): Uint8Array<ArrayBuffer> =>
  new Uint8Array(value < 0 ? head(kind.negative, -1 - value) : head(kind.unsigned, value))

/** Keys and values are encoded already, in the order that they shall have. */
export const cborMap = (entries: readonly (readonly [Uint8Array, Uint8Array])[]): Uint8Array<ArrayBuffer> =>
  new Uint8Array([...head(kind.map, entries.length), ...entries.flatMap(([key, value]) => [...key, ...value])])

/** A public key on P-256 for ES256, as COSE (RFC 9053) writes it. */
export const coseKeyOf = (x: Uint8Array, y: Uint8Array): Uint8Array<ArrayBuffer> =>
  cborMap([
    [cborInteger(1), cborInteger(2)],
    [cborInteger(3), cborInteger(-7)],
    [cborInteger(-1), cborInteger(1)],
    [cborInteger(-2), cborBytes(x)],
    [cborInteger(-3), cborBytes(y)],
  ])
