/** What a signing ceremony asks the signer's own key to sign over. */
export type CeremonyTerms = {
  /** SHA-256 of the frozen record, 32 bytes. */
  revisionHash: Uint8Array
  /** One of the fixed meanings, ASCII. */
  meaning: string
  /** UUID of the ceremony. */
  ceremonyId: string
  /** 32 random bytes of the server. */
  nonce: Uint8Array
}

const prefix = 'portal-sign-v1'
const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)

/**
 * The challenge of a passkey in a signing ceremony (security.md 7): SHA-256 of, without anything between,
 * the ASCII bytes of "portal-sign-v1" · the 32 bytes of the record's hash · the ASCII bytes of the meaning ·
 * the 16 bytes of the ceremony's UUID · the 32 bytes of the nonce. Only the meaning varies in length, so no two terms
 * give the same bytes.
 * @throws {RangeError} for terms of another size
 */
export async function signingChallenge(terms: CeremonyTerms): Promise<Uint8Array<ArrayBuffer>> {
  const { revisionHash, meaning, ceremonyId, nonce } = terms
  const id = ceremonyId.replaceAll('-', '')
  if (revisionHash.length !== 32 || nonce.length !== 32 || !/^[0-9a-f]{32}$/i.test(id) || !/^[a-zA-Z]+$/.test(meaning))
    throw new RangeError('these are no terms of a signing ceremony')
  const idBytes = Uint8Array.from({ length: 16 }, (_, at) => Number.parseInt(id.slice(2 * at, 2 * at + 2), 16))
  const parts = [ascii(prefix), revisionHash, ascii(meaning), idBytes, nonce]
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
}
