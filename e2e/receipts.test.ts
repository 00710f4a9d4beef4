import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { People } from './journey/people.ts'
import { readRegisteredOperations } from './journey/registered-operations.ts'
import { prepared } from './steps/prepared.ts'
import { Scene } from './steps/scene.ts'
import { sign } from './steps/signing.ts'
import { Visitor } from './steps/visitor.ts'

let scene: Scene
let file: string

beforeAll(async () => {
  scene = await Scene.open('receipts')
  file = join(scene.folder, 'receipt.json')
})
beforeEach(() => {
  scene.keepLastSight()
})
afterAll(async () => {
  await scene?.close()
})

test('whoever signs gets a receipt as soon as the log covers it', async () => {
  const people = await People.gather({ url: scene.portal.url, operations: readRegisteredOperations() })
  const { submissionId } = await prepared(people, 'Receipted')
  const officer = await Visitor.signedIn(scene, 'officer@helio.example')
  await officer.go(`/apply/${submissionId}/declare`)
  await officer.press('Read, sign and send')
  await sign(officer, 'Sign and send the dossier', 'sign-dialog')
  await officer.arrivedAt('Your dossier was sent')
  await officer.reads('proven by passkey')
  await officer.reads('Download the receipt (JSON)')
  await officer.look('sent')
  const download = officer.page.waitForEvent('download')
  await officer.follow('Download the receipt (JSON)')
  const saved = await download
  expect(saved.suggestedFilename()).toMatch(/^C-[0-9A-Z]{8}-submission\.receipt\.json$/)
  await saved.saveAs(file)
  await officer.leave()
})

test('anybody checks it on a small screen, and sees when it was changed', async () => {
  const reader = await Visitor.arrive(scene, { width: 320 })
  await reader.go('/verify')
  await reader.arrivedAt('Check a receipt')
  await reader.look('verify')
  const choose = reader.page.getByLabel('Choose a file')
  await choose.setInputFiles(file)
  await reader.reads(/is genuine: nothing in it was changed/)
  await reader.reads('It comes from a demonstration and is not valid.')
  await reader.look('verify-genuine')
  await reader.speak('ar')
  expect(await reader.page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
  await reader.speak('en')
  const changed = join(scene.folder, 'changed.json')
  writeFileSync(changed, readFileSync(file, 'utf8').replace('"name": "Amira Selim"', '"name": "Somebody Else"'))
  await choose.setInputFiles(changed)
  await reader.reads(/This receipt is not genuine/)
  await reader.glance('verify-changed')
  await reader.leave()
})

test('it is checked offline, with the published keys alone', async () => {
  const keys = join(scene.folder, 'keys.json')
  const verify = (receipt: string) =>
    promisify(execFile)(process.execPath, [
      join(import.meta.dirname, '../infra/verify/bin.js'),
      receipt,
      '--keys',
      keys,
    ])
  writeFileSync(keys, await (await fetch(`${scene.portal.url}/.well-known/placet/keys.json`)).text())
  await verify(file)
  await expect(verify(join(scene.folder, 'nothing.json'))).rejects.toMatchObject({ code: 2 })
  const other = join(scene.folder, 'other-record.json')
  writeFileSync(other, readFileSync(file, 'utf8').replaceAll('Receipted', 'Deceipted'))
  await expect(verify(other)).rejects.toMatchObject({ code: 1 })
})
