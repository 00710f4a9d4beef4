import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { getNamedType, getNullableType, isEnumType, isInputObjectType, isListType, isObjectType } from 'graphql'
import type { GraphQLInputType } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Arranger } from '../../../test/arrange.ts'
import type { CaseInTheMaking } from '../../../test/arrange.ts'
import { documentOf, mutationNames, schema } from '../../../test/operations.ts'
import type { Visitor } from '../../../test/portal.ts'

// PLACET_FULL=1 sends every string to every leaf (an hour); otherwise each leaf gets a few, and every string some leaf.
const isFull = process.env['PLACET_FULL'] === '1'
const stringsOfLeaf = isFull ? Infinity : 4

const given = new URL('../../../../../shared/data/strings/blns.json', import.meta.url)
const hostile = [
  ...[
    '\u0000',
    'a\u0000b',
    '\ud800',
    'x\udfff',
    '\u202eexe.pdf',
    '\u2066x\u2069',
    '\ufeff',
    '\u0085',
    '\u009f',
    '\u2028',
  ],
  ...[
    '\r\nSet-Cookie: a=b',
    '\u001b[31mred',
    '\n{"level":60}',
    "'; drop table person; --",
    '$1',
    '%s%n%x',
    '{{7*7}}',
    '${7*7}',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    '../../etc/passwd',
    '<script>1</script>',
    'javascript:alert(1)',
    '=1+1',
    '@SUM(A1)',
  ],
  ...[
    'Ａ',
    'e\u0301',
    '\u0130',
    'ß',
    '👩‍⚕️',
    '𝕏',
    '\u0600',
    'x'.repeat(20_001),
    ' ',
    '',
    '\t',
    '１２３',
    'null',
    '-0',
    '1e999',
    'NaN',
  ],
]
const strings = [...hostile, ...(existsSync(given) ? (JSON.parse(readFileSync(given, 'utf8')) as string[]) : [])]

let a: Arranger
let inReview: CaseInTheMaking
let draft: CaseInTheMaking
beforeAll(async () => {
  a = await Arranger.open()
  inReview = await a.submission().inReview()
  draft = await a.submission().draft()
}, 60_000)
afterAll(() => a.close())

type Path = readonly (string | number)[]

/** Leaves of an input that take words: strings, ids, free JSON. */
function leavesOf(type: GraphQLInputType, at: Path): Path[] {
  const bare = getNullableType(type)
  if (isListType(bare)) return leavesOf(bare.ofType as GraphQLInputType, [...at, 0])
  if (isInputObjectType(bare))
    return Object.values(bare.getFields()).flatMap((field) => leavesOf(field.type, [...at, field.name]))
  return ['Int', 'Float', 'Boolean'].includes(getNamedType(bare).name) || isEnumType(bare) ? [] : [at]
}

function sampleOf(type: GraphQLInputType, name: string, id: string): unknown {
  const bare = getNullableType(type)
  if (isListType(bare)) return [sampleOf(bare.ofType as GraphQLInputType, name, id)]
  if (isInputObjectType(bare))
    return Object.fromEntries(
      Object.values(bare.getFields()).map((field) => [field.name, sampleOf(field.type, field.name, id)]),
    )
  if (isEnumType(bare)) return bare.getValues()[0]?.name
  switch (getNamedType(bare).name) {
    case 'ID':
      return name === 'commandId' ? randomUUID() : name === 'field' ? 'intendedPurpose' : id
    case 'Int':
    case 'Float':
      return 1
    case 'Boolean':
      return true
    case 'Date':
      return '2090-01-01'
    default:
      return name === 'stage' ? 'technical' : 'words'
  }
}

/** A copy with one leaf changed. */
function changed(value: unknown, [step, ...rest]: Path, leaf: unknown): unknown {
  if (step === undefined) return leaf
  if (Array.isArray(value)) return value.map((part: unknown, at) => (at === step ? changed(part, rest, leaf) : part))
  const whole = value as Record<string, unknown>
  return { ...whole, [step]: changed(whole[step], rest, leaf) }
}

let turn = 0
const some = (): string[] =>
  stringsOfLeaf >= strings.length
    ? strings
    : Array.from({ length: stringsOfLeaf }, () => strings[(turn += 1) % strings.length] ?? '')

/** Neither a fault of ours, nor a word of how we are made. */
async function send(who: Visitor, query: string, variables: object): Promise<string> {
  const answer = await who.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  })
  const text = await answer.text()
  if (
    answer.status >= 500 ||
    /INTERNAL_SERVER_ERROR|node_modules|\bat \w+[ .].*:\d+:\d+|SQLSTATE|syntax error at|pg_|FST_/.test(text)
  )
    throw new Error(`${answer.status}: ${text.slice(0, 300)}\nfor ${JSON.stringify(variables).slice(0, 600)}`)
  return text
}

const minutes = isFull ? 90 : 3

describe('no words in any leaf of the schema cause a fault, or show how the portal is made', () => {
  const queries = Object.values(schema.getQueryType()?.getFields() ?? {}).filter(({ args }) => args.length > 0)
  test.each(queries.map(({ name }) => name))('query %s', { timeout: minutes * 60_000 }, async (name) => {
    const field = schema.getQueryType()?.getFields()[name]
    if (field === undefined) throw new Error('no such query')
    const words = field.args.filter(({ type }) => leavesOf(type, []).length > 0)
    const selection = isObjectType(getNamedType(field.type)) ? '{ __typename }' : ''
    const declared = field.args.map(({ name: arg, type }) => `$${arg}: ${String(type)}`).join(', ')
    const passed = field.args.map(({ name: arg }) => `${arg}: $${arg}`).join(', ')
    const base = Object.fromEntries(field.args.map(({ name: arg, type }) => [arg, sampleOf(type, arg, inReview.id)]))
    for (const who of [await a.as('manager'), await a.as('officer'), a.anyone])
      for (const { name: arg } of words)
        for (const text of some())
          await send(who, `query(${declared}) { ${name}(${passed}) ${selection} }`, { ...base, [arg]: text })
  })

  test.each(mutationNames)('mutation %s', { timeout: minutes * 60_000 }, async (name) => {
    const type = schema.getMutationType()?.getFields()[name]?.args[0]?.type
    if (type === undefined) throw new Error('a mutation without an input')
    const [officer, manager] = [await a.as('officer'), await a.as('manager')]
    for (const path of leavesOf(type, []))
      for (const text of some())
        for (const [who, id] of [
          [officer, draft.id],
          [manager, inReview.id],
        ] as const)
          await send(who, documentOf(name), { input: changed(sampleOf(type, 'input', id), path, text) })
  })
})

describe('words are kept as they were sent, or refused with a reason', () => {
  const kept = async (
    text: string,
    store: (text: string) => Promise<{ __typename: string } & Record<string, unknown>>,
    read: () => Promise<unknown>,
  ) => {
    const outcome = await store(text)
    if (['Invalid', 'Error', 'Incomplete'].includes(outcome.__typename)) {
      expect(String(outcome['message'])).toMatch(/\S/)
      return
    }
    // The one change that is made is written down: composed, and without white space at the ends (shared/kernel/input.ts).
    expect(await read()).toBe(text.normalize('NFC').trim())
  }

  test('the name of a model', { timeout: minutes * 60_000 }, async () => {
    const officer = await a.as('officer')
    for (const text of isFull ? strings : strings.filter((_, at) => at < 46 || at % 12 === 0)) {
      let id = ''
      await kept(
        text,
        async (modelName) => {
          const outcome = await officer.send('startDossier', { modelName, modelVersion: '1' })
          id = String(outcome['id'])
          return outcome
        },
        async () =>
          (await officer.read('query($id: ID!) { submission(id: $id) { modelName } }', { id })).submission
            .modelName as unknown,
      )
    }
  })
})
