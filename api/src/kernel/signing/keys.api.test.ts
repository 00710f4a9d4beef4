import { afterAll, beforeAll, expect, test } from 'vitest'
import { Arranger } from '../../../test/arrange.ts'
import { FileKeys } from './keys.ts'
import type { PublishedKey } from './keys.ts'
import { verifySignature } from './verify-signature.ts'

let a: Arranger
beforeAll(async () => {
  a = await Arranger.open()
}, 60_000)
afterAll(() => a.close())

const address = '/.well-known/placet/keys.json'

test('what was signed before and after a rotation is checked with the keys that anybody may read', async () => {
  const first = await a.submission().submitted()
  await a.app.nest.get(FileKeys).rotate('decisions')
  const second = await a.submission().submitted()
  const { keys } = (await (await a.anyone.fetch(address)).json()) as { keys: PublishedKey[] }
  expect(keys).toHaveLength(2)
  const kids = new Set<unknown>()
  for (const { id } of [first, second]) {
    const { jws, at } = await a.one<{ jws: string; at: Date }>(
      `select s.jws, l.at from signature s join log_leaf l on l.id = s.leaf_id where s.subject_id = $1`,
      [id],
    )
    const verdict = verifySignature(jws, { keys, purpose: 'decisions', typ: 'portal-decision+jws', at })
    if ('fault' in verdict) throw new Error(verdict.fault)
    expect(JSON.parse(verdict.payload.toString())).toMatchObject({ algorithm: 'Ed25519', id, meaning: 'submitted' })
    kids.add(JSON.parse(Buffer.from(jws.split('.')[0] ?? '', 'base64url').toString()).kid)
  }
  expect(kids.size).toBe(2)
})

test('the keys are open to every page and every cache, and no cookie matters', async () => {
  const answer = await (await a.as('officer')).fetch(address)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toContain('application/json')
  expect(answer.headers.get('access-control-allow-origin')).toBe('*')
  expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
  expect(answer.headers.get('cache-control')).toBe('public, max-age=60')
  expect(answer.headers.get('set-cookie')).toBeNull()
  const body = await answer.text()
  expect(await (await a.anyone.fetch(address)).text()).toBe(body)
  expect(body).not.toContain('"d"')
})

test('nothing else answers to other pages', async () => {
  for (const path of ['/auth/demo-accounts', '/health/live', '/', '/.well-known/placetx', '/.well-known/other'])
    expect((await a.anyone.fetch(path)).headers.get('access-control-allow-origin')).toBeNull()
})
