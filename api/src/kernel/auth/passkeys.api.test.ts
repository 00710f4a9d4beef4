import { createPrivateKey, randomBytes, sign } from 'node:crypto'
import { SoftwareAuthenticator } from '@placet/shared/passkey/software-authenticator'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { boot, TestPortal } from '../../../test/portal.ts'
import { run } from '../db/run.ts'
import type { Sql } from '../db/run.ts'
import { sha256 } from '../record.ts'
import { signingIn } from './actor.ts'
import { giveChallenge, takeChallenge } from './challenges.ts'
import { challengeIn, creationOptions, keepPasskey, requestOptions, verifyAssertion } from './passkeys.ts'

const party = { id: 'localhost', name: 'Placet', origin: 'http://localhost:3000' }
let a: TestPortal
let officer: { personId: string; email: string; name: string }
beforeAll(async () => {
  a = new TestPortal(await boot())
  officer = { personId: await a.idOf('officer'), email: 'officer@helio.example', name: 'Amira Selim' }
}, 60_000)
afterAll(() => a.close())

const write = <Result>(work: (tx: Sql) => Promise<Result>) => run(a.app.databases.app, signingIn, 'write', work)

/** A new passkey of the officer, made through the portal's own options. */
async function enrolled(authenticator: SoftwareAuthenticator, synced = false): Promise<string | null> {
  return write(async (tx) => {
    const challenge = randomBytes(32)
    const options = await creationOptions(tx, party, officer, challenge)
    expect(options.authenticatorSelection).toMatchObject({ userVerification: 'required', residentKey: 'preferred' })
    return keepPasskey(
      tx,
      party,
      officer.personId,
      await authenticator.create(options, { synced }),
      challenge,
      'Laptop',
    )
  })
}

/** Answers a fresh challenge, with what is changed on the way, and asks whether it counts. */
async function proves(
  authenticator: SoftwareAuthenticator,
  { personId = officer.personId, other, at = party }: { personId?: string; other?: Buffer; at?: typeof party } = {},
) {
  return write(async (tx) => {
    const challenge = randomBytes(32)
    const options = await requestOptions(tx, party, officer.personId, challenge)
    expect(options.userVerification).toBe('required')
    return verifyAssertion(tx, at, personId, await authenticator.get(options), other ?? challenge)
  })
}

test('a passkey signs over exactly the given 32 bytes, and its counter is kept', async () => {
  const authenticator = new SoftwareAuthenticator(party.origin)
  const id = await enrolled(authenticator)
  const record = sha256('the record that is signed')
  const answer = await authenticator.get({ challenge: record.toString('base64url'), rpId: party.id })
  expect(await write((tx) => verifyAssertion(tx, party, officer.personId, answer, record))).toMatchObject({
    passkeyId: id,
    personId: officer.personId,
    counter: 1,
  })
  expect(await a.one(`select counter, name from passkey where id = $1`, [id])).toEqual({ counter: '1', name: 'Laptop' })
  expect(await write((tx) => verifyAssertion(tx, party, officer.personId, answer, record))).toBeNull()
})

test('another challenge, person, origin or host is refused', async () => {
  const authenticator = new SoftwareAuthenticator(party.origin)
  await enrolled(authenticator)
  expect(await proves(authenticator)).not.toBeNull()
  expect(await proves(authenticator, { other: randomBytes(32) })).toBeNull()
  expect(await proves(authenticator, { personId: await a.idOf('rival') })).toBeNull()
  expect(await proves(authenticator, { at: { ...party, origin: 'http://localhost:3001' } })).toBeNull()
  expect(await proves(authenticator, { at: { ...party, id: 'placet.example' } })).toBeNull()
  expect(await proves(new SoftwareAuthenticator('http://localhost:4000', authenticator.export()))).toBeNull()
})

test('a passkey that was copied is seen by its counter; a synced one does not count', async () => {
  const authenticator = new SoftwareAuthenticator(party.origin)
  await enrolled(authenticator)
  const copy = new SoftwareAuthenticator(party.origin, authenticator.export())
  expect(await proves(authenticator)).not.toBeNull()
  expect(await proves(copy)).toBeNull()
  const phone = new SoftwareAuthenticator(party.origin)
  const id = await enrolled(phone, true)
  const tablet = new SoftwareAuthenticator(party.origin, phone.export())
  expect(await proves(phone)).not.toBeNull()
  expect(await proves(tablet)).not.toBeNull()
  expect(await a.one(`select backup_eligible, backed_up from passkey where id = $1`, [id])).toEqual({
    backup_eligible: true,
    backed_up: true,
  })
})

test('an authenticator that did not verify its user is refused', async () => {
  const authenticator = new SoftwareAuthenticator(party.origin)
  await enrolled(authenticator)
  const challenge = randomBytes(32)
  const answer = await authenticator.get({ challenge: challenge.toString('base64url'), rpId: party.id })
  const data = Buffer.from(answer.response.authenticatorData, 'base64url')
  const [held] = authenticator.export()
  const signed = (flags: number) => {
    data.writeUInt8(flags, 32)
    const over = Buffer.concat([data, sha256(Buffer.from(answer.response.clientDataJSON, 'base64url'))])
    const key = createPrivateKey({ key: { ...held?.key }, format: 'jwk' })
    const signature = sign('sha256', over, key).toString('base64url')
    return { ...answer, response: { ...answer.response, authenticatorData: data.toString('base64url'), signature } }
  }
  const count = (flags: number) => write((tx) => verifyAssertion(tx, party, officer.personId, signed(flags), challenge))
  expect(await count(0x01)).toBeNull()
  expect(await count(0x05)).not.toBeNull()
})

test('nobody enrols a passkey that is another person’s', async () => {
  const authenticator = new SoftwareAuthenticator(party.origin)
  const challenge = randomBytes(32)
  const answer = await write(async (tx) => authenticator.create(await creationOptions(tx, party, officer, challenge)))
  const keep = (personId: string) => write((tx) => keepPasskey(tx, party, personId, answer, challenge, 'Laptop'))
  expect(await keep(officer.personId)).not.toBeNull()
  expect(await keep(await a.idOf('rival'))).toBeNull()
})

test('a challenge is taken once, for its purpose and holder, within five minutes', async () => {
  const holder = { personId: officer.personId, boundTo: null }
  const given = () => write((tx) => giveChallenge(tx, 'stepUp', holder))
  const take = (challenge: Buffer, purpose: 'stepUp' | 'signIn' = 'stepUp', by = holder) =>
    write((tx) => takeChallenge(tx, challenge, purpose, by))
  const once = await given()
  expect(once).toHaveLength(32)
  expect(await take(once)).toBe(true)
  expect(await take(once)).toBe(false)
  expect(await take(await given(), 'signIn')).toBe(false)
  expect(await take(await given(), 'stepUp', { personId: await a.idOf('rival'), boundTo: null })).toBe(false)
  const old = await given()
  await a.rows(`update proof_challenge set expires_at = now() - interval '1 second' where challenge = $1`, [old])
  expect(await take(old)).toBe(false)
})

test('the challenge of an answer is read from what the authenticator signed', async () => {
  const authenticator = new SoftwareAuthenticator(party.origin)
  await enrolled(authenticator)
  const challenge = randomBytes(32)
  const answer = await authenticator.get({ challenge: challenge.toString('base64url'), rpId: party.id })
  expect(challengeIn(answer)).toEqual(challenge)
  const broken = { ...answer, response: { ...answer.response, clientDataJSON: 'bm8' } }
  expect(challengeIn(broken)).toBeNull()
})
