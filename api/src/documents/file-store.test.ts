import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FileStore } from './file-store.ts'

let folder: string
let store: FileStore
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'placet-store-'))
  store = new FileStore(folder)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const arrive = async (bytes: string): Promise<{ id: string; key: string }> => {
  const id = randomUUID()
  await writeFile(store.quarantined(id), bytes)
  await writeFile(`${store.quarantined(id)}.json`, '{}')
  return { id, key: randomBytes(32).toString('hex') }
}

test('nobody else may enter the folders', async () => {
  for (const name of ['quarantine', 'store']) expect((await stat(join(folder, 'files', name))).mode & 0o777).toBe(0o700)
})

test('a clean file moves to the store; moving it again changes nothing', async () => {
  const { id, key } = await arrive('bytes')
  await store.settle(id)
  expect(await store.find(id, key)).toBe(store.quarantined(id))
  await store.keep(id, key)
  await store.keep(id, key)
  expect(await store.find(id, key)).toBe(store.stored(key))
  expect(await readFile(store.stored(key), 'utf8')).toBe('bytes')
  expect(await readdir(store.quarantine)).toEqual([])
})

test('what was discarded is gone', async () => {
  const { id, key } = await arrive('bytes')
  await store.discard(id)
  await store.discard(id)
  expect(await store.find(id, key)).toBeUndefined()
})

test('uploads left alone are found by age', async () => {
  const [old, fresh] = [await arrive('old'), await arrive('fresh')]
  const lastWeek = new Date(Date.now() - 8 * 86_400_000)
  await utimes(store.quarantined(old.id), lastWeek, lastWeek)
  expect(await store.abandoned(new Date(Date.now() - 7 * 86_400_000))).toEqual([old.id])
  expect(await store.find(fresh.id, fresh.key)).toBeDefined()
})

test.each(['../../etc/passwd', '', 'a/b', `${randomUUID()}.json`, 'x'.repeat(64)])('no path is made of %j', (name) => {
  expect(() => store.quarantined(name)).toThrow('not a document id')
  expect(() => store.stored(name)).toThrow('not a storage key')
})
