import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Arranger } from '../../test/arrange.ts'
import { Mailer } from '../mail/index.ts'
import { Notices } from '../notices/index.ts'

let a: Arranger
beforeAll(async () => {
  a = await Arranger.open()
}, 60_000)
afterAll(() => a.close())

const password = 'seven blue kettles 91'
type Said = { status: number; body: Record<string, unknown> }
async function post(path: string, body: object): Promise<Said> {
  const answer = await a.anyone.fetch(`/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

/** Lets the worker send what waits, and reads it from the mail folder as its reader would: newest first. */
async function letters(to: string): Promise<{ subject: string; text: string; token: string }[]> {
  await a.app.nest.get(Notices).tick()
  await a.app.nest.get(Mailer).tick()
  const all = await a.app.nest.get(Mailer).post.list()
  return all
    .filter((letter) => letter.to === to)
    .map(({ subject, text }) => ({ subject, text, token: /#([\w-]{43})\b/.exec(text)?.[1] ?? '' }))
}
const newest = async (to: string) => {
  const [letter] = await letters(to)
  if (letter === undefined) throw new Error(`no letter to ${to}`)
  return letter
}
const personOf = (email: string) =>
  a.one<{ id: string; roles: string[]; organisation_id: string | null; verified: boolean }>(
    `select p.id, p.roles, p.organisation_id, o.verified_at is not null as verified from account c join person p on p.id = c.person_id
     left join organisation o on o.id = p.organisation_id where c.email = $1 and c.disabled_at is null`,
    [email],
  )
const unusable = { status: 404, body: { code: 'LINK_UNUSABLE' } }
const who = { name: 'Nadia Haddad', office: 'Regulatory officer', password }

describe('registering an organisation', () => {
  test('begins with a letter, and makes an unverified organisation with one person who does all', async () => {
    const email = 'nadia@kestrel.example'
    expect(await post('register', { organisationName: 'Kestrel Labs', email, language: 'fr' })).toEqual({
      status: 202,
      body: { ok: true },
    })
    const { text, token } = await newest(email)
    expect(text).toContain('Kestrel Labs')
    expect(text).toContain('/join#')
    expect(await post('link', { token })).toEqual({
      status: 200,
      body: {
        kind: 'registration',
        email,
        organisation: 'Kestrel Labs',
        roles: ['applicantEditor', 'applicantSigner', 'organisationAdmin'],
      },
    })
    expect(await post('join', { token, ...who })).toMatchObject({ status: 200 })
    const person = await personOf(email)
    expect(person).toMatchObject({
      roles: ['applicantEditor', 'applicantSigner', 'organisationAdmin'],
      verified: false,
    })
    expect(await post('join', { token, ...who })).toMatchObject(unusable)
    expect(await post('link', { token })).toMatchObject(unusable)
    expect(await a.rows(`select action from audit_entry where actor_id = $1`, [person.id])).toEqual([
      { action: 'JOIN' },
    ])
  })

  test('of an address that has an account says so in the letter alone', async () => {
    const said = await post('register', { organisationName: 'Again', email: 'officer@helio.example', language: 'en' })
    expect(said).toEqual({ status: 202, body: { ok: true } })
    const { subject, token } = await newest('officer@helio.example')
    expect(subject).toBe('You already have an account')
    expect(token).toBe('')
  })

  test.each([
    [{ organisationName: '', email: 'x@y.example', language: 'en' }, 'organisationName'],
    [{ organisationName: 'X', email: 'x', language: 'en' }, 'email'],
    [{ organisationName: 'X', email: 'x@y.example', language: 'xx' }, 'language'],
    [{ organisationName: 'X', email: 'x@y.example', language: 'en', roles: ['agencyAdmin'] }, 'roles'],
  ])('is refused with %j, and says where', async (body, path) => {
    expect(await post('register', body)).toMatchObject({
      status: 400,
      body: { code: 'BAD_USER_INPUT', issues: [{ path }] },
    })
  })
})

describe('an invitation', () => {
  const invite = async (email: string, more: object = {}) =>
    String(
      (
        await (
          await a.as('officer')
        ).do('inviteColleague', { email, language: 'ar', roles: ['applicantSigner'], expertise: [], ...more })
      )['id'],
    )

  test('of a member makes an account in that organisation with those roles', async () => {
    const email = 'member@people.example'
    await invite(email)
    const { text, token } = await newest(email)
    expect(text).toContain('Helio Health')
    await post('join', { token, ...who })
    expect(await personOf(email)).toMatchObject({ roles: ['applicantSigner'], verified: true })
  })

  test('of staff makes an account of the agency', async () => {
    const email = 'reviewer@people.example'
    await (
      await a.as('admin')
    ).do('inviteColleague', { email, language: 'en', roles: ['reviewer'], expertise: ['ethics'] })
    await post('join', { token: (await newest(email)).token, ...who })
    expect(await personOf(email)).toMatchObject({ roles: ['reviewer'], organisation_id: null })
  })

  test('that was withdrawn, sent again or is too old opens nothing', async () => {
    const email = 'late@people.example'
    const id = await invite(email)
    const first = (await newest(email)).token
    await (await a.as('officer')).do('resendInvitation', { id })
    const second = (await newest(email)).token
    expect(second).not.toBe(first)
    expect(await post('link', { token: first })).toMatchObject(unusable)
    expect(await post('link', { token: second })).toMatchObject({ status: 200 })
    await a.rows(`update access_link set expires_at = now() - interval '1 second' where id = $1`, [id])
    expect(await post('join', { token: second, ...who })).toMatchObject(unusable)
    await (await a.as('officer')).do('resendInvitation', { id })
    const third = (await newest(email)).token
    await (await a.as('officer')).do('withdrawInvitation', { id })
    expect(await post('join', { token: third, ...who })).toMatchObject(unusable)
  })

  test('that is withdrawn before its letter went out writes to nobody', async () => {
    const email = 'never@people.example'
    const id = await invite(email)
    await (await a.as('officer')).do('withdrawInvitation', { id })
    expect(await letters(email)).toEqual([])
  })

  test('opened by two at once makes one account', async () => {
    const email = 'twice@people.example'
    await invite(email)
    const { token } = await newest(email)
    const statuses = (await Promise.all([post('join', { token, ...who }), post('join', { token, ...who })])).map(
      ({ status }) => status,
    )
    expect(statuses.toSorted()).toEqual([200, 404])
  })

  test('keeps its token nowhere', async () => {
    const email = 'hashed@people.example'
    await invite(email)
    const { token } = await newest(email)
    for (const table of ['access_link', 'delivery', 'outbox', 'audit_entry'])
      expect(
        (await a.rows<{ row: string }>(`select t::text as row from ${table} t`)).filter(({ row }) =>
          row.includes(token),
        ),
      ).toEqual([])
  })

  test.each(['', 'x', 'A'.repeat(43), `${'A'.repeat(42)}\0`])('has no token %j', async (token) => {
    expect([400, 404]).toContain((await post('link', { token })).status)
    expect([400, 404]).toContain((await post('join', { token, ...who })).status)
  })
})

describe('another password', () => {
  const email = 'contributor@helio.example'

  test('is asked for alike whether the account exists or not, and no letter goes to nobody', async () => {
    const known = await post('reset', { email, language: 'en' })
    const unknown = await post('reset', { email: 'nobody@helio.example', language: 'en' })
    expect(known).toEqual({ status: 202, body: { ok: true } })
    expect(unknown).toEqual(known)
    expect(await letters('nobody@helio.example')).toEqual([])
    expect((await newest(email)).subject).toBe('Choose another password')
  })

  test('takes as long to ask for', async () => {
    const median = (times: number[]) => times.toSorted((one, other) => one - other)[times.length >> 1] ?? 0
    const timed = async (address: string) => {
      await a.rows(`delete from access_link where kind = 'reset'`)
      const began = performance.now()
      await post('reset', { email: address, language: 'en' })
      return performance.now() - began
    }
    const [known, unknown]: [number[], number[]] = [[], []]
    for (let time = 0; time < 25; time += 1) {
      known.push(await timed(email))
      unknown.push(await timed('nobody@helio.example'))
    }
    expect(Math.abs(median(known) - median(unknown))).toBeLessThan(10)
  })

  test('is chosen once: every session ends, the second factor stays, the owner is told', async () => {
    await a.rows(`delete from access_link where kind = 'reset'`)
    const before = await a.again('contributor')
    const [{ n }] = [
      await a.one<{ n: number }>(`select count(*)::int as n from passkey where person_id = $1`, [before.id]),
    ]
    await post('reset', { email, language: 'en' })
    const { token } = await newest(email)
    expect((await before.read(`{ me { id } }`)).me).toEqual({ id: before.id })
    expect(await post('reset/password', { token, password })).toMatchObject({ status: 200 })
    expect((await before.read(`{ me { id } }`)).me).toBeNull()
    expect(await a.one(`select count(*)::int as n from passkey where person_id = $1`, [before.id])).toEqual({ n })
    expect(await post('reset/password', { token, password })).toMatchObject(unusable)
    expect((await newest(email)).subject).toBe('Your password was changed')
  })

  test('is written about three times an hour at most', async () => {
    await a.rows(`delete from access_link where kind = 'reset'`)
    const sent = (await letters(email)).length
    for (let time = 0; time < 5; time += 1)
      expect(await post('reset', { email, language: 'en' })).toEqual({ status: 202, body: { ok: true } })
    expect((await letters(email)).length - sent).toBe(3)
  })

  test('is not chosen by a link of another kind', async () => {
    const address = 'kind@people.example'
    await (
      await a.as('officer')
    ).do('inviteColleague', { email: address, language: 'en', roles: ['applicantEditor'], expertise: [] })
    const { token } = await newest(address)
    expect(await post('reset/password', { token, password })).toMatchObject(unusable)
    expect(await post('email', { token })).toMatchObject(unusable)
    expect(await post('join', { token, ...who })).toMatchObject({ status: 200 })
  })
})

describe('a password that is easily guessed', () => {
  test.each(['short', 'password1', 'kestrel.labs'])('%s is refused, and the link still works', async (guessed) => {
    const email = `${guessed}@weak.example`
    await post('register', { organisationName: 'Kestrel Labs', email, language: 'en' })
    const { token } = await newest(email)
    const said = await post('join', { token, name: 'Kestrel', office: null, password: guessed })
    expect(said).toMatchObject({ status: 400, body: { code: 'BAD_USER_INPUT', issues: [{ path: 'password' }] } })
    expect(await post('link', { token })).toMatchObject({ status: 200 })
  })
})

describe('another address', () => {
  test('is not asked for in a session whose proof is old', async () => {
    const person = await a.again('deputy')
    await a.rows(`update session set proved_at = now() - interval '6 minutes' where person_id = $1`, [person.id])
    expect(await person.send('changeEmail', { email: 'x@people.example' })).toMatchObject({ code: 'STEP_UP_REQUIRED' })
    const admin = await a.again('admin')
    await a.rows(`update session set proved_at = now() - interval '6 minutes' where person_id = $1`, [admin.id])
    expect(
      await admin.send('changeRoles', { id: person.id, version: 1, roles: ['inspector'], expertise: [] }),
    ).toMatchObject({
      code: 'STEP_UP_REQUIRED',
    })
  })

  test('counts once its letter was opened; the old one is told at once, and every session ends', async () => {
    const person = await a.again('inspector')
    await person.do('changeEmail', { email: 'inspector.new@agency.example' })
    const { token } = await newest('inspector.new@agency.example')
    expect((await newest('inspector@agency.example')).subject).toBe('Another e-mail address for your account')
    expect((await person.read(`{ me { email } }`)).me.email).toBe('inspector@agency.example')
    expect(await post('email', { token })).toMatchObject({ status: 200 })
    expect((await person.read(`{ me { id } }`)).me).toBeNull()
    expect((await personOf('inspector.new@agency.example')).id).toBe(person.id)
  })

  test('that somebody else has is not taken, and the one who asks learns nothing', async () => {
    const person = await a.again('lead')
    expect(await person.send('changeEmail', { email: 'manager@agency.example' })).toMatchObject({
      __typename: 'EmailChange',
    })
    const { subject, token } = await newest('manager@agency.example')
    expect({ subject, token }).toEqual({ subject: 'You already have an account', token: '' })
    expect((await person.read(`{ me { email } }`)).me.email).toBe('lead@agency.example')
  })
})
