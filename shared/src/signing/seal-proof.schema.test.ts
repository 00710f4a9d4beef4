import * as z from 'zod/mini'
import { describe, expect, test } from 'vitest'
import { faultsOf } from '../kernel/command-input.testing.ts'
import { SealProof } from './seal-proof.schema.ts'

const typed = { kind: 'passwordAndCode', password: '  e\u0301 ', code: '012345' }
const assertion = {
  id: 'abc',
  rawId: 'abc',
  type: 'public-key',
  clientExtensionResults: {},
  response: { clientDataJSON: 'e30', authenticatorData: 'AAAA', signature: 'AAAA', userHandle: 'AAAA' },
}

describe('the proof of a seal', () => {
  test('is a passkey’s assertion, or a password as typed with a one-time code', () => {
    expect(z.parse(SealProof, typed)).toEqual(typed)
    expect(z.parse(SealProof, { kind: 'passkey', assertion })).toEqual({ kind: 'passkey', assertion })
  })

  test.each<[string, object, string[]]>([
    ['a password alone', { kind: 'passwordAndCode', password: 'x' }, ['code: inputMissing']],
    ['a kind of nobody', { kind: 'password', password: 'x' }, ['kind: inputMissing']],
    ['half a character', { ...typed, password: '\ud83d' }, ['password: inputNotText']],
    ['no password', { ...typed, password: '' }, ['password: inputEmpty']],
    ['a password that is too long', { ...typed, password: 'x'.repeat(257) }, ['password: inputTooLong']],
    ['a code of letters', { ...typed, code: 'abcdef' }, ['code: inputCode']],
    ['a member that nobody knows', { ...typed, trusted: true }, ['trusted: inputUnknownField']],
    [
      'an assertion of something else',
      { kind: 'passkey', assertion: { ...assertion, type: 'x' } },
      ['assertion/type: inputChoice'],
    ],
  ])('is not %s', (_, proof, faults) => {
    expect(faultsOf(SealProof, proof)).toEqual(faults)
  })
})
