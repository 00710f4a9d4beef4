import { createPrivateKey, createPublicKey, randomUUID, sign, verify } from 'node:crypto'
import { SoftwareAuthenticator } from '@placet/shared/passkey/software-authenticator'
import { signingChallenge } from '@placet/shared/signing/signing-challenge'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { URI } from 'otpauth'
import { Arranger } from '../../../test/arrange.ts'
import type { CaseInTheMaking } from '../../../test/arrange.ts'
import { password } from '../../../test/portal.ts'
import type { Json, Outcome, Visitor } from '../../../test/portal.ts'
import { signingIn } from '../auth/actor.ts'
import { startCodes } from '../auth/codes.ts'
import { SecretBox } from '../auth/secret-box.ts'
import { run } from '../db/run.ts'
import { sha256 } from '../record.ts'
import { FileKeys } from './keys.ts'
import type { Seal } from './signing.ts'
import { verifySignature } from './verify-signature.ts'

let a: Arranger
beforeAll(async () => {
  a = await Arranger.open()
}, 60_000)
afterAll(() => a.close())

const count = async (table: string) => Number((await a.one<{ n: number }>(`select count(*)::int as n from ${table}`)).n)
const over = { __typename: 'Invalid', issues: [{ path: 'ceremonyId' }] }
const wrong = { __typename: 'Invalid', issues: [{ path: 'proof' }] }

/** The passkey proof of a seal. */
const assertionOf = ({ proof }: Seal) => {
  if (proof.kind !== 'passkey') throw new Error('no assertion')
  return proof.assertion
}

/** Dossiers that are ready, and the officer who may sign them. */
let c: CaseInTheMaking
let officer: Visitor
beforeEach(async () => {
  c = await a.submission().ready()
  officer = await a.as('officer')
}, 60_000)

const begin = (who = officer, id = c.id) => who.do('beginSigning', { id, process: 'submission', meaning: 'submitted' })
const submit = async (seal: object, who = officer, of = c): Promise<Outcome> =>
  who.send('submitDossier', { id: of.id, version: (await of.now()).version, ...seal })

/** A colleague of the officer whose app makes codes. */
async function withCodes(keepsPasskey: boolean) {
  const who = await a.hire(['applicantSigner', 'applicantEditor'], 'officer')
  const { id } = who
  if (!keepsPasskey) await a.rows(`delete from passkey where person_id = $1`, [id])
  const box = a.app.nest.get(SecretBox)
  const { uri } = await run(a.app.databases.app, signingIn, 'write', (tx) =>
    startCodes(tx, box, { personId: id, email: 'codes@helio.example' }),
  )
  await a.rows(`update totp set confirmed_at = now() where person_id = $1`, [id])
  const totp = URI.parse(uri)
  return { who, code: () => totp.generate() }
}

/** Nothing was signed, and the case did not move. */
async function unsigned(of = c): Promise<void> {
  expect(await a.rows(`select 1 from signature where case_id = $1`, [of.id])).toEqual([])
  expect((await of.now()).state).toBe('draft')
}

describe('a ceremony', () => {
  test('shows the bytes that are signed, and asks for a passkey over them and over nothing else', async () => {
    const shown = await begin()
    expect(shown).toMatchObject({ proofKind: 'passkey', meaning: 'submitted' })
    const revisionHash = sha256(String(shown['record']))
    expect(revisionHash.toString('hex')).toBe(shown['recordHash'])
    const nonce = Buffer.from(String(shown['nonce']), 'base64url')
    const challenge = await signingChallenge({
      revisionHash,
      meaning: 'submitted',
      ceremonyId: String(shown['id']),
      nonce,
    })
    expect(shown['request']).toMatchObject({
      challenge: Buffer.from(challenge).toString('base64url'),
      rpId: 'localhost',
      userVerification: 'required',
      allowCredentials: [{ id: officer.authenticator.export()[0]?.id }],
    })
    const minutes = (new Date(String(shown['expiresAt'])).getTime() - Date.now()) / 60_000
    expect(minutes).toBeGreaterThan(2.9)
    expect(minutes).toBeLessThanOrEqual(3)
  })

  test('leaves evidence that is checked with nothing but what is kept and published', async () => {
    await c.submitted()
    const kept = await a.one<Json>(
      `select s.*, r.bytes, r.sha256, l.at as logged from signature s join revision r on r.id = s.revision_id
       join log_leaf l on l.id = s.leaf_id where s.case_id = $1`,
      [c.id],
    )
    const keys = await a.app.nest.get(FileKeys).published()
    const verdict = verifySignature(kept.jws, {
      keys,
      purpose: 'decisions',
      typ: 'portal-decision+jws',
      at: kept.logged,
    })
    if ('fault' in verdict) throw new Error(verdict.fault)
    const said = JSON.parse(verdict.payload.toString())
    expect(said).toMatchObject({
      algorithm: 'Ed25519',
      revision: sha256(kept.bytes).toString('hex'),
      type: 'submission',
      id: c.id,
      meaning: 'submitted',
      signer: officer.id,
      name: 'Amira Selim',
      office: 'Regulatory officer, Helio Health',
      at: kept.at.toISOString(),
      ceremony: kept.ceremony_id,
      proof: { kind: 'passkey', sha256: sha256(kept.proof).toString('hex') },
      log: 'http://localhost:3000',
    })
    const proof = JSON.parse(kept.proof.toString())
    const clientData = Buffer.from(proof.assertion.clientDataJSON, 'base64url')
    const authenticatorData = Buffer.from(proof.assertion.authenticatorData, 'base64url')
    const challenge = await signingChallenge({
      revisionHash: Buffer.from(said.revision, 'hex'),
      meaning: said.meaning,
      ceremonyId: said.ceremony,
      nonce: Buffer.from(proof.nonce, 'base64url'),
    })
    expect(JSON.parse(clientData.toString())).toMatchObject({
      type: 'webauthn.get',
      challenge: Buffer.from(challenge).toString('base64url'),
      origin: proof.rp.origin,
    })
    expect(authenticatorData.subarray(0, 32)).toEqual(sha256(proof.rp.id))
    // COSE of ES256: x and y are its last two byte strings of 32.
    const cose = Buffer.from(proof.publicKey, 'base64url')
    const [x, y] = [cose.subarray(-67, -35), cose.subarray(-32)].map((part) => part.toString('base64url'))
    const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
    const signed = Buffer.concat([authenticatorData, sha256(clientData)])
    expect(verify('sha256', signed, publicKey, Buffer.from(proof.assertion.signature, 'base64url'))).toBe(true)
  })

  test('is sealed by fifty callers at once: one signature', async () => {
    const seal = await officer.prove(await begin())
    const before = await count('signature')
    const { version } = await c.now()
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => officer.send('submitDossier', { id: c.id, version, ...seal })),
    )
    expect(answers.filter(({ __typename }) => __typename === 'Submission')).toHaveLength(1)
    expect(await count('signature')).toBe(before + 1)
  }, 60_000)
})

describe('nothing is signed', () => {
  test('by a ceremony that was used', async () => {
    const seal = await officer.prove(await begin())
    const other = await a.submission().ready()
    expect(await submit(seal)).toMatchObject({ __typename: 'Submission' })
    const before = await count('signature')
    expect(await submit(seal, officer, other)).toMatchObject(over)
    expect(await submit(seal)).toMatchObject({ __typename: 'OutOfTurn' })
    expect(await count('signature')).toBe(before)
    await unsigned(other)
  })

  test('by an assertion of another ceremony, also over the same text', async () => {
    const first = await officer.prove(await begin())
    const second = await begin()
    expect(await submit({ ...first, ceremonyId: second['id'] })).toMatchObject(wrong)
    await unsigned()
  })

  test('on another record by an assertion that was made for this one', async () => {
    const other = await a.submission().ready()
    const seal = await officer.prove(await begin())
    expect(await submit(seal, officer, other)).toMatchObject(over)
    const theirs = await begin(officer, other.id)
    expect(await submit({ ...seal, ceremonyId: theirs['id'] }, officer, other)).toMatchObject(wrong)
    await unsigned(other)
  })

  test('with another meaning: what approves does not refuse', async () => {
    const decided = await a.submission().forSignature()
    const { id, version } = await decided.decision()
    const maker = await a.as('decisionMaker')
    expect(await maker.send('beginSigning', { id, process: 'decision', meaning: 'refused' })).toMatchObject({
      __typename: 'OutOfTurn',
    })
    const approved = await maker.begin('decision', 'approved', id)
    await a.rows(`update signing_ceremony set meaning = 'refused' where id = $1`, [approved.ceremonyId])
    const input = { id, version, affirmed: true }
    expect(await maker.send('signDecision', { ...input, ...approved })).toMatchObject(over)
    // Even where somebody with the database turned the meaning back: the passkey signed over the other one.
    const refused = await maker.do('beginSigning', { id, process: 'decision', meaning: 'approved' })
    const terms = {
      revisionHash: Buffer.from(String(refused['recordHash']), 'hex'),
      meaning: 'refused',
      ceremonyId: String(refused['id']),
      nonce: Buffer.from(String(refused['nonce']), 'base64url'),
    }
    const challenge = Buffer.from(await signingChallenge(terms)).toString('base64url')
    const proof = await maker.prove({ ...refused, request: { ...(refused['request'] as object), challenge } })
    expect(await maker.send('signDecision', { ...input, ...proof })).toMatchObject(wrong)
    expect(await a.rows(`select 1 from signature where subject_id = $1`, [id])).toEqual([])
  }, 60_000)

  test('where the text changed between show and sign', async () => {
    const seal = await officer.prove(await begin())
    const answers = [{ field: 'plainSummary', baseVersion: 1, value: 'Changed between show and sign.' }]
    await officer.do('saveAnswers', { id: c.id, answers })
    expect(await submit(seal)).toMatchObject({
      __typename: 'Stale',
      message: 'The text has changed. Read it again before you sign.',
    })
    await unsigned()
  })

  test('after three minutes', async () => {
    const seal = await officer.prove(await begin())
    await a.rows(`update signing_ceremony set expires_at = now() - interval '1 ms' where id = $1`, [seal.ceremonyId])
    expect(await submit(seal)).toMatchObject(over)
    await unsigned()
  })

  test('in another session of the same person', async () => {
    const seal = await officer.prove(await begin())
    expect(await submit(seal, await a.again('officer'))).toMatchObject(over)
    await unsigned()
  })

  test('by another person’s ceremony, nor by another person’s passkey', async () => {
    const colleague = await a.hire(['applicantSigner', 'applicantEditor'], 'officer')
    const mine = await begin()
    expect(await submit(await officer.prove(mine), colleague)).toMatchObject(over)
    const request = { ...(mine['request'] as object), allowCredentials: colleague.authenticator.export() }
    expect(await submit(await colleague.prove({ ...mine, request }))).toMatchObject(wrong)
    await unsigned()
  })

  test.each([
    ['another origin', 'https://placet.example.evil'],
    ['another port of this host', 'http://localhost:3001'],
  ])('by a passkey that answered on %s', async (_, origin) => {
    const there = new SoftwareAuthenticator(origin, officer.authenticator.export())
    const shown = await begin()
    const assertion = await there.get(shown['request'] as Json)
    expect(await submit({ ceremonyId: shown['id'], proof: { kind: 'passkey', assertion } })).toMatchObject(wrong)
    await unsigned()
  })

  test('by a passkey of another host', async () => {
    const held = officer.authenticator.export().map((one) => ({ ...one, rpId: 'placet.example' }))
    const there = new SoftwareAuthenticator('http://localhost:3000', held)
    const shown = await begin()
    const assertion = await there.get({ ...(shown['request'] as Json), rpId: 'placet.example' })
    expect(await submit({ ceremonyId: shown['id'], proof: { kind: 'passkey', assertion } })).toMatchObject(wrong)
    await unsigned()
  })

  test('where the device did not verify who touched it', async () => {
    const seal = await officer.prove(await begin())
    const { response, ...assertion } = assertionOf(seal)
    const data = Buffer.from(response.authenticatorData, 'base64url')
    const [held] = officer.authenticator.export()
    const proofWith = (flags: number) => {
      data.writeUInt8(flags, 32)
      const signed = Buffer.concat([data, sha256(Buffer.from(response.clientDataJSON, 'base64url'))])
      const signature = sign('sha256', signed, createPrivateKey({ key: { ...held?.key }, format: 'jwk' }))
      const changed = { authenticatorData: data.toString('base64url'), signature: signature.toString('base64url') }
      return { kind: 'passkey', assertion: { ...assertion, response: { ...response, ...changed } } }
    }
    expect(await submit({ ...seal, proof: proofWith(0x19) })).toMatchObject(wrong)
    await unsigned()
    expect(await submit({ ...seal, proof: proofWith(0x1d) })).toMatchObject({ __typename: 'Submission' })
  })

  test('by a password, right as it is', async () => {
    const { id: ceremonyId } = await begin()
    const alone = { ceremonyId, password: 'placet-demo-2026' }
    expect(await submit(alone)).toMatchObject({ __typename: 'Error', code: 'BAD_USER_INPUT' })
    const { id: decision } = await (await a.submission().forSignature()).decision()
    const maker = await a.as('decisionMaker')
    const shown = await maker.do('beginSigning', { id: decision, process: 'decision', meaning: 'approved' })
    const proof = { kind: 'passwordAndCode', password: 'placet-demo-2026', code: '123456' }
    const { version } = await a.row('decision', decision)
    expect(
      await maker.send('signDecision', { id: decision, version, affirmed: true, ceremonyId: shown['id'], proof }),
    ).toMatchObject(wrong)
    await unsigned()
  }, 60_000)

  test('by a password and code where there is a passkey', async () => {
    const { who, code } = await withCodes(true)
    const shown = await begin(who)
    expect(shown).toMatchObject({ proofKind: 'passkey' })
    const proof = { kind: 'passwordAndCode', password, code: code() }
    expect(await submit({ ceremonyId: shown['id'], proof }, who)).toMatchObject(wrong)
    await unsigned()
  })

  test('by who holds nothing to prove it by, and they are told before they read', async () => {
    const bare = await a.hire(['applicantSigner', 'applicantEditor'], 'officer')
    await a.rows(`delete from passkey where person_id = $1`, [bare.id])
    const refused = await bare.send('beginSigning', { id: c.id, process: 'submission', meaning: 'submitted' })
    expect(refused).toMatchObject({
      __typename: 'NotPermitted',
      message: 'You need a passkey to sign. Add one on the page of your account’s security.',
    })
    expect(await a.rows(`select 1 from signing_ceremony where case_id = $1`, [c.id])).toEqual([])
  })

  test('at a time of the client’s own', async () => {
    const seal = await officer.prove(await begin())
    for (const more of [{ at: '2020-01-01T00:00:00Z' }, { signedAt: '2020-01-01T00:00:00Z' }])
      expect(await submit({ ...seal, ...more })).toMatchObject({ __typename: 'Error', code: 'BAD_USER_INPUT' })
    const inside = { ...seal.proof, at: '2020-01-01T00:00:00Z' }
    expect(await submit({ ...seal, proof: inside })).toMatchObject({
      __typename: 'Invalid',
      issues: [{ path: 'proof/at' }],
    })
    await unsigned()
    const before = Date.now()
    await submit(seal)
    const { at } = await a.one<{ at: Date }>(`select at from signature where case_id = $1`, [c.id])
    expect(at.getTime()).toBeGreaterThanOrEqual(before)
    expect(at.getTime()).toBeLessThanOrEqual(Date.now())
  })

  test('by a ceremony that nobody began', async () => {
    const seal = await officer.prove(await begin())
    expect(await submit({ ...seal, ceremonyId: randomUUID() })).toMatchObject(over)
    await unsigned()
  })
})

describe('an applicant without a passkey', () => {
  test('signs by password and one-time code, and every record of it says so', async () => {
    const { who, code } = await withCodes(false)
    const shown = await begin(who)
    expect(shown).toMatchObject({ proofKind: 'passwordAndCode', request: null })
    const seal = (proof: object) =>
      submit({ ceremonyId: shown['id'], proof: { kind: 'passwordAndCode', password, code: code(), ...proof } }, who)
    expect(await seal({ password: 'not the password' })).toMatchObject(wrong)
    expect(await seal({ code: code() === '000000' ? '000001' : '000000' })).toMatchObject(wrong)
    await unsigned()
    expect(await seal({})).toMatchObject({ __typename: 'Submission' })
    const kept = await a.one<Json>(`select proof_kind, proof, jws from signature where case_id = $1`, [c.id])
    expect(kept.proof_kind).toBe('passwordAndCode')
    const said = JSON.parse(Buffer.from(kept.jws.split('.')[1], 'base64url').toString())
    expect(said.proof).toEqual({ kind: 'passwordAndCode', sha256: sha256(kept.proof).toString('hex') })
    const other = await a.submission().ready()
    const again = await begin(who, other.id)
    const proof = { kind: 'passwordAndCode', password, code: code() }
    expect(await submit({ ceremonyId: again['id'], proof }, who, other)).toMatchObject(wrong)
    await unsigned(other)
  }, 60_000)

  test('can not guess codes: after five the next one waits', async () => {
    const { who } = await withCodes(false)
    const shown = await begin(who)
    const guess = (code: string) =>
      submit({ ceremonyId: shown['id'], proof: { kind: 'passwordAndCode', password, code } }, who)
    for (const code of ['111111', '222222', '333333', '444444', '555555'])
      expect(await guess(code)).toMatchObject(wrong)
    expect(await guess('666666')).toMatchObject({ __typename: 'Error', code: 'RATE_LIMITED' })
    await unsigned()
  }, 60_000)
})

test('the database itself keeps a signature without its proof out', async () => {
  await c.submitted()
  const columns = `case_id, organisation_id, process, subject_id, revision_id, meaning, signer_id, printed_name, office, at, jws, leaf_id`
  const again = (kind: string, proof: string) =>
    a.rows(
      `with other as (insert into signing_ceremony (case_id, organisation_id, revision_id, signer_id, session_hash, meaning, nonce, expires_at)
         select case_id, organisation_id, revision_id, signer_id, session_hash, meaning, nonce, expires_at from signing_ceremony where case_id = $1 returning id)
       insert into signature (${columns}, ceremony_id, proof_kind, proof)
       select ${columns}, (select id from other), $2, ${proof} from signature where case_id = $1`,
      [c.id, kind],
    )
  for (const [kind, proof] of [
    ['password', 'proof'],
    ['passkey', 'null'],
  ] as const)
    await expect(again(kind, proof)).rejects.toMatchObject({ constraint: 'signature_is_proven' })
})
