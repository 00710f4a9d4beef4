import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { boot, password, TestPortal } from '../../../test/portal.ts'
import { Browser, codeOf } from '../../../test/proof.ts'

let a: TestPortal
beforeAll(async () => {
  a = new TestPortal(await boot())
}, 60_000)
afterAll(() => a.close())
beforeEach(() => a.rows(`delete from sign_in_failure`))

const browser = () => new Browser(a.anyone)

/** What the person is mailed about their account. */
const letters = async (id: string): Promise<string[]> =>
  (await a.rows<{ topic: string }>(`select topic from outbox where subject_id = $1 order by seq`, [id])).map(
    ({ topic }) => topic,
  )

/** Somebody with an account, the demo's password, and no second factor. */
async function newcomer(staff = false): Promise<{ id: string; email: string }> {
  const like = await a.idOf(staff ? 'lead' : 'officer')
  const { id } = await a.one<{ id: string }>(
    `insert into person (name, roles, organisation_id) select 'New Comer', roles, organisation_id from person where id = $1 returning id`,
    [like],
  )
  const email = `${randomUUID()}@people.example`
  await a.rows(
    `insert into account (person_id, email, password_hash) select $1, $2, password_hash from account where person_id = $3`,
    [id, email, like],
  )
  return { id, email }
}

/** An applicant who has an app for codes, and the recovery codes that came with it. */
async function withCodes(): Promise<{ id: string; email: string; secret: string; recoveryCodes: string[] }> {
  const person = await newcomer()
  const at = browser()
  await at.post('/auth/sign-in', { email: person.email, password })
  const { secret } = (await at.post('/auth/enrol/codes')).body as { secret: string }
  const { body } = await at.post('/auth/enrol/codes/confirm', { code: codeOf(secret, -1) })
  return { ...person, secret, recoveryCodes: body.recoveryCodes as string[] }
}

describe('an account is not told apart', () => {
  const tell = async (body: object) => {
    const { status, text, headers } = await browser().post('/auth/sign-in', body)
    return { status, text, cookies: headers.getSetCookie() }
  }

  test('a wrong password, an unknown account and a missing one get one answer', async () => {
    const wrong = await tell({ email: 'officer@helio.example', password: 'not-this-one' })
    expect(wrong).toMatchObject({ status: 401, cookies: [] })
    expect(JSON.parse(wrong.text)).toMatchObject({ code: 'WRONG_CREDENTIALS' })
    expect(await tell({ email: 'nobody@helio.example', password: 'not-this-one' })).toEqual(wrong)
    expect(await tell({ email: 'officer@helio.example', password: '' })).toEqual(wrong)
    expect(await tell({})).toEqual(wrong)
    await a.rows(`update account set disabled_at = now() where email = 'officer@nile.example'`)
    expect(await tell({ email: 'officer@nile.example', password })).toEqual(wrong)
    await a.rows(`update account set disabled_at = null`)
  })

  test('nor by the time that it takes', async () => {
    const time = async (email: string) => {
      await a.rows(`delete from sign_in_failure`)
      const before = performance.now()
      await tell({ email, password: 'not-this-one' })
      return performance.now() - before
    }
    const known: number[] = []
    const unknown: number[] = []
    for (let tries = 0; tries < 5; tries += 1) {
      known.push(await time('officer@helio.example'))
      unknown.push(await time('nobody@helio.example'))
    }
    // Hashing takes 100 ms and more: an answer without it would come in a tenth of the time.
    expect(Math.min(...unknown) / Math.min(...known)).toBeGreaterThan(0.5)
    expect(Math.min(...unknown) / Math.min(...known)).toBeLessThan(2)
  })
})

describe('tries are limited', () => {
  const guess = { email: 'guessed@helio.example', password: 'not-this-one' }
  const key = `account:${guess.email}|127.0.0.0/24`

  test('after five failures it says in how many seconds the next one is listened to, doubled each time', async () => {
    for (let tries = 0; tries < 5; tries += 1) expect((await browser().post('/auth/sign-in', guess)).status).toBe(401)
    await a.rows(`insert into sign_in_failure (key) select $1 from generate_series(1, 4)`, [key])
    const { status, body } = await browser().post('/auth/sign-in', guess)
    expect(status).toBe(429)
    expect(body).toMatchObject({ code: 'RATE_LIMITED' })
    expect(body.retryAfter).toBeGreaterThan(8)
    expect(body.retryAfter).toBeLessThanOrEqual(16)
    await a.rows(`insert into sign_in_failure (key) select $1 from generate_series(1, 90)`, [key])
    expect((await browser().post('/auth/sign-in', guess)).body.retryAfter).toBeLessThanOrEqual(900)
  })

  test('the right password is not listened to either while one waits, and from another network at once', async () => {
    await a.rows(`insert into sign_in_failure (key) select $1 from generate_series(1, 9)`, [
      `account:officer@helio.example|127.0.0.0/24`,
    ])
    expect((await browser().post('/auth/sign-in', { email: 'Officer@Helio.example', password })).status).toBe(429)
    await a.rows(`update sign_in_failure set key = replace(key, '127.0.0', '192.0.2')`)
    expect((await browser().post('/auth/sign-in', { email: 'officer@helio.example', password })).status).toBe(200)
  })

  test('an address is heard a hundred times wrong in an hour, whatever accounts it tries', async () => {
    await a.rows(
      `insert into sign_in_failure (key, at) select 'address:127.0.0.1', now() - interval '10 minutes' from generate_series(1, 100)`,
    )
    const { status, body } = await browser().post('/auth/sign-in', { email: 'officer@helio.example', password })
    expect(status).toBe(429)
    expect(body.retryAfter).toBeGreaterThan(2900)
    expect((await browser().post('/auth/sign-in', guess, { 'x-forwarded-for': '203.0.113.9' })).status).toBe(429)
  })

  test('twenty at once are not twenty free tries', async () => {
    const guesses = Array.from({ length: 20 }, () => browser().post('/auth/sign-in', guess))
    const statuses = (await Promise.all(guesses)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(6)
  })

  test('more at once than this process can hash are asked to come again, and it is no fault', async () => {
    const guesses = Array.from({ length: 60 }, (_, index) =>
      browser().post('/auth/sign-in', { email: `guess${index}@helio.example`, password: 'not-this-one' }),
    )
    const statuses = (await Promise.all(guesses)).map(({ status }) => status)
    // 503: the portal sheds strangers first when there is too much.
    expect(statuses.filter((status) => ![401, 429, 503].includes(status))).toEqual([])
    expect(statuses).toContain(401)
  })

  test('the owner is told of many failures, once', async () => {
    for (let tries = 0; tries < 5; tries += 1)
      await browser().post('/auth/sign-in', { email: 'manager@agency.example', password: 'not-this-one' })
    expect(await letters(await a.idOf('manager'))).toEqual(['account.manyFailures'])
  })
})

describe('a passkey alone', () => {
  test('opens a session, without a word who it is', async () => {
    const at = new Browser(a.anyone, (await a.as('officer')).authenticator)
    const answer = await at.signIn()
    expect(answer).toMatchObject({ status: 200, body: { next: 'done' } })
    expect(answer.headers.getSetCookie()[0]).toMatch(/^sid=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/)
    expect(await at.isIn()).toBe(true)
  })

  test('answers its challenge once', async () => {
    const at = new Browser(a.anyone, (await a.as('officer')).authenticator)
    const { body } = await at.post('/auth/sign-in/options')
    const answer = await at.authenticator.get(body)
    expect((await at.post('/auth/sign-in/passkey', { answer })).status).toBe(200)
    expect(await at.post('/auth/sign-in/passkey', { answer })).toMatchObject({
      status: 401,
      body: { code: 'PASSKEY_REFUSED' },
    })
  })

  test('of nobody, of a disabled account, or without an answer is refused', async () => {
    const stranger = browser()
    await stranger.authenticator.create({
      rp: { id: 'localhost' },
      user: { id: 'AQ' },
      challenge: 'AQ',
      pubKeyCredParams: [{ alg: -7, type: 'public-key' }],
    })
    expect(await stranger.signIn()).toMatchObject({ status: 401, body: { code: 'PASSKEY_REFUSED' } })
    const rival = new Browser(a.anyone, (await a.as('rival')).authenticator)
    await a.rows(`update account set disabled_at = now() where email = 'officer@nile.example'`)
    expect((await rival.signIn()).status).toBe(401)
    await a.rows(`update account set disabled_at = null`)
    expect((await rival.signIn()).status).toBe(200)
    expect((await rival.post('/auth/sign-in/passkey', { answer: { id: 'x' } })).status).toBe(400)
  })
})

describe('after the password', () => {
  test('there is no session, and what is half proved opens nothing', async () => {
    const at = browser()
    const { count } = await a.one(`select count(*)::int from session`)
    const answer = await at.post('/auth/sign-in', { email: 'officer@helio.example', password })
    expect(answer).toMatchObject({ status: 200, body: { next: 'secondFactor', ways: ['passkey'] } })
    expect(answer.headers.getSetCookie()[0]).toMatch(
      /^attempt=[\w-]{43}; Max-Age=300; Path=\/; HttpOnly; SameSite=Lax$/,
    )
    expect(await a.one(`select count(*)::int from session`)).toEqual({ count })
    expect(await at.isIn()).toBe(false)
    at.cookies.set('sid', at.cookies.get('attempt') ?? '')
    expect(await at.isIn()).toBe(false)
  })

  test('the person’s passkey is the second factor, another’s is not', async () => {
    const at = new Browser(a.anyone, (await a.as('manager')).authenticator)
    await at.post('/auth/sign-in', { email: 'officer@helio.example', password })
    const { body } = await at.post('/auth/second-factor/options')
    const answer = await at.authenticator.get({ ...body, allowCredentials: [] })
    expect((await at.post('/auth/second-factor/passkey', { answer })).status).toBe(401)
    const own = new Browser(a.anyone, (await a.as('officer')).authenticator)
    await own.post('/auth/sign-in', { email: 'officer@helio.example', password })
    const entered = await own.prove('/auth/second-factor/options', '/auth/second-factor/passkey')
    expect(entered).toMatchObject({ status: 200, body: { next: 'done' } })
    expect(own.cookies.has('attempt')).toBe(false)
    expect(await own.isIn()).toBe(true)
  })

  test('an attempt ends with the session that it opened, after five minutes, and after five wrong codes', async () => {
    const { email, secret } = await withCodes()
    const begin = async () => {
      const at = browser()
      await at.post('/auth/sign-in', { email, password })
      return at
    }
    const late = await begin()
    await a.rows(`update sign_in_attempt set expires_at = now() - interval '1 second'`)
    const over = { status: 401, body: { code: 'ATTEMPT_OVER' } }
    expect(await late.post('/auth/second-factor/code', { code: codeOf(secret) })).toMatchObject(over)
    const clumsy = await begin()
    const wrong = codeOf(secret) === '000000' ? '111111' : '000000'
    for (let tries = 0; tries < 5; tries += 1)
      expect(await clumsy.post('/auth/second-factor/code', { code: wrong })).toMatchObject({
        status: 401,
        body: { code: 'WRONG_CODE' },
      })
    expect(await clumsy.post('/auth/second-factor/code', { code: codeOf(secret) })).toMatchObject(over)
    const right = await begin()
    const copy = browser()
    copy.cookies.set('attempt', right.cookies.get('attempt') ?? '')
    expect((await right.post('/auth/second-factor/code', { code: codeOf(secret) })).status).toBe(200)
    expect(await copy.post('/auth/second-factor/code', { code: codeOf(secret, 1) })).toMatchObject(over)
  })

  test('a code works once, and one of the step before it no more', async () => {
    const { email, secret } = await withCodes()
    const enter = async (code: string) => {
      const at = browser()
      await at.post('/auth/sign-in', { email, password })
      return (await at.post('/auth/second-factor/code', { code })).status
    }
    const code = codeOf(secret)
    expect(await enter(code)).toBe(200)
    expect(await enter(code)).toBe(401)
    expect(await enter(codeOf(secret, -1))).toBe(401)
    expect(await enter(codeOf(secret, 1))).toBe(200)
    expect(await enter(codeOf(secret, 3))).toBe(401)
  })

  test('a recovery code works once, however it is typed, and the owner is told', async () => {
    const { id, email, recoveryCodes } = await withCodes()
    expect(recoveryCodes).toHaveLength(10)
    expect(new Set(recoveryCodes).size).toBe(10)
    const enter = async (code: string) => {
      const at = browser()
      await at.post('/auth/sign-in', { email, password })
      return (await at.post('/auth/second-factor/recovery-code', { code })).status
    }
    const code = recoveryCodes[0]?.toLowerCase().replaceAll('-', ' ') ?? ''
    expect(await enter(code)).toBe(200)
    expect(await enter(code)).toBe(401)
    expect(await a.rows(`select 1 from recovery_code where person_id = $1 and used_at is null`, [id])).toHaveLength(9)
    // The app, and the code that was used.
    expect(await letters(id)).toEqual(['account.factorChanged', 'account.factorChanged'])
  })

  test('neither seed nor recovery code stands in the database', async () => {
    const { id, secret, recoveryCodes } = await withCodes()
    const rows = JSON.stringify([
      await a.rows(`select t.*, encode(seed, 'escape') as plain from totp t where person_id = $1`, [id]),
      await a.rows(`select r.*, encode(code_hash, 'escape') as plain from recovery_code r where person_id = $1`, [id]),
    ])
    expect(rows).not.toContain(secret)
    for (const code of recoveryCodes) expect(rows).not.toContain(code)
  })

  test('the password is hashed anew where the figures have changed', async () => {
    const { id, email } = await newcomer()
    const { hash } = await import('@node-rs/argon2')
    const old = await hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 })
    await a.rows(`update account set password_hash = $2 where person_id = $1`, [id, old])
    expect((await browser().post('/auth/sign-in', { email, password })).status).toBe(200)
    const { password_hash: renewed } = await a.one(`select password_hash from account where person_id = $1`, [id])
    expect(renewed).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/)
    expect((await browser().post('/auth/sign-in', { email, password })).status).toBe(200)
  })
})

describe('an account without a second factor', () => {
  test('adds a passkey before it has a session, and signs in by it from then on', async () => {
    const { email } = await newcomer(true)
    const at = browser()
    expect((await at.post('/auth/sign-in', { email, password })).body).toEqual({ next: 'enrol', ways: ['passkey'] })
    expect(await at.isIn()).toBe(false)
    expect(await at.make('/auth/enrol/passkey/options', '/auth/enrol/passkey')).toMatchObject({
      status: 200,
      body: { next: 'done' },
    })
    expect(await at.isIn()).toBe(true)
    const elsewhere = new Browser(a.anyone, at.authenticator)
    expect((await elsewhere.signIn()).status).toBe(200)
    expect((await elsewhere.post('/auth/sign-in', { email, password })).body).toEqual({
      next: 'secondFactor',
      ways: ['passkey'],
    })
  })

  test('of staff takes no code, which can be phished', async () => {
    const { id, email } = await newcomer(true)
    const at = browser()
    await at.post('/auth/sign-in', { email, password })
    expect((await at.post('/auth/enrol/codes')).status).toBe(401)
    // Somebody who was an applicant before: what they had then does not count.
    const { id: before } = await withCodes()
    await a.rows(`update totp set person_id = $1 where person_id = $2`, [id, before])
    expect((await at.post('/auth/sign-in', { email, password })).body).toEqual({ next: 'enrol', ways: ['passkey'] })
    expect((await at.post('/auth/second-factor/code', { code: '123456' })).status).toBe(401)
  })

  test('one that has a second factor takes no other by the password alone', async () => {
    const at = browser()
    await at.post('/auth/sign-in', { email: 'officer@helio.example', password })
    expect((await at.post('/auth/enrol/passkey/options')).status).toBe(401)
    expect((await at.post('/auth/enrol/codes')).status).toBe(401)
  })
})

describe('a session', () => {
  test('is a new token at each sign-in, and the one before it is dead', async () => {
    const at = new Browser(a.anyone, (await a.as('inspector')).authenticator)
    await at.signIn()
    const first = at.cookies.get('sid') ?? ''
    await at.signIn()
    expect(at.cookies.get('sid')).not.toBe(first)
    const thief = browser()
    thief.cookies.set('sid', first)
    expect(await thief.isIn()).toBe(false)
  })

  test('is never the token that somebody else chose', async () => {
    const at = new Browser(a.anyone, (await a.as('inspector')).authenticator)
    const fixed = 'A'.repeat(43)
    at.cookies.set('sid', fixed)
    await at.signIn()
    expect(at.cookies.get('sid')).not.toBe(fixed)
    const attacker = browser()
    attacker.cookies.set('sid', fixed)
    expect(await attacker.isIn()).toBe(false)
  })

  test('is over after signing out, also for whoever kept its cookie', async () => {
    const at = new Browser(a.anyone, (await a.as('inspector')).authenticator)
    await at.signIn()
    const kept = browser()
    kept.cookies.set('sid', at.cookies.get('sid') ?? '')
    expect(await kept.isIn()).toBe(true)
    expect((await at.post('/auth/sign-out')).status).toBe(204)
    expect(at.cookies.has('sid')).toBe(false)
    expect(await kept.isIn()).toBe(false)
  })

  test.each([
    ['integrity', 15, 12],
    ['contributor', 30, 24],
  ] as const)('of %s rests %i minutes at most and lasts %i hours', async (name, minutes, hours) => {
    const at = new Browser(a.anyone, (await a.as(name)).authenticator)
    await at.signIn()
    const id = await a.idOf(name)
    const newest = `(select token_hash from session where person_id = $1 order by created_at desc limit 1)`
    const { left } = await a.one<{ left: number }>(
      `select extract(epoch from expires_at - now()) / 3600 as left from session where token_hash = ${newest}`,
      [id],
    )
    expect(Number(left)).toBeCloseTo(hours, 1)
    const rest = (seconds: number) =>
      a.rows(`update session set seen_at = now() - make_interval(secs => $2) where token_hash = ${newest}`, [
        id,
        seconds,
      ])
    await rest(minutes * 60 - 10)
    expect(await at.isIn()).toBe(true)
    await rest(minutes * 60 + 1)
    expect(await at.isIn()).toBe(false)
  })

  test('five at once: the sixth ends the oldest', async () => {
    const { authenticator } = await a.as('deputy')
    const browsers = Array.from({ length: 6 }, () => new Browser(a.anyone, authenticator))
    for (const each of browsers) expect((await each.signIn()).status).toBe(200)
    expect(await Promise.all(browsers.map((each) => each.isIn()))).toEqual([false, true, true, true, true, true])
  })

  test('ends at once where the account is disabled', async () => {
    const at = new Browser(a.anyone, (await a.as('screener2')).authenticator)
    await at.signIn()
    await a.rows(`update account set disabled_at = now() where email = 'screener2@agency.example'`)
    expect(await at.isIn()).toBe(false)
    await a.rows(`update account set disabled_at = null`)
  })
})

test('no other origin signs anybody in or out', async () => {
  for (const path of ['/auth/sign-in', '/auth/sign-in/options', '/auth/sign-out', '/auth/session/stay']) {
    expect((await browser().post(path, {}, { origin: 'https://evil.example' })).status).toBe(403)
    expect((await browser().post(path, {}, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  }
})
