import { base64url, fromBase64url } from './base64url.ts'
import { cborBytes, cborMap, cborText, coseKeyOf } from './cbor.ts'
import type { AssertionAnswer, CreationAnswer, SoftwarePasskey } from './passkey.schema.ts'

/** What of a server's creation options this authenticator reads. */
export type CreationOptions = {
  rp: { id?: string | undefined }
  user: { id: string }
  challenge: string
  pubKeyCredParams: readonly { alg: number; type: string }[]
  excludeCredentials?: readonly { id: string }[] | undefined
}

/** What of a server's request options it reads. */
export type RequestOptions = {
  challenge: string
  rpId?: string | undefined
  allowCredentials?: readonly { id: string }[] | undefined
}

const es256 = -7
const flag = { userPresent: 0x01, userVerified: 0x04, backupEligible: 0x08, backedUp: 0x10, attested: 0x40 }
const curve = { name: 'ECDSA', namedCurve: 'P-256' }

/**
 * An authenticator without a device, over WebCrypto: it answers the options of a WebAuthn server as a browser with a
 * security key would, for scripts and for the demonstration. "none" attestation, ES256, user verification always done.
 */
export class SoftwareAuthenticator {
  readonly origin: string
  readonly #held: SoftwarePasskey[]

  /** `origin`: the page's, as a browser would put it into the client data. */
  constructor(origin: string, held: readonly SoftwarePasskey[] = []) {
    this.origin = origin
    this.#held = held.map((passkey) => ({ ...passkey }))
  }

  /** What it holds, private keys included. */
  export(): SoftwarePasskey[] {
    return this.#held.map((passkey) => ({ ...passkey }))
  }

  /**
   * Makes a passkey and its registration answer.
   * @throws {Error} where it already holds one of the excluded ones, or the server takes no ES256
   */
  async create(options: CreationOptions, { synced = false } = {}): Promise<CreationAnswer> {
    if (this.#held.some(({ id }) => options.excludeCredentials?.some((other) => other.id === id)))
      throw new Error('This authenticator already holds a passkey of the account.')
    if (!options.pubKeyCredParams.some(({ alg }) => alg === es256)) throw new Error('The server takes no ES256 key.')
    const pair = await crypto.subtle.generateKey(curve, true, ['sign', 'verify'])
    const { x = '', y = '', d = '' } = await crypto.subtle.exportKey('jwk', pair.privateKey)
    const id = crypto.getRandomValues(new Uint8Array(32))
    const passkey: SoftwarePasskey = {
      id: base64url(id),
      rpId: options.rp.id ?? hostOf(this.origin),
      userHandle: options.user.id,
      counter: 0,
      synced,
      key: { kty: 'EC', crv: 'P-256', x, y, d },
    }
    const attested = joined(
      new Uint8Array(16),
      new Uint8Array([id.length >> 8, id.length & 0xff]),
      id,
      coseKeyOf(fromBase64url(x), fromBase64url(y)),
    )
    const authData = joined(await authenticatorData(passkey, flag.attested), attested)
    const attestationObject = cborMap([
      [cborText('fmt'), cborText('none')],
      [cborText('attStmt'), cborMap([])],
      [cborText('authData'), cborBytes(authData)],
    ])
    this.#held.push(passkey)
    return {
      id: passkey.id,
      rawId: passkey.id,
      type: 'public-key',
      clientExtensionResults: {},
      response: {
        clientDataJSON: base64url(this.#clientData('webauthn.create', options.challenge)),
        attestationObject: base64url(attestationObject),
        transports: ['internal'],
      },
    }
  }

  /**
   * Proves possession of a passkey over the challenge.
   * @throws {Error} where it holds none that the server would take
   */
  async get(options: RequestOptions): Promise<AssertionAnswer> {
    const rpId = options.rpId ?? hostOf(this.origin)
    const wanted = options.allowCredentials ?? []
    const passkey = this.#held.findLast(
      ({ id, rpId: its }) => its === rpId && (wanted.length === 0 || wanted.some((other) => other.id === id)),
    )
    if (passkey === undefined) throw new Error(`This authenticator holds no such passkey for ${rpId}.`)
    if (!passkey.synced) passkey.counter += 1
    const authData = await authenticatorData(passkey)
    const clientData = this.#clientData('webauthn.get', options.challenge)
    const signed = joined(authData, new Uint8Array(await crypto.subtle.digest('SHA-256', clientData)))
    const key = await crypto.subtle.importKey('jwk', { ...passkey.key }, curve, false, ['sign'])
    const signature = new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, signed))
    return {
      id: passkey.id,
      rawId: passkey.id,
      type: 'public-key',
      clientExtensionResults: {},
      response: {
        clientDataJSON: base64url(clientData),
        authenticatorData: base64url(authData),
        signature: base64url(derSignature(signature)),
        userHandle: passkey.userHandle,
      },
    }
  }

  #clientData(type: string, challenge: string): Uint8Array<ArrayBuffer> {
    return new TextEncoder().encode(JSON.stringify({ type, challenge, origin: this.origin, crossOrigin: false }))
  }
}

/** RP id hash, flags, counter: WebAuthn 6.1. */
async function authenticatorData(
  { rpId, counter, synced }: SoftwarePasskey,
  more = 0,
): Promise<Uint8Array<ArrayBuffer>> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(rpId)))
  const flags = flag.userPresent | flag.userVerified | more | (synced ? flag.backupEligible | flag.backedUp : 0)
  const count = new Uint8Array(4)
  new DataView(count.buffer).setUint32(0, counter)
  return joined(hash, new Uint8Array([flags]), count)
}

/** WebCrypto signs as r ‖ s, WebAuthn wants the two as a DER sequence. */
function derSignature(raw: Uint8Array): Uint8Array<ArrayBuffer> {
  const integer = (part: Uint8Array) => {
    const first = part.findIndex((byte) => byte !== 0)
    const trimmed = part.subarray(first === -1 ? part.length - 1 : first)
    const positive = (trimmed[0] ?? 0) < 0x80 ? trimmed : joined(new Uint8Array(1), trimmed)
    return joined(new Uint8Array([0x02, positive.length]), positive)
  }
  const body = joined(integer(raw.subarray(0, 32)), integer(raw.subarray(32)))
  return joined(new Uint8Array([0x30, body.length]), body)
}

function joined(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

const hostOf = (origin: string): string => origin.replace(/^https?:\/\//, '').replace(/:\d+$/, '')
