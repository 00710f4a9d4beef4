import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { signingChallenge } from './signing-challenge.ts'

const terms = {
  revisionHash: new Uint8Array(32).fill(1),
  meaning: 'approved',
  ceremonyId: '4d3a3b0e-6c9e-4a3e-9f57-6c8b8a2f0f11',
  nonce: new Uint8Array(32).fill(2),
}

test('is the hash of exactly these bytes, so that anybody can compute it again', async () => {
  const bytes = Buffer.concat([
    Buffer.from('portal-sign-v1'),
    Buffer.alloc(32, 1),
    Buffer.from('approved'),
    Buffer.from('4d3a3b0e6c9e4a3e9f576c8b8a2f0f11', 'hex'),
    Buffer.alloc(32, 2),
  ])
  expect(Buffer.from(await signingChallenge(terms))).toEqual(createHash('sha256').update(bytes).digest())
})

test('is another one for another record, meaning, ceremony or nonce', async () => {
  const others = [
    terms,
    { ...terms, revisionHash: new Uint8Array(32).fill(3) },
    { ...terms, meaning: 'refused' },
    { ...terms, ceremonyId: '4d3a3b0e-6c9e-4a3e-9f57-6c8b8a2f0f12' },
    { ...terms, nonce: new Uint8Array(32).fill(3) },
  ]
  const challenges = await Promise.all(
    others.map(async (one) => Buffer.from(await signingChallenge(one)).toString('hex')),
  )
  expect(new Set(challenges).size).toBe(others.length)
})

test.each([
  ['a hash that is cut', { revisionHash: new Uint8Array(31) }],
  ['a short nonce', { nonce: new Uint8Array(16) }],
  ['no ceremony', { ceremonyId: 'x' }],
  ['no meaning', { meaning: '' }],
  ['a meaning with room for another field', { meaning: 'approved\u0000' }],
])('refuses %s', async (_, more) => {
  await expect(signingChallenge({ ...terms, ...more })).rejects.toThrow(RangeError)
})
