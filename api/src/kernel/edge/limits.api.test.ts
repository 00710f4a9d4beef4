import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { boot, TestPortal } from '../../../test/portal.ts'
import { root } from '../../root.ts'

// Development answers documents of anybody's, so that every limit can be met; the limits are the same in every mode.
let portal: TestPortal
beforeAll(async () => {
  portal = new TestPortal(await boot())
}, 60_000)
afterAll(() => portal.close())

type Body = { errors?: { message: string; extensions: { code: string } }[] }
const post = async (body: unknown, type = 'application/json', headers: Record<string, string> = {}) => {
  const answer = await portal.anyone.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': type, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  const text = await answer.text()
  return { status: answer.status, text, codes: codesOf(text) }
}
const codesOf = (text: string): string[] => {
  try {
    return ((JSON.parse(text) as Body).errors ?? []).map(({ extensions }) => extensions.code)
  } catch {
    return []
  }
}
const registerTimes = (count: number, part: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => part(at)).join(' ')

describe('a document is held to its limits', () => {
  test.each<[string, string, string]>([
    ['1,001 tokens', `{ registerEntries { ${'total '.repeat(997)} } }`, 'BAD_USER_INPUT'],
    ['16 aliases', `{ ${registerTimes(16, (at) => `a${at}: registerEntries { total }`)} }`, 'OPERATION_NOT_ALLOWED'],
    [
      '11 directives',
      `{ registerEntries { ${registerTimes(11, () => 'total @include(if: true)')} } }`,
      'OPERATION_NOT_ALLOWED',
    ],
    [
      'a depth of 11',
      `{ submission(id: "x") { stages { submission { stages { submission { stages { submission { stages { submission { stages { id } } } } } } } } } } }`,
      'OPERATION_NOT_ALLOWED',
    ],
    [
      'two operations',
      'query A { registerEntries { total } } query B { registerEntries { total } }',
      'OPERATION_NOT_ALLOWED',
    ],
    ['no operation', 'fragment F on Query { registerEntries { total } }', 'OPERATION_NOT_ALLOWED'],
    [
      'two mutations in one',
      'mutation { a: moveAgencyClock(input: {}) { __typename } b: moveAgencyClock(input: {}) { __typename } }',
      'OPERATION_NOT_ALLOWED',
    ],
    [
      'two mutations in a fragment',
      'mutation { ...F } fragment F on Mutation { moveAgencyClock(input: {}) { __typename } }',
      'OPERATION_NOT_ALLOWED',
    ],
    ['a subscription', 'subscription { registerEntries { total } }', 'OPERATION_NOT_ALLOWED'],
    ['introspection', '{ __schema { types { name } } }', 'OPERATION_NOT_ALLOWED'],
    ['introspection of one type', '{ __type(name: "Query") { name } }', 'OPERATION_NOT_ALLOWED'],
    [
      'lists within lists',
      '{ submissions(first: 100) { edges { node { stages { assignments { permits { because { code } } } } } } } }',
      'OPERATION_NOT_ALLOWED',
    ],
    [
      'fragments that multiply',
      `query { ...A } fragment A on Query { ...B ...B ...B ...B } ${'BCDEFGHIJKLMN'
        .split('')
        .map(
          (name, at, all) =>
            `fragment ${name} on Query { ${all[at + 1] === undefined ? 'me { person { id } }' : `...${all[at + 1]} `.repeat(4)} }`,
        )
        .join(' ')}`,
      'OPERATION_NOT_ALLOWED',
    ],
    ['fragments in a ring', '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }', 'BAD_USER_INPUT'],
  ])('%s', async (_, query, code) => {
    const { status, codes, text } = await post({ query })
    expect({ status, codes: [...new Set(codes)], text }).toMatchObject({
      status: 200,
      codes: expect.arrayContaining([code]) as string[],
    })
    expect(text).not.toContain('"data":{')
  })

  test('15 aliases and 10 directives are not too many', async () => {
    const query = `{ ${registerTimes(15, (at) => `a${at}: registerEntries { total ${at < 10 ? '@include(if: true)' : ''} }`)} }`
    expect((await post({ query })).codes).toEqual([])
  })

  test('a page of more than 100', async () => {
    expect((await post({ query: '{ registerEntries(first: 101) { total } }' })).codes).toEqual(['BAD_USER_INPUT'])
  })

  test('no suggestion, no landing page, no second way in', async () => {
    const { text } = await post({ query: '{ registerEntrie { total } }' })
    expect(text).not.toMatch(/did you mean|registerEntries/i)
    const page = await portal.anyone.fetch('/graphql', { headers: { accept: 'text/html' } })
    expect([page.status, await page.text()]).toEqual([404, expect.not.stringContaining('<')])
    for (const path of ['/graphiql', '/playground', '/altair', '/graphql/stream'])
      expect(await (await portal.anyone.fetch(path)).text()).not.toMatch(/graphiql|playground|altair/i)
  })

  test('a batch is answered like no operation', async () => {
    const one = { query: '{ registerEntries { total } }' }
    expect((await post([one, one])).codes).toEqual(['OPERATION_NOT_ALLOWED'])
  })
})

describe('the session door takes JSON of this portal, 100 kB at most', () => {
  const query = '{ registerEntries { total } }'
  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/graphql',
    'application/jsonp',
    '',
  ])('%j is 415', async (type) => {
    const { status, text } = await post({ query }, type)
    expect([status, text]).toEqual([415, expect.not.stringMatching(/FST|stack|"data"/)])
  })

  test('100 kB and no more', async () => {
    const body = (bytes: number) => {
      const start = JSON.stringify({ query, operationName: null, padding: '' })
      return start.replace('""', `"${'x'.repeat(bytes - start.length)}"`)
    }
    expect((await post(body(100_000))).status).toBe(200)
    const over = await post(body(100_001))
    expect([over.status, over.text]).toEqual([413, expect.not.stringMatching(/FST|stack/)])
  })

  test('what is no JSON is 400, in our words', async () => {
    const { status, text } = await post('{"query": ')
    expect([status, text]).toEqual([400, expect.not.stringMatching(/FST|stack|Unexpected|position/)])
  })

  test.each([
    ['compressed', { 'content-encoding': 'gzip' }, 415],
    ['from another origin', { origin: 'https://evil.example' }, 403],
    ['from an origin that only begins like ours', { origin: 'http://localhost:3000.evil.example' }, 403],
    ['from no origin', { origin: 'null' }, 403],
    ['from another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['from a sibling', { 'sec-fetch-site': 'same-site' }, 403],
    ['from an address bar', { 'sec-fetch-site': 'none' }, 403],
    ['from here', { 'sec-fetch-site': 'same-origin' }, 200],
  ])('%s', async (_, headers, status) =>
    expect((await post({ query }, 'application/json', headers)).status).toBe(status),
  )

  test('any other method', async () => {
    for (const method of ['PUT', 'PATCH', 'DELETE'])
      expect((await portal.anyone.fetch('/graphql', { method, body: '{}' })).status).toBe(405)
    expect((await portal.anyone.fetch(`/graphql?query=${encodeURIComponent(query)}`)).status).toBe(404)
  })
})

test('every registered operation keeps within the limits', async () => {
  const listed = JSON.parse(readFileSync(join(root, 'infra/operations/operations.json'), 'utf8')) as Record<
    string,
    { name: string; text: string }
  >
  for (const { name, text } of Object.values(listed)) {
    const { codes } = await post({ query: text, operationName: name, variables: {} })
    expect({ name, codes }).not.toMatchObject({ codes: expect.arrayContaining(['OPERATION_NOT_ALLOWED']) as string[] })
    expect({ name, codes }).not.toMatchObject({ codes: expect.arrayContaining(['GRAPHQL_PARSE_FAILED']) as string[] })
  }
})
