import { generateKeyPairSync } from 'node:crypto'
import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FileKeys, inForce } from './keys.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'placet-keys-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const day = (date: string) => new Date(`${date}T00:00:00Z`)

test('makes the first key of a purpose once, for its owner only', async () => {
  const keys = new FileKeys(folder)
  const signers = await Promise.all(Array.from({ length: 50 }, () => keys.current('decisions', new Date())))
  expect(new Set(signers.map(({ kid }) => kid)).size).toBe(1)
  const kid = signers[0]?.kid ?? ''
  const { mode } = await stat(join(folder, 'decisions', `${kid}.pem`))
  expect(mode & 0o777).toBe(0o600)
  expect((await keys.published()).map((key) => key.kid)).toEqual([kid])
  expect((await new FileKeys(folder).current('decisions', new Date())).kid).toBe(kid)
})

test('purposes have keys of their own', async () => {
  const keys = new FileKeys(folder)
  const [one, other] = [await keys.current('decisions', new Date()), await keys.current('checkpoints', new Date())]
  expect(one.kid).not.toBe(other.kid)
  expect((await keys.published()).map(({ purpose }) => purpose).toSorted()).toEqual(['checkpoints', 'decisions'])
})

test('tells nobody the private half', async () => {
  const keys = new FileKeys(folder)
  await keys.current('decisions', new Date())
  for (const key of await keys.published()) expect(key).not.toHaveProperty('d')
})

test('a rotated key is announced, comes into force with its first use, and its predecessor ends but stays published', async () => {
  const portal = new FileKeys(folder)
  const before = await portal.current('decisions', day('2027-01-01'))
  // Another process, as the command is.
  const announced = await new FileKeys(folder).rotate('decisions')
  expect(announced.notBefore).toBeNull()
  expect((await new FileKeys(folder).rotate('decisions')).kid).toBe(announced.kid)
  const after = await portal.current('decisions', day('2027-03-01'))
  expect(after.kid).toBe(announced.kid)
  expect((await portal.current('decisions', day('2027-04-01'))).kid).toBe(announced.kid)
  const published = await portal.published()
  const [old, now] = [before, after].map(({ kid }) => published.find((key) => key.kid === kid))
  if (old === undefined || now === undefined) throw new Error('a key is not published')
  expect([inForce(old, day('2027-02-01')), inForce(now, day('2027-02-01'))]).toEqual([true, false])
  expect([inForce(old, day('2027-03-02')), inForce(now, day('2027-03-02'))]).toEqual([false, true])
  // Who signed at that moment with either key is believed.
  expect([inForce(old, day('2027-03-01')), inForce(now, day('2027-03-01'))]).toEqual([true, true])
})

test('destroys a private key only when it is over', async () => {
  const keys = new FileKeys(folder)
  const { kid } = await keys.current('decisions', day('2026-01-01'))
  expect(await keys.destroy(kid)).toBe(false)
  await keys.rotate('decisions')
  await keys.current('decisions', day('2026-01-02'))
  expect(await keys.destroy(kid)).toBe(true)
  expect(await readdir(join(folder, 'decisions'))).not.toContain(`${kid}.pem`)
  expect((await keys.published()).map((key) => key.kid)).toContain(kid)
  expect(await keys.destroy('../../x')).toBe(false)
})

test('the one key of an earlier version goes on, in force since it was made', async () => {
  const { privateKey } = generateKeyPairSync('ed25519')
  await mkdir(folder, { recursive: true })
  const file = join(folder, 'decision.pem')
  await writeFile(file, privateKey.export({ type: 'pkcs8', format: 'pem' }))
  await utimes(file, day('2026-02-03'), day('2026-02-03'))
  const keys = new FileKeys(folder)
  const { kid } = await keys.current('decisions', new Date())
  expect(await keys.published()).toMatchObject([{ kid, purpose: 'decisions', notBefore: '2026-02-03T00:00:00.000Z' }])
})
