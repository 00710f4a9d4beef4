import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { boot, password, TestPortal } from '../../../test/portal.ts'
import type { Name } from '../../../test/portal.ts'
import { Browser, codeOf } from '../../../test/proof.ts'
import { passwordFaults } from './password-rules.ts'

let a: TestPortal
beforeAll(async () => {
  a = new TestPortal(await boot())
}, 60_000)
afterAll(() => a.close())
beforeEach(() => a.rows(`delete from sign_in_failure`))

/** A browser in which this person has just signed in by passkey. */
async function signedIn(name: Name): Promise<Browser> {
  const at = new Browser(a.anyone, (await a.as(name)).authenticator)
  expect((await at.signIn()).status).toBe(200)
  return at
}

const stale = (at: Browser) =>
  a.rows(
    `update session set proved_at = now() - interval '6 minutes' where token_hash = sha256(convert_to($1, 'utf8'))`,
    [at.cookies.get('sid')],
  )

const happened = async (name: Name): Promise<string[]> =>
  (
    await a.rows<{ kind: string }>(
      `select kind from security_event where person_id = $1 order by at desc, id limit 3`,
      [await a.idOf(name)],
    )
  ).map(({ kind }) => kind)

describe('a sensitive act', () => {
  const acts = [
    ['/auth/account/password', { password: 'correct horse battery' }],
    ['/auth/account/passkeys/options', {}],
    ['/auth/account/passkeys', {}],
    ['/auth/account/passkeys/8d0f5a3e-3c1f-4a57-9c1e-000000000000/remove', {}],
    ['/auth/account/codes', {}],
    ['/auth/account/codes/confirm', { code: '123456' }],
    ['/auth/account/codes/remove', {}],
    ['/auth/account/recovery-codes', {}],
    ['/auth/account', { name: 'Somebody Else', language: null }],
  ] as const

  test.each(acts)('%s asks for proof within five minutes', async (path, body) => {
    const at = await signedIn('inspector')
    await stale(at)
    expect(await at.post(path, body)).toMatchObject({ status: 403, body: { code: 'STEP_UP_REQUIRED' } })
  })

  test.each(acts)('%s is nobody’s without a session', async (path, body) => {
    expect(await new Browser(a.anyone).post(path, body)).toMatchObject({
      status: 401,
      body: { code: 'UNAUTHENTICATED' },
    })
  })

  test('is done after proof, which gives the session a new token and kills the old one', async () => {
    const at = await signedIn('inspector')
    await stale(at)
    const before = at.cookies.get('sid') ?? ''
    const { id, expires_at: end } = await a.one(
      `select id, expires_at from session where token_hash = sha256(convert_to($1, 'utf8'))`,
      [before],
    )
    expect((await at.proveAgain()).status).toBe(204)
    expect(at.cookies.get('sid')).not.toBe(before)
    const thief = new Browser(a.anyone)
    thief.cookies.set('sid', before)
    expect(await thief.isIn()).toBe(false)
    expect((await at.post('/auth/account/recovery-codes')).status).toBe(200)
    // The absolute limit stays where it was.
    expect(await a.rows(`select expires_at from session where id = $1`, [id])).toEqual([{ expires_at: end }])
    expect(await happened('inspector')).toContain('provedAgain')
  })

  test('is not done after the proof of another person, nor of another session’s challenge', async () => {
    const [one, other] = [await signedIn('inspector'), await signedIn('inspector')]
    await stale(one)
    const { body } = await other.post('/auth/session/proof/options')
    const answer = await one.authenticator.get(body)
    expect((await one.post('/auth/session/proof/passkey', { answer })).status).toBe(401)
    const stranger = new Browser(a.anyone, (await a.as('integrity')).authenticator)
    stranger.cookies.set('sid', one.cookies.get('sid') ?? '')
    const { body: options } = await one.post('/auth/session/proof/options')
    const foreign = await stranger.authenticator.get({ ...options, allowCredentials: [] })
    expect((await one.post('/auth/session/proof/passkey', { answer: foreign })).status).toBe(401)
    expect((await one.post('/auth/account/recovery-codes')).status).toBe(403)
  })
})

describe('passkeys', () => {
  const list = async (at: Browser) =>
    ((await at.get('/auth/account/security')).body as { passkeys: { id: string; name: string }[] }).passkeys
  const add = (at: Browser, own: Browser) =>
    own.authenticator.export().length === 0
      ? (async () => {
          const { body } = await at.post('/auth/account/passkeys/options')
          return at.post('/auth/account/passkeys', { answer: await own.authenticator.create(body), name: 'Phone' })
        })()
      : Promise.reject(new Error('used'))

  test('are added, named, used and removed; each change ends the other sessions and is told', async () => {
    const [at, elsewhere, phone] = [await signedIn('screener'), await signedIn('screener'), new Browser(a.anyone)]
    const before = at.cookies.get('sid')
    expect((await add(at, phone)).status).toBe(204)
    expect(at.cookies.get('sid')).not.toBe(before)
    expect(await at.isIn()).toBe(true)
    expect(await elsewhere.isIn()).toBe(false)
    expect(await happened('screener')).toContain('passkeyAdded')
    expect(
      await a.rows(`select 1 from outbox where topic = 'account.factorChanged' and subject_id = $1`, [
        await a.idOf('screener'),
      ]),
    ).toHaveLength(1)
    const added = (await list(at)).find(({ name }) => name === 'Phone')
    expect((await at.post(`/auth/account/passkeys/${added?.id}/name`, { name: 'Old phone' })).status).toBe(204)
    expect((await list(at)).map(({ name }) => name)).toEqual(['Demonstration', 'Old phone'])
    expect((await phone.signIn()).status).toBe(200)
    expect((await at.post(`/auth/account/passkeys/${added?.id}/remove`)).status).toBe(204)
    expect(await phone.isIn()).toBe(false)
    expect((await phone.signIn()).status).toBe(401)
  })

  test('the last one stays, as there would be no way in', async () => {
    const at = await signedIn('lead')
    const [only] = await list(at)
    const refused = await at.post(`/auth/account/passkeys/${only?.id}/remove`, {}, { 'accept-language': 'fr' })
    expect(refused).toMatchObject({ status: 400, body: { code: 'BAD_USER_INPUT' } })
    expect(refused.body.issues[0].message).toContain('dernier moyen')
    expect(await list(at)).toHaveLength(1)
  })

  test('another person’s are not there', async () => {
    const [mine, theirs] = [await signedIn('lead'), await signedIn('reviewerA')]
    const [passkey] = await list(theirs)
    expect((await mine.post(`/auth/account/passkeys/${passkey?.id}/remove`)).status).toBe(404)
    expect((await mine.post(`/auth/account/passkeys/${passkey?.id}/name`, { name: 'Mine' })).status).toBe(404)
    expect((await mine.post(`/auth/account/passkeys/nothing/remove`)).status).toBe(404)
    expect((await list(theirs))[0]?.name).toBe('Demonstration')
  })
})

describe('one-time codes', () => {
  test('of an applicant prove again with the password, once each; staff’s never do', async () => {
    const at = await signedIn('rival')
    const { secret } = (await at.post('/auth/account/codes')).body as { secret: string }
    expect((await at.post('/auth/account/codes/confirm', { code: codeOf(secret, -1) })).status).toBe(204)
    await stale(at)
    const code = codeOf(secret)
    expect((await at.post('/auth/session/proof/password', { password: 'not-this-one', code })).status).toBe(401)
    expect((await at.post('/auth/session/proof/password', { password, code })).status).toBe(204)
    expect((await at.post('/auth/session/proof/password', { password, code })).status).toBe(401)
    expect((await at.post('/auth/account/codes/remove')).status).toBe(204)

    const staff = await signedIn('manager')
    const { secret: theirs } = (await staff.post('/auth/account/codes')).body as { secret: string }
    await staff.post('/auth/account/codes/confirm', { code: codeOf(theirs, -1) })
    await stale(staff)
    expect((await staff.post('/auth/session/proof/password', { password, code: codeOf(theirs) })).status).toBe(401)
    expect((await staff.get('/auth/session')).body.ways).toEqual(['passkey'])
  })

  test('a seed that was never confirmed opens nothing, and a confirmed one is not overwritten unseen', async () => {
    const at = await signedIn('contributor')
    const { secret } = (await at.post('/auth/account/codes')).body as { secret: string }
    expect((await at.get('/auth/account/security')).body.codes).toBe(false)
    const other = (await at.post('/auth/account/codes')).body as { secret: string }
    expect((await at.post('/auth/account/codes/confirm', { code: codeOf(secret) })).status).toBe(401)
    expect((await at.post('/auth/account/codes/confirm', { code: codeOf(other.secret) })).status).toBe(204)
    expect((await at.get('/auth/account/security')).body.codes).toBe(true)
  })
})

describe('the password', () => {
  test('is changed for a good one; every other session ends, the old one opens nothing', async () => {
    const [at, elsewhere] = [await signedIn('deputy'), await signedIn('deputy')]
    expect(await at.post('/auth/account/password', { password: 'correct horse battery' })).toMatchObject({
      status: 204,
    })
    expect(await elsewhere.isIn()).toBe(false)
    expect(await at.isIn()).toBe(true)
    const enter = (typed: string) =>
      new Browser(a.anyone).post('/auth/sign-in', { email: 'deputy@agency.example', password: typed })
    expect((await enter(password)).status).toBe(401)
    expect((await enter('correct horse battery')).status).toBe(200)
    expect(await happened('deputy')).toContain('passwordChanged')
  })

  test('is refused in words where it is short, common, or made of one’s own name', async () => {
    const at = await signedIn('officer')
    const why = async (typed: string) =>
      (await at.post('/auth/account/password', { password: typed })).body.issues as { path: string; message: string }[]
    expect(await why('short')).toEqual([{ path: 'password', message: 'The password must have 8 characters or more.' }])
    expect((await why('password1'))[0]?.message).toMatch(/guessed first/)
    expect((await why('AmiraSelim1'))[0]?.message).toMatch(/your name/)
  })

  test.each([
    ['short', 'passwordShort'],
    ['🔑🔑🔑🔑🔑🔑🔑', 'passwordShort'],
    ['12345678', 'passwordCommon'],
    ['P@ssw0rd', 'passwordCommon'],
    ['Sunshine!', 'passwordCommon'],
    ['aaaaaaaaaaaa', 'passwordCommon'],
    ['placet-2026', 'passwordOwnWord'],
    ['heliohealth26', 'passwordOwnWord'],
  ])('%s is refused as %s', (typed, code) => {
    expect(passwordFaults(typed, ['Helio Health']).map((fault) => fault.code)).toEqual([code])
  })

  test.each(['correct horse battery', 'v7#kLq2z', 'كلمة مرور طويلة', 'ab cd'.repeat(30), 'été à la plage 9'])(
    '%s is taken',
    (typed) => expect(passwordFaults(typed, ['Helio Health'])).toEqual([]),
  )

  test('is one password however its letters are composed', async () => {
    const at = await signedIn('reviewerB')
    expect((await at.post('/auth/account/password', { password: 'Zoë über Straße' })).status).toBe(204)
    const typed = 'Zoë über Straße'.normalize('NFD')
    const enter = await new Browser(a.anyone).post('/auth/sign-in', {
      email: 'reviewer.b@agency.example',
      password: typed,
    })
    expect(enter.status).toBe(200)
  })
})

describe('sessions', () => {
  type Listed = { id: string; device: string; network: string; current: boolean }
  const list = async (at: Browser) => (await at.get('/auth/session/all')).body as Listed[]

  test('are listed by device and network, without address or user agent, and ended one, others, all', async () => {
    const { authenticator } = await a.as('decisionMaker')
    await a.rows(`delete from session where person_id = $1`, [await a.idOf('decisionMaker')])
    const agent = 'Mozilla/5.0 (Windows NT 10.0) <script>alert(1)</script> Firefox/140.0'
    const browsers = Array.from({ length: 4 }, () => new Browser(a.anyone, authenticator))
    for (const each of browsers) {
      const { body } = await each.post('/auth/sign-in/options')
      await each.post('/auth/sign-in/passkey', { answer: await authenticator.get(body) }, { 'user-agent': agent })
    }
    const [one, two, three, four] = browsers as [Browser, Browser, Browser, Browser]
    const listed = await list(one)
    expect(listed.map(({ device, network, current }) => [device, network, current])).toEqual([
      ['Firefox · Windows', '127.0.0.0/24', true],
      ...Array.from({ length: 3 }, () => ['Firefox · Windows', '127.0.0.0/24', false]),
    ])
    const isIn = () => Promise.all([one, two, three, four].map((each) => each.isIn()))
    const twos = (await list(two)).find(({ current }) => current)
    expect((await one.post(`/auth/session/all/${twos?.id}/end`)).status).toBe(204)
    expect(await isIn()).toEqual([true, false, true, true])
    expect((await one.post(`/auth/session/all/${twos?.id}/end`)).status).toBe(404)
    expect((await three.post('/auth/session/all/end-others')).status).toBe(204)
    expect(await isIn()).toEqual([false, false, true, false])
    await four.signIn()
    expect((await four.post('/auth/session/all/end')).status).toBe(204)
    expect(await isIn()).toEqual([false, false, false, false])
  })

  test('of somebody else are neither listed nor ended', async () => {
    const [mine, theirs] = [await signedIn('reviewerC'), await signedIn('reviewerA')]
    const other = (await list(theirs)).find(({ current }) => current)
    expect((await list(mine)).map(({ id }) => id)).not.toContain(other?.id)
    expect((await mine.post(`/auth/session/all/${other?.id}/end`)).status).toBe(404)
    expect(await theirs.isIn()).toBe(true)
  })

  test('a device that was never seen is told to the owner, the first one is not', async () => {
    const { authenticator } = await a.as('screener2')
    const id = await a.idOf('screener2')
    const told = async () =>
      (await a.rows(`select 1 from outbox where topic = 'account.newDevice' and subject_id = $1`, [id])).length
    const enter = async (agent: string) => {
      const at = new Browser(a.anyone, authenticator)
      const { body } = await at.post('/auth/sign-in/options')
      await at.post('/auth/sign-in/passkey', { answer: await authenticator.get(body) }, { 'user-agent': agent })
    }
    await enter('node')
    expect(await told()).toBe(0)
    await enter('Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Version/19.0 Safari/605')
    expect(await told()).toBe(1)
    await enter('Mozilla/5.0 (iPhone; CPU iPhone OS 19_1) Version/19.1 Safari/605')
    expect(await told()).toBe(1)
  })
})

test('a person changes their own name and language, and nothing else of themselves', async () => {
  const at = await signedIn('contributor')
  expect((await at.post('/auth/account', { name: 'Jonas Weber-Lind', language: 'fr' })).status).toBe(204)
  expect((await at.get('/auth/account')).body).toMatchObject({ name: 'Jonas Weber-Lind', language: 'fr', staff: false })
  expect(await happened('contributor')).toContain('nameChanged')
  expect((await at.post('/auth/account', { name: 'X', language: null, roles: ['inspector'] })).status).toBe(400)
  expect((await at.post('/auth/account', { name: 'A\u202eB', language: null })).status).toBe(400)
})
