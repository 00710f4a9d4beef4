import type { Receipt } from '@placet/shared/signing/receipt.schema'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Arranger } from '../../test/arrange.ts'
import type { CaseInTheMaking } from '../../test/arrange.ts'
import type { Json, Visitor } from '../../test/portal.ts'
import { sha256 } from '../kernel/record.ts'
import { CheckpointSigner } from '../transparency-log/index.ts'

let a: Arranger
let c: CaseInTheMaking
let decision: string
beforeAll(async () => {
  a = await Arranger.open()
  c = await a.submission({ riskClass: 'III' }).signed()
  await c.countersignIt()
  decision = (await c.decision()).id
}, 180_000)
afterAll(() => a.close())

/** The worker's rounds that a checkpoint needs. */
async function cover(): Promise<void> {
  await a.tick()
  await a.app.nest.get(CheckpointSigner).tick()
}

const download = async (who: Visitor, process: string, id: string) => {
  const answer = await who.fetch(`/receipts/${process}/${id}`)
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Json }
}
const receiptOf = async (who: Visitor, process: string, id: string): Promise<Receipt> =>
  (await download(who, process, id)).body
const check = async (receipt: unknown): Promise<Json> => {
  const answer = await a.anyone.fetch('/receipts/check', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(receipt),
  })
  return answer.status === 200 ? answer.json() : answer.status
}

test('waits for a checkpoint, and is whole then', async () => {
  const other = await a.submission().submitted()
  const officer = await a.as('officer')
  expect(await download(officer, 'submission', other.id)).toMatchObject({ status: 202, body: { waiting: true } })
  await cover()
  const { status, headers, body } = await download(officer, 'submission', other.id)
  expect(status).toBe(200)
  expect(headers.get('cache-control')).toBe('private, no-store')
  expect(headers.get('content-disposition')).toMatch(/^attachment; filename="C-[0-9A-Z]{8}-submission\.receipt\.json"$/)
  const [signature] = (body as Receipt).signatures
  const record = JSON.parse(signature?.record ?? '')
  expect(body).toMatchObject({
    number: (await other.now())['reference'],
    demonstration: 'Demonstration, not valid',
    files: record.content.files.map(({ name, sha256: hash }: Json) => ({ name, sha256: hash })),
    signatures: [
      {
        meaning: 'submitted',
        name: 'Amira Selim',
        office: 'Regulatory officer, Helio Health',
        proofKind: 'passkey',
        recordHash: sha256(signature?.record ?? '').toString('hex'),
      },
    ],
  })
  expect((body as Receipt).files.length).toBeGreaterThan(0)
  expect(await check(body)).toMatchObject({ verdict: 'intact', demonstration: true, process: 'submission' })
}, 60_000)

test('of a decision holds both signatures, each over its own record', async () => {
  await cover()
  const receipt = await receiptOf(await a.as('manager'), 'decision', decision)
  expect(receipt.signatures.map(({ meaning, name }) => [meaning, name])).toEqual([
    ['approved', 'Ruth Mensah'],
    ['countersigned', 'Viktor Kovač'],
  ])
  expect(await check(receipt)).toMatchObject({
    verdict: 'intact',
    process: 'decision',
    signatures: [
      { meaning: 'approved', name: 'Ruth Mensah', office: 'Director of approvals', proofKind: 'passkey' },
      { meaning: 'countersigned', name: 'Viktor Kovač' },
    ],
  })
})

test('is for whoever may read what it is of, and not there for anybody else', async () => {
  await cover()
  for (const who of ['rival', 'admin', 'reviewerC'] as const)
    for (const [process, id] of [
      ['submission', c.id],
      ['decision', decision],
    ] as const) {
      const there = await (await a.as(who)).fetch(`/receipts/${process}/${id}`)
      const absent = await (await a.as(who)).fetch(`/receipts/${process}/4d3a3b0e-6c9e-4a3e-9f57-6c8b8a2f0f11`)
      expect(there.status).toBe(404)
      expect(await there.text()).toBe(await absent.text())
    }
  expect((await download(a.anyone, 'submission', c.id)).status).toBe(404)
  // A decision’s record holds the case manager’s answers and departures, which are the agency’s own.
  expect((await download(await a.as('officer'), 'decision', decision)).status).toBe(404)
  for (const path of ['reviewStage/x', 'submission/x', `decision/${c.id}`])
    expect((await (await a.as('officer')).fetch(`/receipts/${path}`)).status).toBe(404)
})

describe('a receipt that somebody changed is not intact', () => {
  let submission: Receipt
  let decided: Receipt
  beforeAll(async () => {
    await cover()
    submission = await receiptOf(await a.as('officer'), 'submission', c.id)
    decided = await receiptOf(await a.as('manager'), 'decision', decision)
  })
  const first = (receipt: Receipt) => receipt.signatures[0] as Receipt['signatures'][number]
  const flip = (text: string) => `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}`

  test.each<[string, (receipt: Receipt) => void, string]>([
    ['its number', (receipt) => (receipt.number = 'C-00000000'), 'shown'],
    ['a file’s hash', (receipt) => ((receipt.files[0] as Json).sha256 = 'a'.repeat(64)), 'shown'],
    ['a file left out', (receipt) => receipt.files.pop(), 'shown'],
    ['the signer’s name', (receipt) => (first(receipt).name = 'Somebody Else'), 'shown'],
    ['the office', (receipt) => (first(receipt).office = 'Minister'), 'shown'],
    ['the time', (receipt) => (first(receipt).at = '2020-01-01T00:00:00.000Z'), 'shown'],
    ['the meaning', (receipt) => (first(receipt).meaning = 'approved'), 'shown'],
    ['how it was proven', (receipt) => (first(receipt).proofKind = 'passwordAndCode'), 'shown'],
    ['the case', (receipt) => (receipt.id = decision), 'shown'],
    [
      'one letter of the record',
      (receipt) => (first(receipt).record = first(receipt).record.replace('Model', 'Modle')),
      'record',
    ],
    ['the proof of the passkey', (receipt) => (first(receipt).proof = flip(first(receipt).proof ?? '')), 'proof'],
    ['no proof', (receipt) => (first(receipt).proof = null), 'proof'],
    ['the JWS', (receipt) => (first(receipt).jws = first(decided).jws), 'leaf'],
    ['the leaf', (receipt) => (first(receipt).log.leaf = first(decided).log.leaf), 'leaf'],
    ['no leaf at all', (receipt) => (first(receipt).log.leaf = 'AAAA'), 'leaf'],
    ['its place', (receipt) => (first(receipt).log.index += 1), 'checkpoint'],
    ['its path', (receipt) => first(receipt).log.path.pop(), 'checkpoint'],
    ['the size of the tree', (receipt) => (first(receipt).log.size -= 1), 'checkpoint'],
    [
      'the root',
      (receipt) =>
        (first(receipt).log.checkpoint = first(receipt).log.checkpoint.replace(
          /\n[^\n]{43}=\n/,
          `\n${'A'.repeat(43)}=\n`,
        )),
      'checkpoint',
    ],
    [
      'another log',
      (receipt) => (first(receipt).log.checkpoint = first(receipt).log.checkpoint.replace('/log\n', '/gol\n')),
      'checkpoint',
    ],
  ])('in %s', async (_, change, what) => {
    const changed = structuredClone(submission)
    change(changed)
    expect(await check(changed)).toEqual({ verdict: 'changed', what })
  })

  test('by putting its signatures under another receipt', async () => {
    const moved = { ...structuredClone(submission), signatures: decided.signatures }
    expect(await check(moved)).toMatchObject({ verdict: 'changed' })
  })

  test('where another portal signed it, keys and all', async () => {
    const b = await Arranger.open()
    try {
      const theirs = await b.submission().submitted()
      await b.tick()
      await b.app.nest.get(CheckpointSigner).tick()
      expect(await check(await receiptOf(await b.as('officer'), 'submission', theirs.id))).toEqual({
        verdict: 'foreign',
      })
    } finally {
      await b.close()
    }
  }, 120_000)

  test.each([
    ['an empty object', {}],
    ['a list', []],
    ['another JSON', { type: 'placet-receipt', v: 2 }],
    ['a thousand signatures', { type: 'placet-receipt', v: 1, signatures: Array.from({ length: 1000 }, () => ({})) }],
  ])('%s is no receipt', async (_, body) => {
    expect(await check(body)).toEqual({ verdict: 'noReceipt' })
  })

  test('and what is no JSON, or has no end, is no fault', async () => {
    const post = (body: string) =>
      a.anyone.fetch('/receipts/check', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    expect((await post('{')).status).toBe(400)
    expect((await post(`"${'x'.repeat(2_100_000)}"`)).status).toBe(413)
  })
})
