import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Arranger } from '../../../test/arrange.ts'
import { startIdentityProvider, throughProvider } from '../../../test/identity-provider.ts'
import type { IdentityProvider } from '../../../test/identity-provider.ts'
import type { Visitor } from '../../../test/portal.ts'
import { readSettings } from '../settings.ts'
import { Oidc } from './oidc.ts'

const back = 'http://localhost:3000/auth/oidc/callback'
const strong = { acr: 'urn:strong', amr: ['hwk', 'user'] }

let a: Arranger
let provider: IdentityProvider

beforeAll(async () => {
  a = await Arranger.open()
  provider = await startIdentityProvider(back)
  const oidc = {
    issuer: provider.issuer,
    clientId: 'placet',
    clientSecret: 'a secret of the tests',
    acr: [],
    amr: ['hwk'],
    maxAge: 900,
  }
  Object.assign(a.app.portal, { oidc })
  a.app.nest.get(Oidc).rules = { testHosts: [provider.host] }
}, 60_000)
afterAll(async () => {
  await provider.close()
  await a.close()
})
beforeEach(() => {
  provider.next = { subject: 'nobody', ...strong }
})

const cookieIn = (answer: Response, name: string) =>
  answer.headers
    .getSetCookie()
    .map((each) => each.split(';', 1)[0] ?? '')
    .find((each) => each.startsWith(`${name}=`) && each !== `${name}=`)

const begin = async () => {
  const answer = await a.anyone.fetch('/auth/oidc/start', { redirect: 'manual' })
  return { to: answer.headers.get('location') ?? '', cookie: cookieIn(answer, 'oidc') ?? '' }
}
const comeBack = (url: string, cookie: string) =>
  a.anyone.fetch(url.slice('http://localhost:3000'.length), { redirect: 'manual', headers: { cookie } })

/** The whole way of somebody who signs in; where they end, and with which session. */
async function signIn(): Promise<{ at: string | null; session: string | undefined }> {
  const { to, cookie } = await begin()
  const answer = await comeBack(await throughProvider(to, back), cookie)
  return { at: answer.headers.get('location'), session: cookieIn(answer, 'sid') }
}

async function linkAs(visitor: Visitor, sid?: string): Promise<string | null> {
  const asked = await visitor.fetch('/auth/oidc/link', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  if (asked.status !== 200) return `refused ${asked.status}`
  const { url } = (await asked.json()) as { url: string }
  const cookie = `${cookieIn(asked, 'oidc') ?? ''}; ${sid ?? visitor.headers()['cookie'] ?? ''}`
  const answer = await comeBack(await throughProvider(url, back), cookie)
  return answer.headers.get('location')
}
const refused = { at: '/sign-in?oidc=refused', session: undefined }
const people = async () => (await a.one<{ n: number }>(`select count(*)::int as n from person`)).n

describe('at the agency’s identity provider', () => {
  test('one is sent with PKCE, state and nonce of their own', async () => {
    const [first, second] = [new URL((await begin()).to), new URL((await begin()).to)]
    expect(first.origin).toBe(provider.issuer)
    expect(first.searchParams.get('code_challenge_method')).toBe('S256')
    expect(first.searchParams.get('max_age')).toBe('900')
    for (const key of ['state', 'nonce', 'code_challenge']) {
      expect(first.searchParams.get(key)?.length).toBeGreaterThanOrEqual(43)
      expect(first.searchParams.get(key)).not.toBe(second.searchParams.get(key))
    }
  })

  test('a subject that nobody linked gets in nowhere, with whatever e-mail, and nobody is made of it', async () => {
    const before = await people()
    provider.next = { subject: 'stranger', ...strong, email: 'admin@agency.example' }
    expect(await signIn()).toEqual(refused)
    expect(await people()).toBe(before)
    expect(await a.rows(`select 1 from identity`)).toEqual([])
  })

  test('staff link their own, just proved, and sign in by it from then on', async () => {
    provider.next = { subject: 'mariam', ...strong }
    expect(await linkAs(await a.again('manager'))).toBe('/account/security?oidc=linked')
    const { at, session } = await signIn()
    expect(at).toBe('/agency')
    const answer = await a.anyone.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: session ?? '' },
      body: JSON.stringify({ query: '{ me { email } }' }),
    })
    expect(await answer.json()).toEqual({ data: { me: { email: 'manager@agency.example' } } })
  })

  test.each([
    ['by a password alone', { amr: ['pwd'] }],
    ['in ways that it does not tell', {}],
  ])('who proved themselves there %s is refused', async (_, how) => {
    provider.next = { subject: 'mariam', ...how }
    expect(await signIn()).toEqual(refused)
  })

  test('a link is refused to applicants, to old proof, and where another has it', async () => {
    provider.next = { subject: 'amira', ...strong }
    expect(await linkAs(await a.again('officer'))).toBe('refused 403')
    const old = await a.again('lead')
    await a.rows(`update session set proved_at = now() - interval '6 minutes' where person_id = $1`, [old.id])
    expect(await linkAs(old)).toMatch(/^refused 4/)
    provider.next = { subject: 'mariam', ...strong }
    expect(await linkAs(await a.again('deputy'))).toBe('/sign-in?oidc=refused')
  })

  test('a link that comes back in the browser of another links nobody', async () => {
    provider.next = { subject: 'thief', ...strong }
    const victim = await a.again('integrity')
    const other = await a.again('inspector')
    expect(await linkAs(other, victim.headers()['cookie'])).toBe('/sign-in?oidc=refused')
    expect(await a.rows(`select 1 from identity where subject = 'thief'`)).toEqual([])
  })

  test('an answer counts once, for the browser that asked, with its own state', async () => {
    provider.next = { subject: 'mariam', ...strong }
    const { to, cookie } = await begin()
    const url = await throughProvider(to, back)
    expect((await comeBack(url, 'oidc=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA')).headers.get('location')).toBe(
      refused.at,
    )
    const forged = new URL(url)
    forged.searchParams.set('state', 'A'.repeat(43))
    expect((await comeBack(forged.href, cookie)).headers.get('location')).toBe(refused.at)
    expect((await comeBack(url, cookie)).headers.get('location')).toBe('/agency')
    expect((await comeBack(url, cookie)).headers.get('location')).toBe(refused.at)
  })

  test('who lost every role, or the account, is refused', async () => {
    const left = await a.hire(['reviewer'])
    provider.next = { subject: 'left', ...strong }
    expect(await linkAs(left)).toBe('/account/security?oidc=linked')
    await a.rows(`update person set roles = '{}' where id = $1`, [left.id])
    expect(await signIn()).toEqual(refused)
    await a.rows(`update person set roles = '{reviewer}' where id = $1`, [left.id])
    await a.rows(`update account set disabled_at = now() where person_id = $1`, [left.id])
    expect(await signIn()).toEqual(refused)
  })

  test('an issuer that only this machine reaches is never asked', async () => {
    const oidc = new Oidc(a.app.databases, a.app.portal)
    await expect(oidc.start(null)).rejects.toThrow()
  })
})

test.each([
  [{ PLACET_OIDC_ISSUER: 'http://login.agency.example' }, /https/],
  [{ PLACET_OIDC_ISSUER: 'https://login.agency.example' }, /CLIENT_ID/],
  [
    { PLACET_OIDC_ISSUER: 'https://login.agency.example', PLACET_OIDC_CLIENT_ID: 'x', PLACET_OIDC_CLIENT_SECRET: 'y' },
    /proofs that count/,
  ],
])('a provider set up as %j stops the start', (environment, words) => {
  expect(() => readSettings(environment)).toThrow(words)
})
