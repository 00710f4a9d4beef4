import { generateKeyPairSync } from 'node:crypto'
import { exportJWK, SignJWT } from 'jose'
import { beforeAll, expect, test } from 'vitest'
import type { PublishedKey } from './keys.ts'
import { pemSigner, signedJws } from './signer.ts'
import type { Signer } from './signer.ts'
import { verifySignature } from './verify-signature.ts'

const typ = 'portal-decision+jws'
const payload = Buffer.from('{"meaning":"approved"}')
const at = new Date('2026-06-15T12:00:00Z')

const newSigner = () =>
  pemSigner(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
const publish = (signer: Signer, more: Partial<PublishedKey> = {}): PublishedKey => ({
  ...signer.publicJwk,
  purpose: 'decisions',
  notBefore: '2026-01-01T00:00:00.000Z',
  notAfter: null,
  ...more,
})

let ours: Signer
let stranger: Signer
beforeAll(async () => {
  ours = await newSigner()
  stranger = await newSigner()
})

/** A JWS whose header is exactly this text, signed by our key all the same. */
async function withHeader(header: string, signer = ours): Promise<string> {
  const input = `${Buffer.from(header).toString('base64url')}.${payload.toString('base64url')}`
  return `${input}.${Buffer.from(await signer.sign(Buffer.from(input))).toString('base64url')}`
}
const header = (more: object) => withHeader(JSON.stringify({ alg: 'EdDSA', typ, kid: ours.kid, ...more }))

const judge = (jws: string, key: Partial<PublishedKey> = {}) => {
  const verdict = verifySignature(jws, { keys: [publish(ours, key)], purpose: 'decisions', typ, at })
  return 'fault' in verdict ? verdict.fault : verdict.payload.toString()
}

test('a signature of a key in force gives the bytes that were signed', async () => {
  expect(judge(await signedJws(ours, payload, typ))).toBe(payload.toString())
  expect(judge(await header({ alg: 'Ed25519' }))).toBe(payload.toString())
})

const jwk = { kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43) }
test.each<[string, () => Promise<string>, string]>([
  ['no algorithm', () => header({ alg: 'none' }), 'algorithm'],
  ['a secret as the key', () => header({ alg: 'HS256' }), 'algorithm'],
  ['another curve', () => header({ alg: 'ES256' }), 'algorithm'],
  ['RSA', () => header({ alg: 'PS256' }), 'algorithm'],
  ['a key brought along', () => header({ jwk }), 'header'],
  ['the address of a key', () => header({ jku: 'https://evil.example/keys.json' }), 'header'],
  ['the address of a certificate', () => header({ x5u: 'https://evil.example/c.pem' }), 'header'],
  ['a certificate', () => header({ x5c: ['MIIB'] }), 'header'],
  ['a payload that is not encoded', () => header({ b64: false }), 'header'],
  ['an extension that must be understood', () => header({ crit: ['exp'] }), 'header'],
  ['a key that nobody published', async () => signedJws(stranger, payload, typ), 'unknownKey'],
  ['no name of a key', () => withHeader(JSON.stringify({ alg: 'EdDSA', typ })), 'unknownKey'],
  [
    'what another key signed under our name',
    async () => withHeader(JSON.stringify({ alg: 'EdDSA', typ, kid: ours.kid }), stranger),
    'signature',
  ],
  ['another type of record', () => header({ typ: 'JWT' }), 'type'],
  ['a member twice', () => withHeader(`{"alg":"none","alg":"EdDSA","typ":"${typ}","kid":"${ours.kid}"}`), 'malformed'],
  ['white space in the header', () => withHeader(`{"alg":"EdDSA", "typ":"${typ}","kid":"${ours.kid}"}`), 'malformed'],
  ['a list as the header', () => withHeader('[]'), 'malformed'],
  ['no JSON', () => withHeader('alg=EdDSA'), 'malformed'],
  ['two parts', () => Promise.resolve('e30.e30'), 'malformed'],
  ['four parts', async () => `${await signedJws(ours, payload, typ)}.e30`, 'malformed'],
  ['nothing', () => Promise.resolve(''), 'malformed'],
  ['another form of the same bytes', async () => `${await signedJws(ours, payload, typ)}=`, 'malformed'],
])('refuses %s', async (_, make, fault) => {
  expect(judge(await make())).toBe(fault)
})

test('refuses another text under the same signature', async () => {
  const [head, , seal] = (await signedJws(ours, payload, typ)).split('.')
  expect(judge(`${head}.${Buffer.from('{"meaning":"refused"}').toString('base64url')}.${seal}`)).toBe('signature')
})

test('judges by the time of the log: a key signs neither before it began nor after it ended', async () => {
  const jws = await signedJws(ours, payload, typ)
  expect(judge(jws, { notAfter: '2026-06-15T12:00:00.000Z' })).toBe(payload.toString())
  expect(judge(jws, { notAfter: '2026-06-15T11:59:59.999Z' })).toBe('notInForce')
  expect(judge(jws, { notBefore: '2026-06-15T12:00:00.001Z' })).toBe('notInForce')
  expect(judge(jws, { notBefore: null })).toBe('notInForce')
})

test('a key of the log signs no decision', async () => {
  expect(judge(await signedJws(ours, payload, typ), { purpose: 'checkpoints' })).toBe('otherPurpose')
})

test('what a JWT library makes of our key is judged the same', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const { x = '' } = await exportJWK(publicKey)
  const kid = 'k'.repeat(43)
  const jws = await new SignJWT({ meaning: 'approved' }).setProtectedHeader({ alg: 'EdDSA', typ, kid }).sign(privateKey)
  const keys = [publish({ ...ours, publicJwk: { ...ours.publicJwk, x, kid } })]
  expect(verifySignature(jws, { keys, purpose: 'decisions', typ, at })).toHaveProperty('payload')
})
