import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { Arranger } from '../../test/arrange.ts'
import { announce } from '../kernel/announce.ts'
import { system } from '../kernel/auth/actor.ts'
import { run } from '../kernel/db/run.ts'
import { Portal } from '../kernel/portal.ts'
import { readSettings } from '../kernel/settings.ts'
import { Notices } from '../notices/index.ts'
import { DevMailController, Mailer } from './index.ts'

let a: Arranger
let smtp: SMTPServer
let url: string
type Arrived = { to: string[]; mail: string }
let arrived: Arrived[] = []
/** What the server says to the next letters, before it takes them. */
let answers: { at: 'RCPT' | 'DATA'; code: number }[] = []

beforeAll(async () => {
  a = await Arranger.open()
  const refusal = (at: 'RCPT' | 'DATA') => {
    if (answers[0]?.at !== at) return null
    return Object.assign(new Error('not now'), { responseCode: answers.shift()?.code })
  }
  smtp = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: (_, __, taken) => taken(refusal('RCPT')),
    onData: (stream, session, taken) => {
      void text(stream).then((mail) => {
        const no = refusal('DATA')
        if (no === null) arrived.push({ to: session.envelope.rcptTo.map(({ address }) => address), mail })
        taken(no)
      })
    },
  })
  smtp.listen(0, '127.0.0.1')
  await once(smtp.server, 'listening')
  url = `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`
}, 60_000)
afterAll(async () => {
  await new Promise<void>((closed) => smtp.close(() => closed()))
  await a.close()
})
afterEach(() => {
  arrived = []
  answers = []
})

const mailer = () => a.app.nest.get(Mailer)
async function round(): Promise<number> {
  await a.app.nest.get(Notices).tick()
  return mailer().tick()
}
const bySmtp = (on: boolean) => Object.assign(a.app.portal.mail, { smtpUrl: on ? url : undefined })
const write = async (name: Parameters<Arranger['idOf']>[0]) => {
  const id = await a.idOf(name)
  await run(a.app.databases.app, system, 'write', (tx) => announce(tx, 'rolesChanged', id))
}
const deliveries = () =>
  a.rows<{ id: string; recipient: string; sent: boolean; failed: boolean; tries: number; fault: string | null }>(
    `select id, recipient, sent_at is not null as sent, failed_at is not null as failed, tries, fault from delivery order by made_at desc`,
  )
const forget = () => a.rows(`delete from delivery`)

describe('by SMTP', () => {
  beforeAll(() => bySmtp(true))
  afterEach(forget)

  test('a letter goes out once, in the language of its reader, under its own Message-ID', async () => {
    await a.rows(`update account set language = 'fr' where person_id = $1`, [await a.idOf('manager')])
    await write('manager')
    expect(await round()).toBe(1)
    expect(await round()).toBe(0)
    const [letter] = arrived
    expect(arrived).toHaveLength(1)
    expect(letter?.to).toEqual(['manager@agency.example'])
    const [delivery] = await deliveries()
    expect(letter?.mail).toContain(`Message-ID: <${delivery?.id ?? ''}@localhost>`)
    expect(letter?.mail).toContain('Content-Language: fr')
    expect(letter?.mail).toMatch(/^From: Placet <no-reply@localhost>/m)
    const body = Buffer.from(letter?.mail.split('\r\n\r\n').slice(1).join('') ?? '', 'base64').toString()
    expect(letter?.mail.includes('base64') ? body : letter?.mail).toContain('http://localhost:3000/account')
    expect(delivery).toMatchObject({ sent: true, failed: false, tries: 1 })
  })

  test('the same event twice is one letter', async () => {
    await write('manager')
    await a.app.nest.get(Notices).tick()
    await a.rows(`update outbox set done_at = null where topic = 'account.rolesChanged'`)
    await a.rows(`update outbox set done_at = now() where seq <> (select max(seq) from outbox)`)
    await round()
    expect(arrived).toHaveLength(1)
  })

  test('two workers at once send it once', async () => {
    await write('manager')
    await a.app.nest.get(Notices).tick()
    await Promise.all([mailer().tick(), mailer().tick(), mailer().tick()])
    expect(arrived).toHaveLength(1)
  })

  test('what the server asks to try later is tried later', async () => {
    answers = [{ at: 'RCPT', code: 451 }]
    await write('manager')
    expect(await round()).toBe(0)
    expect(await round()).toBe(0)
    expect((await deliveries())[0]).toMatchObject({ sent: false, failed: false, tries: 1 })
    await a.rows(`update delivery set due_at = now()`)
    expect(await round()).toBe(1)
    expect(arrived).toHaveLength(1)
  })

  test('what it refuses for good is reported, and never sent again', async () => {
    answers = [{ at: 'DATA', code: 554 }]
    await write('manager')
    await expect(round()).rejects.toThrow(/not delivered/)
    expect((await deliveries())[0]).toMatchObject({ sent: false, failed: true })
    await a.rows(`update delivery set due_at = now()`)
    expect(await round()).toBe(0)
  })

  test('a letter whose sender died in between is reported, and not repeated blindly', async () => {
    await write('manager')
    await a.app.nest.get(Notices).tick()
    await a.rows(`update delivery set claimed_at = now() - interval '11 minutes'`)
    await expect(mailer().tick()).rejects.toThrow(/not delivered/)
    expect((await deliveries())[0]).toMatchObject({ sent: false, failed: true, fault: 'UNSURE' })
    expect(arrived).toEqual([])
  })

  test('news of a case go to the applicant without a word of it, once for all that waits, and not to the doer', async () => {
    const c = await a.submission({ modelName: 'Kestrel Triage', answers: { modelName: 'Kestrel Triage' } }).screening()
    const { reference } = await c.now()
    await round()
    const readers = arrived.flatMap(({ to }) => to).toSorted()
    expect(readers).toEqual(expect.arrayContaining(['contributor@helio.example', 'officer@helio.example']))
    expect(readers).toEqual([...new Set(readers)])
    for (const { mail } of arrived) {
      expect(mail).not.toContain('Kestrel')
      expect(mail).not.toContain(String(reference))
      expect(mail).not.toContain(c.id)
    }
    arrived = []
    await a.rows(`delete from delivery`)
    await a.submission().draft()
    await round()
    expect(arrived.flatMap(({ to }) => to)).toEqual(['contributor@helio.example'])
  })

  test('a disabled account is not written to', async () => {
    const left = await a.hire(['reviewer'])
    await a.rows(`update account set disabled_at = now() where person_id = $1`, [left.id])
    await run(a.app.databases.app, system, 'write', (tx) => announce(tx, 'passwordChanged', left.id))
    expect(await round()).toBe(0)
  })
})

describe('without SMTP', () => {
  beforeAll(() => bySmtp(false))

  test('it is kept in a folder, which a page shows as text', async () => {
    await write('deputy')
    await a.rows(`update account set email = 'x<i>@people.example', language = 'ar' where person_id = $1`, [
      await a.idOf('deputy'),
    ])
    expect(await round()).toBe(1)
    const list = await a.anyone.fetch('/dev/mail', { headers: { 'accept-language': 'ar' } })
    expect(list.headers.get('content-security-policy')).toContain(`default-src 'none'`)
    expect(list.headers.get('cache-control')).toBe('no-store')
    const page = await list.text()
    expect(page).toContain('<html lang="ar" dir="rtl">')
    expect(page).toContain('x&lt;i&gt;@people.example')
    const [, address = ''] = /href="(\/dev\/mail\/[\w-]+)"/.exec(page) ?? []
    const letter = await (await a.anyone.fetch(address)).text()
    expect(letter).toContain('تغيّرت أدواركم')
    expect(letter).toContain('<a href="http://localhost:3000/account">')
    expect(letter).not.toMatch(/<script|<style|style=/)
  })

  test('a letter that is not there is not found, whatever is asked for', async () => {
    for (const id of [randomUUID(), '..%2f..%2fkeys', '%00'])
      expect((await a.anyone.fetch(`/dev/mail/${id}`)).status).toBeGreaterThanOrEqual(400)
  })

  test('in production there is no such page', async () => {
    const production = new Portal(
      readSettings({ PLACET_MODE: 'production', PLACET_ORIGIN: 'https://placet.example', PLACET_DATA_DIR: '/nowhere' }),
    )
    const page = new DevMailController(mailer(), production)
    await expect(page.list({} as never, {} as never)).rejects.toMatchObject({ status: 404 })
    await expect(page.letter('x', {} as never, {} as never)).rejects.toMatchObject({ status: 404 })
  })
})

test.each(['http://mail.example', 'smtp://', 'smtp://mail.example/x'])(
  '%s is no address of a mail server',
  (address) => {
    expect(() => readSettings({ PLACET_SMTP_URL: address })).toThrow(/PLACET_SMTP_URL/)
  },
)
