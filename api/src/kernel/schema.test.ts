import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compileMessage } from '@lingui/message-utils/compileMessage'
import { defaultPack } from '@placet/shared/policy-pack/default/default-pack'
import { allFields } from '@placet/shared/policy-pack/fields'
import { parsePolicyPack } from '@placet/shared/policy-pack/policy-pack.schema'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cloneDatabase } from '../../test/database.ts'
import type { ClonedDatabase } from '../../test/database.ts'
import { mutationNames } from '../../test/operations.ts'
import { entities } from '../entities.ts'
import { schemaText } from '../print-schema.ts'
import { root } from '../root.ts'
import { Databases } from './db/databases.ts'
import { legalMoves } from './legal-moves.ts'
import { say } from './wording.ts'
import messages from './wording/messages.json' with { type: 'json' }

let database: ClonedDatabase
let databases: Databases
let owner: pg.Client

beforeAll(async () => {
  database = await cloneDatabase()
  databases = await new Databases(database, entities, 2).open()
  owner = new pg.Client({ connectionString: database.ownerUrl })
  await owner.connect()
})
afterAll(async () => {
  await owner.end()
  await databases.close()
  await database.drop()
})

/** Files of a folder, tests left out unless asked for. */
function sources(folder: string, tests = false): { name: string; text: string }[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && (tests ? name.endsWith('.test.ts') : !name.includes('.test')))
    .map((name) => ({ name, text: readFileSync(join(root, folder, name), 'utf8') }))
}

describe('the migrated schema and the entities', () => {
  const typeNames: Record<string, string> = { int4: 'integer', int8: 'bigint', bool: 'boolean' }
  const entityType = (type: unknown): string => {
    const name = typeof type === 'function' ? type.name.toLowerCase() : String(type)
    return name === 'number' || name === 'int' ? 'integer' : name === 'string' ? 'text' : name
  }

  test('have the same columns, types and nullability', async () => {
    for (const { tableName, columns } of databases.app.entityMetadatas) {
      const { rows } = await owner.query<{ name: string; type: string; nullable: boolean; array: boolean }>(
        `select a.attname as name, coalesce(e.typname, t.typname) as type, not a.attnotnull as nullable, e.oid is not null as array
         from pg_attribute a join pg_type t on t.oid = a.atttypid left join pg_type e on e.oid = t.typelem and t.typcategory = 'A'
         where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped order by 1`,
        [tableName],
      )
      const migrated = rows.map(({ name, type, nullable, array }) => ({
        name,
        type: typeNames[type] ?? type,
        nullable,
        array,
      }))
      const mapped = columns
        .map((column) => ({
          name: column.databaseName,
          type: entityType(column.type),
          nullable: column.isNullable,
          array: column.isArray,
        }))
        .toSorted((one, other) => (one.name < other.name ? -1 : 1))
      expect({ tableName, columns: mapped }).toEqual({ tableName, columns: migrated })
    }
  })

  test('have every column with a state, a version and a case in the objects that move', async () => {
    const moving = databases.app.entityMetadatas.filter(({ columns }) =>
      columns.some(({ propertyName }) => propertyName === 'state'),
    )
    expect(moving.map(({ tableName }) => tableName).toSorted()).toEqual(
      expect.arrayContaining([
        'approval',
        'confidentiality_claim',
        'decision',
        'information_request',
        'review_stage',
        'reviewer_assignment',
        'submission',
      ]),
    )
  })
})

test('legal_transition holds exactly the moves of the machines', async () => {
  const { rows } = await owner.query(
    `select process, from_state as "from", event, to_state as "to" from legal_transition`,
  )
  const text = (moves: readonly object[]) => moves.map((move) => JSON.stringify(move)).toSorted()
  expect(text(rows)).toEqual(text(legalMoves.map(({ process, from, event, to }) => ({ process, from, event, to }))))
  expect(rows.length).toBeGreaterThan(100)
})

test('the printed schema is the committed one', async () => {
  expect(await schemaText()).toBe(readFileSync(join(root, 'api/schema.graphql'), 'utf8'))
})

test('every mutation of the schema has its row of success and refusals in a test', () => {
  const rows = sources('api/src', true)
    .filter(({ name }) => name.endsWith('.api.test.ts'))
    .flatMap(({ text }) => [
      ...[...text.matchAll(/mutation\([^,]+, '(\w+)'/g)].map(([, name]) => name),
      ...[...text.matchAll(/describe\('(\w+)'/g)].map(([, name]) => name),
    ])
  expect(mutationNames.filter((name) => !rows.includes(name))).toEqual([])
  expect(mutationNames.length).toBeGreaterThan(55)
})

describe('the message catalogue', () => {
  const catalogue: Record<string, Record<string, string>> = messages

  /** Codes as the source writes them; the few that are put together are listed below. */
  const patterns = [
    /\bcode: '([A-Za-z][\w.]*)'/g,
    /\bunmet\('([\w.]+)'/g,
    /\bsay\([^,()]+, '([\w.]+)'/g,
    /\berror: '(input\w+)'/g,
    /'(input[A-Z]\w+)'/g,
    /\b(?:fault|unmetAt|claimUnmet|cardIssue|tooLarge)\((?:[^'\n]*?, )?'([\w.]+)'/g,
    /'((?:answer|field|claim|document|dossier|duty|assign|review|request|decision|signing|refusal|clock)(?:\.\w+)+)'/g,
  ]
  const used = (): Set<string> => {
    const codes = new Set<string>()
    for (const { text, name } of [...sources('api/src'), ...sources('shared/src')]) {
      if (name.includes('testing')) continue
      for (const pattern of patterns)
        for (const [, code] of text.matchAll(pattern)) if (code !== undefined) codes.add(code)
    }
    return codes
  }
  /** Not messages: codes of errors, ids of fields, and what is only spelled alike. */
  const fields = new Set(allFields(parsePolicyPack(defaultPack)).map(({ id }) => id))
  const alike = new Set(['decision.pem', 'document.uploadedBy', 'kept', 'dropped'])
  const notMessages = (code: string) => /^[A-Z_]+$/.test(code) || fields.has(code) || alike.has(code)

  test('has en, fr and ar for every code that the source uses', () => {
    const card = new Set(
      sources('api/src').flatMap(({ text }) =>
        [...text.matchAll(/(?:cardIssue|tooLarge)\('(\w+)'/g)].map(([, code]) => code),
      ),
    )
    const lacking = [...used()]
      .map((code) => (card.has(code) ? `card.${code}` : code))
      .filter((code) => !notMessages(code))
      .filter((code) => ['en', 'fr', 'ar'].some((language) => !/\S/.test(catalogue[code]?.[language] ?? '')))
    expect(lacking).toEqual([])
    expect(used().size).toBeGreaterThan(120)
  })

  test.each([
    ['answerTooLong', { max: 500 }, '500 حرف'],
    ['answerTooLong', { max: 20_000 }, '20,000 حرف'],
    ['answerTooManyFiles', { max: 10 }, '10 ملفات'],
    ['answerTooManyFiles', { max: 1 }, 'ملفًا واحدًا'],
    ['answerTooManyRows', { max: 500 }, '500 صف'],
    ['fieldAddRows', { min: 2, rows: 1 }, 'صفين'],
    ['fieldAddRows', { min: 11, rows: 1 }, '11 صفًا'],
  ])('counts in Arabic as Arabic does: %s of %j', (code, params, counted) => {
    expect(` ${say('ar', code, { row: 0, label: 'x', ...params })} `).toMatch(new RegExp(` «?${counted}[ .،]`))
  })

  test('lets no line of French begin with a mark: the space before it does not break', () => {
    const breaking = Object.entries(catalogue)
      .filter(([, texts]) => / [:;?!»]|« |\d %/.test(texts['fr'] ?? ''))
      .map(([code]) => code)
    expect(breaking).toEqual([])
  })

  test('puts what somebody wrote, and the words of a question, into quotation marks', () => {
    const bare = Object.entries(catalogue).flatMap(([code, texts]) =>
      Object.entries(texts)
        .filter(([, text]) => /(?<![“«]\s?\u2068?)\{(question|label|field|party|tag|key)\}/.test(text))
        .map(([language]) => `${code} ${language}`),
    )
    expect(bare).toEqual([])
  })

  test('has the reasons of clocks, checks and classes that are put together from parts', () => {
    const reactions = readdirSync(join(root, 'api/src/reactions')).map((file) => `reactions/${file}`)
    const clocks = ['choreography.ts', ...reactions]
      .flatMap((file) => [
        ...readFileSync(join(root, 'api/src', file), 'utf8').matchAll(/startClock\(act, [\w.]+, '(\w+)'/g),
      ])
      .map(([, key]) => `clock.started.${key ?? ''}`)
    const checks = ['complete', 'filesClean', 'classComputed', 'signed'].flatMap((check) => [
      `check.${check}.passed`,
      `check.${check}.failed`,
    ])
    const others = [
      'notAvailable.advisoryPanel',
      'notAvailable.publicComment',
      'clock.started.missedDecision',
      'clock.weekend',
      'clock.holiday',
    ]
    expect(clocks.length).toBeGreaterThan(6)
    expect([...clocks, ...checks, ...others].filter((code) => catalogue[code] === undefined)).toEqual([])
  })

  /** Names of the params in a compiled message, in its branches too. */
  const paramsOf = (token: unknown): string[] => {
    if (Array.isArray(token))
      return token.flatMap((part) =>
        Array.isArray(part) ? [String(part[0]), ...paramsOf(part.slice(1))] : paramsOf(part),
      )
    return token !== null && typeof token === 'object' ? Object.values(token).flatMap(paramsOf) : []
  }
  test.each(Object.entries(catalogue))('%s reads in three languages, with the same params', (_, texts) => {
    expect(Object.keys(texts).toSorted()).toEqual(['ar', 'en', 'fr'])
    const english = new Set(paramsOf(compileMessage(texts['en'] ?? '')))
    for (const language of ['fr', 'ar'])
      for (const param of paramsOf(compileMessage(texts[language] ?? ''))) expect(english).toContain(param)
  })
})
