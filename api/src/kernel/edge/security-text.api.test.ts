import { afterAll, beforeAll, expect, test } from 'vitest'
import { boot, TestPortal } from '../../../test/portal.ts'
import { Portal } from '../portal.ts'
import { readSettings } from '../settings.ts'
import { SecurityTextController } from './security-text.controller.ts'

let portal: TestPortal
beforeAll(async () => {
  portal = new TestPortal(await boot())
}, 60_000)
afterAll(() => portal.close())

const fieldOf = (text: string, name: string) => new RegExp(`^${name}: (.+)$`, 'm').exec(text)?.[1]

test('says without an account where to report a weakness, until a day less than a year away', async () => {
  const answer = await portal.anyone.fetch('/.well-known/security.txt')
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8')
  const text = await answer.text()
  expect(fieldOf(text, 'Contact')).toBe('mailto:security@localhost')
  const days = (Date.parse(fieldOf(text, 'Expires') ?? '') - Date.now()) / 86_400_000
  expect(days).toBeGreaterThan(178)
  expect(days).toBeLessThan(181)
  expect(fieldOf(text, 'Canonical')).toMatch(/^http:\/\/localhost(:\d+)?\/\.well-known\/security\.txt$/)
})

test('the address is the one that the operator set', () => {
  const settings = readSettings({
    PLACET_ORIGIN: 'https://placet.example',
    PLACET_SECURITY_CONTACT: 'https://agency.example/report',
  })
  expect(new SecurityTextController(new Portal(settings)).text()).toContain('Contact: https://agency.example/report\n')
})

test.each(['security@agency.example', 'http://agency.example', 'mailto:a@b\nExpires: never'])(
  'what is no address stops the start: %j',
  (contact) => {
    expect(() => readSettings({ PLACET_SECURITY_CONTACT: contact })).toThrow(/PLACET_SECURITY_CONTACT/)
  },
)
