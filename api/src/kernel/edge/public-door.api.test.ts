import { readFileSync } from 'node:fs'
import { get as ask } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Arranger } from '../../../test/arrange.ts'
import { root } from '../../root.ts'

let a: Arranger
beforeAll(async () => {
  a = await Arranger.open()
}, 60_000)
afterAll(() => a.close())

const operations = JSON.parse(readFileSync(join(root, 'infra/operations/operations.json'), 'utf8')) as Record<
  string,
  { name: string; text: string }
>
const hash = (name: string) => Object.entries(operations).find(([, operation]) => operation.name === name)?.[0] ?? ''
const door = (name: string, variables: object = {}) =>
  `/graphql/public/${hash(name)}?variables=${encodeURIComponent(JSON.stringify(variables))}`
const read = async (path: string, headers: Record<string, string> = {}) => {
  const answer = await a.anyone.fetch(path, { headers })
  return { status: answer.status, tag: answer.headers.get('etag') ?? '', text: await answer.text() }
}
test('answers registered public operations by their hash, and nothing else', async () => {
  expect((await read(door('PublicRegister'))).text).toContain('"registerEntries"')
  for (const path of [door('Queue'), '/graphql/public/x', `/graphql/public/${hash('PublicRegister').slice(1)}`])
    expect((await read(path)).text).toContain('OPERATION_NOT_ALLOWED')
  const officer = await a.as('officer')
  expect(await (await officer.fetch(door('DossierDocuments', { id: 'x' }))).text()).toContain('OPERATION_NOT_ALLOWED')
})

test('an answer holds until the register changes, and then at once no more', async () => {
  const path = door('PublicRegister', { first: 5 })
  const before = await read(path)
  expect(await read(path)).toEqual(before)
  expect(await read(path, { 'if-none-match': before.tag })).toEqual({ status: 304, tag: before.tag, text: '' })
  expect(before.tag).toMatch(/^"\d+-[\w-]{22}"$/)

  const issued = await a.submission().issued()
  const after = await read(path, { 'if-none-match': before.tag })
  expect([after.status, after.tag === before.tag]).toEqual([200, false])
  const { no } = await a.one<{ no: string }>(`select no from register_entry order by position desc limit 1`)
  expect(after.text).toContain(no)
  expect(issued.id).toBeTruthy()
}, 60_000)

test('other words, languages and pages have tags of their own; what fails has none', async () => {
  const tags = await Promise.all(
    [
      [door('PublicRegister', { first: 5 })],
      [door('PublicRegister', { first: 6 })],
      [door('PublicRegister', { first: 5 }), 'fr'],
      [door('PublicStart')],
    ].map(async ([path = '', language = 'en']) => (await read(path, { 'accept-language': language })).tag),
  )
  expect(new Set(tags).size).toBe(4)
  const missing = await a.anyone.fetch(door('PublicEntry', { no: 'LMM-1999-00001', lang: 'en' }))
  expect([missing.headers.get('etag'), missing.headers.get('cache-control')]).toEqual([null, 'no-store'])
  expect(await missing.text()).toContain('NOT_FOUND')
})

test('comes small for who reads that, and is the same', async () => {
  const path = door('PublicRegister', { first: 5 })
  const { port } = a.app.nest.getHttpServer().address() as AddressInfo
  const small = await new Promise<{ encoding: string | undefined; vary: string | undefined; text: string }>(
    (settle, fail) => {
      ask({ port, host: '127.0.0.1', path, headers: { 'accept-encoding': 'gzip, br' } }, (answer) => {
        const parts: Buffer[] = []
        answer.on('data', (part: Buffer) => parts.push(part))
        answer.on('end', () =>
          settle({
            encoding: answer.headers['content-encoding'],
            vary: answer.headers.vary,
            text: brotliDecompressSync(Buffer.concat(parts)).toString(),
          }),
        )
      }).on('error', fail)
    },
  )
  expect(small).toEqual({
    encoding: 'br',
    vary: 'accept-language, accept-encoding',
    text: (await read(path, { 'accept-encoding': 'identity' })).text,
  })
})
