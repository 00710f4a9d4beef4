import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { getNamedType, getNullableType, isInputObjectType, isListType } from 'graphql'
import type { GraphQLInputType } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Arranger } from '../../../test/arrange.ts'
import type { CaseInTheMaking } from '../../../test/arrange.ts'
import { documentOf, mutationNames, schema } from '../../../test/operations.ts'
import type { Reply, Visitor } from '../../../test/portal.ts'

let a: Arranger
let draft: CaseInTheMaking
let inReview: CaseInTheMaking
beforeAll(async () => {
  a = await Arranger.open()
  draft = await a.submission().draft()
  inReview = await a.submission().inReview()
}, 60_000)
afterAll(() => a.close())

const naughty = new URL('../../../../../shared/data/strings/blns.json', import.meta.url)
const strings = [
  ...['\u0000', 'a\u0000b', '\ud800', 'x\udfff', '\u202e', '', ' ', "'; drop table x; --", '__proto__', 'not-a-uuid'],
  ...['x'.repeat(20_000), '2026-02-30', '0000-00-00', '%s%n', '１２３'],
  ...(existsSync(naughty) ? (JSON.parse(readFileSync(naughty, 'utf8')) as string[]) : []),
]
const wrongTypes = [null, 2 ** 31, 1e308, 1.5, true, [], {}, [[[]]]]
const wrongWords = ['\u0000', '\ud800', '', 'not-a-uuid', '2026-02-30', 'x'.repeat(5_000)]

/** The codes of an answer's errors: never a fault of ours, and no word of what was sent or of what the database said. */
const codesOf = (reply: Reply) => (reply.errors ?? []).map(({ extensions }) => extensions.code)
const refused = (reply: Reply) => {
  expect(codesOf(reply)).not.toContain('INTERNAL_SERVER_ERROR')
  expect(codesOf(reply)).not.toContain('UNAVAILABLE')
}

describe('what is no id is answered like the id of nothing', () => {
  const queries = [
    'query($v: ID!) { submission(id: $v) { id } }',
    'query($v: ID!) { reviewStage(id: $v) { id } }',
    'query($v: ID!) { assignment(id: $v) { id } }',
    'query($v: ID!) { informationRequest(id: $v) { id } }',
    'query($v: ID!) { decision(id: $v) { id } }',
    'query($v: ID!) { reviewerCandidates(stageId: $v) { allowed } }',
    'query($v: ID!) { registerEntry(no: $v, lang: en) { entry { no } } }',
  ]
  test.each(queries)('%s', async (query) => {
    const manager = await a.as('manager')
    const missing = await manager.ask(query, { v: randomUUID() })
    expect(codesOf(missing)).toEqual(['NOT_FOUND'])
    for (const v of strings) expect((await manager.ask(query, { v })).text).toBe(missing.text)
  })
})

test.each([
  'query($v: String) { registerEntries(q: $v) { total } }',
  'query($v: String) { registerEntries(status: $v) { total } }',
  'query($v: String) { registerEntries(use: $v, riskClass: $v) { total } }',
  'query($v: String) { queue(q: $v) { total } }',
  'query($v: String) { queue(riskClass: $v) { total } }',
])('any words may be searched for: %s', async (query) => {
  const manager = await a.as('manager')
  for (const v of strings) expect(codesOf(await manager.ask(query, { v }))).toEqual([])
})

test('a cursor that is not ours is refused', async () => {
  const cursor = (keys: unknown) => Buffer.from(JSON.stringify(keys)).toString('base64url')
  const id = randomUUID()
  const foreign = [
    ...['x', '', '\u0000', cursor({}), cursor(null), cursor(['x']), cursor([null, null]), cursor(['x', 'y'])],
    ...[cursor(['2026-02-30T00:00:00Z', id]), cursor(['2026-01-01T00:00:00Z', 'x']), cursor([1e300]), cursor([-1])],
    ...[cursor(['9'.repeat(30)]), cursor(['a\u0000', id]), cursor(['2026-01-01', 'a\u0000'])],
  ]
  const of: [Visitor, string][] = [
    [a.anyone, 'query($v: String) { registerEntries(after: $v) { total } }'],
    [await a.as('manager'), 'query($v: String) { queue(after: $v) { total } }'],
    [await a.as('manager'), 'query($v: String) { queue(after: $v, sort: submittedAt) { total } }'],
    [await a.as('officer'), 'query($v: String) { submissions(after: $v) { total } }'],
    [await a.as('reviewerA'), 'query($v: String) { assignments(after: $v) { total } }'],
    [await a.as('integrity'), 'query($v: String) { integrityChecks(after: $v) { total } }'],
    [
      await a.as('officer'),
      `query($v: String) { submission(id: "${draft.id}") { timeline(after: $v) { edges { cursor } } } }`,
    ],
  ]
  for (const [visitor, query] of of)
    for (const v of foreign)
      expect(codesOf(await visitor.ask(query, { v })), `${query} ${v}`).toEqual(['BAD_USER_INPUT'])
})

test('a variable of the wrong type is the sender’s fault, and what was sent is not told back', async () => {
  const reply = await a.anyone.ask('query($v: Int!) { registerEntries(first: $v) { total } }', {
    v: 'the secret "; text',
  })
  expect(codesOf(reply)).toEqual(['BAD_USER_INPUT'])
  expect(reply.text).not.toContain('secret')
})

test.each([[[]], ['x'], [7], [true]])('variables that are no object are refused: %j', async (variables) => {
  const query = '{ registerEntries { total } }'
  const reply = await a.anyone.ask(query, variables as object)
  expect(reply.errors).toEqual([{ message: 'variables must be an object', extensions: { code: 'BAD_USER_INPUT' } }])
  expect(codesOf(await a.anyone.ask(query, null as unknown as object))).toEqual([])
})

test.each([
  ['/%', '/nothing'],
  ['/register/%ff?q=%', '/register/nothing'],
  ['/auth/%ff', '/auth/nothing'],
  ['/files/%c3', '/files/nothing'],
  ['/graphql/public/%ff', '/graphql/public/nothing'],
])('the address %s, which cannot be read, is answered like %s', async (unreadable, nothing) => {
  const [answer, like] = await Promise.all([unreadable, nothing].map((path) => a.anyone.fetch(path)))
  const text = await answer?.text()
  expect({ status: answer?.status, text }).toEqual({ status: like?.status, text: await like?.text() })
  expect(answer?.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(text).not.toContain('FST_ERR')
})

test.each([
  ['numbers', { email: 1, password: 2 }],
  ['booleans', { email: true, password: true }],
  ['objects', { email: { a: 1 }, password: ['x'] }],
  ['a zero byte', { email: 'a\u0000b', password: 'b' }],
])('signing in with %s fails like a wrong password', async (_, body) => {
  const answer = await a.anyone.fetch('/auth/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(answer.status).toBe(401)
})

/** A value of the type that a schema might take. */
function sample(type: GraphQLInputType, name: string): unknown {
  const bare = getNullableType(type)
  if (isListType(bare)) return [sample(bare.ofType as GraphQLInputType, name)]
  if (isInputObjectType(bare))
    return Object.fromEntries(
      Object.values(bare.getFields()).map((field) => [field.name, sample(field.type, field.name)]),
    )
  switch (getNamedType(bare).name) {
    case 'ID':
      return name === 'field' ? 'intendedPurpose' : randomUUID()
    case 'Int':
      return 1
    case 'Boolean':
      return true
    case 'Date':
      return '2090-01-01'
    default:
      return name === 'stage' ? 'technical' : 'words'
  }
}

test.each(mutationNames)(
  '%s takes junk in any of its fields without a fault',
  { timeout: 60_000 },
  async (mutation) => {
    const type = schema.getMutationType()?.getFields()[mutation]?.args[0]?.type
    if (type === undefined) throw new Error('a mutation without an input')
    const base = { ...(sample(type, 'input') as Record<string, unknown>) }
    delete base['commandId']
    const ask = (visitor: Visitor, input: object) =>
      visitor.ask(documentOf(mutation), { input: { commandId: randomUUID(), ...input } })
    const isOfficers = !codesOf(await ask(await a.as('officer'), base)).includes('FORBIDDEN')
    const visitor = await a.as(isOfficers ? 'officer' : 'manager')
    for (const id of [inReview.id, (await inReview.stage()).id, draft.id])
      refused(await ask(visitor, 'id' in base ? Object.assign(base, { id }) : base))
    for (const [field, value] of Object.entries({ ...base, commandId: '' })) {
      for (const wrong of [...wrongTypes, ...wrongWords]) refused(await ask(visitor, { ...base, [field]: wrong }))
      const [row] = Array.isArray(value) ? (value as unknown[]) : []
      if (typeof row === 'object' && row !== null)
        for (const part of Object.keys(row))
          for (const wrong of wrongWords) refused(await ask(visitor, { ...base, [field]: [{ ...row, [part]: wrong }] }))
    }
  },
)
