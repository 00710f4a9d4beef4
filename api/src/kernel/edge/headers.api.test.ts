import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { boot, TestPortal } from '../../../test/portal.ts'
import { root } from '../../root.ts'
import { Portal } from '../portal.ts'
import { readSettings } from '../settings.ts'
import { headersOf } from './headers.ts'

let portal: TestPortal
beforeAll(async () => {
  portal = new TestPortal(await boot())
}, 60_000)
afterAll(() => portal.close())

const hash = (name: string) =>
  Object.entries(
    JSON.parse(readFileSync(join(root, 'infra/operations/operations.json'), 'utf8')) as Record<
      string,
      { name: string }
    >,
  ).find(([, operation]) => operation.name === name)?.[0] ?? ''
const json = { 'content-type': 'application/json' }
const post = (path: string, body: unknown, headers: Record<string, string> = json) =>
  portal.anyone.fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })
const get = (path: string, headers: Record<string, string> = {}) => portal.anyone.fetch(path, { headers })
const register = () => `/graphql/public/${hash('PublicRegister')}`

type Kind = 'page' | 'answer' | 'open'
const kinds: Record<string, [Kind, status: number, ask: () => Promise<Response>, cache: string | null]> = {
  'a page': ['page', 200, () => get('/register'), 'no-cache'],
  'a page that is not there, and a file of the server’s': ['page', 404, () => get('/.git/config'), null],
  'an asset that is not there': ['page', 404, () => get('/assets/nothing.js'), null],
  'a map of the sources': ['page', 404, () => get('/assets/index.js.map'), null],
  'where to report a weakness': ['page', 200, () => get('/.well-known/security.txt'), 'public, max-age=3600'],
  'an answer of the graph': ['answer', 200, () => post('/graphql', { query: '{ mode { mode } }' }), 'no-store'],
  'a refused type': ['answer', 415, () => post('/graphql', {}, { 'content-type': 'text/plain' }), 'no-store'],
  'a refused method': ['answer', 405, () => portal.anyone.fetch('/graphql', { method: 'PUT' }), 'no-store'],
  'a refused origin': [
    'answer',
    403,
    () => post('/graphql', {}, { ...json, origin: 'https://evil.example' }),
    'no-store',
  ],
  'a compressed request': [
    'answer',
    415,
    () => post('/auth/sign-in', {}, { ...json, 'content-encoding': 'br' }),
    'no-store',
  ],
  'a body too large': ['answer', 413, () => post('/graphql', 'x'.repeat(100_001)), 'no-store'],
  'nothing in the API': ['answer', 404, () => get('/graphql'), 'no-store'],
  health: ['answer', 200, () => get('/health/live'), 'no-store'],
  'a file of nobody’s': ['answer', 401, () => get(`/files/${randomUUID()}`), 'no-store'],
  'a sign-in that fails': [
    'answer',
    401,
    () => post('/auth/sign-in', { email: 'x@y.example', password: 'wrong' }),
    'no-store',
  ],
  'a report': [
    'answer',
    204,
    () =>
      post('/reports/csp', [{ body: { effectiveDirective: 'script-src' } }], {
        'content-type': 'application/reports+json',
      }),
    'no-store',
  ],
  'the public door': ['open', 200, () => get(register()), 'public, max-age=5'],
  'the public door, refused': ['open', 200, () => get('/graphql/public/none'), 'no-store'],
  'the keys': ['open', 200, () => get('/.well-known/placet/keys.json'), 'public, max-age=60'],
  'the log’s head': ['open', 404, () => get('/log/checkpoint'), 'public, max-age=1'],
}

const always = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
}
const ofKind = {
  page: {
    'cross-origin-resource-policy': 'same-origin',
    'content-security-policy':
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; worker-src 'self'; require-trusted-types-for 'script'; trusted-types placet-worker; report-to csp",
    'reporting-endpoints': 'csp="/reports/csp"',
  },
  answer: {
    'cross-origin-resource-policy': 'same-origin',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  },
  open: {
    'cross-origin-resource-policy': 'cross-origin',
    'access-control-allow-origin': '*',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  },
} as const
const never = [
  'x-powered-by',
  'server',
  'access-control-allow-credentials',
  'access-control-allow-methods',
  'access-control-allow-headers',
]

describe('every kind of answer carries its headers', () => {
  test.each(Object.keys(kinds))('%s', async (name) => {
    const [kind, status, ask, cache] = kinds[name] as (typeof kinds)[string]
    const answer = await ask()
    const headers = Object.fromEntries(answer.headers)
    expect({ status: answer.status, ...headers }).toMatchObject({ status, ...always, ...ofKind[kind] })
    expect(headers['cache-control'] ?? null).toBe(cache)
    expect(headers['permissions-policy']).toMatch(
      /^camera=\(self\), publickey-credentials-create=\(self\), publickey-credentials-get=\(self\)(, [a-z-]+=\(\)){30,}$/,
    )
    for (const header of never) expect([header, headers[header]]).toEqual([header, undefined])
    if (kind !== 'open') expect(headers['access-control-allow-origin']).toBeUndefined()
    expect(await answer.text()).not.toMatch(/fastify|nest|FST_|node_modules|at \w+ \(/i)
  })

  test('a download is inert', async () => {
    // The whole of it stands in documents.api.test.ts; here, that nothing of the edge is lost by what the route says itself.
    const { 'content-security-policy': policy, 'cache-control': cache } = headersOf('/files/x', portal.app.portal)
    expect([policy, cache]).toEqual([ofKind.answer['content-security-policy'], 'no-store'])
  })

  test('where the portal is reached by https, two years of it are asked for, subdomains too', () => {
    const secure = new Portal(readSettings({ PLACET_ORIGIN: 'https://placet.example' }))
    for (const path of ['/', '/graphql', '/log/checkpoint'])
      expect(headersOf(path, secure)['strict-transport-security']).toBe('max-age=63072000; includeSubDomains')
  })
})

describe('the open doors', () => {
  test('read no cookie and set none', async () => {
    const officer = await portal.as('officer')
    for (const path of [register(), '/.well-known/placet/keys.json', '/log/checkpoint']) {
      const [known, unknown] = [await officer.fetch(path), await get(path)]
      expect([known.status, await known.text()]).toEqual([unknown.status, await unknown.text()])
      expect(known.headers.get('set-cookie')).toBeNull()
    }
  })

  test('answer no preflight: there is nothing that needs one', async () => {
    const preflight = await portal.anyone.fetch('/graphql', {
      method: 'OPTIONS',
      headers: { origin: 'https://elsewhere.example', 'access-control-request-method': 'POST' },
    })
    expect([...preflight.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
    expect(preflight.status).toBe(404)
  })
})

describe('the server', () => {
  test('refuses heads of more than 16 kB', async () => {
    expect((await get('/health/live', { 'x-long': 'x'.repeat(17_000) })).status).toBe(431)
  })

  test('gives heads 10 s, uploads 300 s, and keeps connections longer than a proxy does', () => {
    const server = portal.app.nest.getHttpServer() as import('node:http').Server
    expect([server.headersTimeout, server.requestTimeout, server.keepAliveTimeout]).toEqual([10_000, 300_000, 75_000])
  })

  test('refuses methods that it does not know, with the same headers', async () => {
    const { port } = (portal.app.nest.getHttpServer() as import('node:http').Server).address() as { port: number }
    const status = await new Promise((settle, fail) => {
      const asked = request({ port, host: '127.0.0.1', method: 'TRACE', path: '/' }, (answer) => {
        answer.resume()
        settle([answer.statusCode, answer.headers['x-content-type-options']])
      })
      asked.on('error', fail).end()
    })
    expect([
      [405, 'nosniff'],
      [404, 'nosniff'],
    ]).toContainEqual(status)
  })
})

describe('reports of pages that tried something', () => {
  const send = (body: string, headers: Record<string, string> = {}) =>
    portal.anyone.fetch('/reports/csp', {
      method: 'POST',
      headers: { 'content-type': 'application/reports+json', ...headers },
      body,
    })
  test.each([
    ['no report', 'x', {}, 400],
    ['another shape', '{"a":1}', {}, 400],
    ['more than is read', JSON.stringify('x'.repeat(20_000)), {}, 413],
    ['another type', '[]', { 'content-type': 'text/plain' }, 400],
    ['from another site', '[]', { 'sec-fetch-site': 'cross-site' }, 403],
    ['an empty one', '[]', {}, 204],
  ])('%s', async (_, body, headers, status) => expect((await send(body, headers)).status).toBe(status))
})
