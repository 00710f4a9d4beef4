import { Field, ObjectType } from '@nestjs/graphql'
import { isRowId } from './db/rows.ts'
import { badInput } from './errors.ts'

@ObjectType()
export class PageInfo {
  @Field(() => Boolean) hasNextPage: boolean
  @Field(() => Boolean) hasPreviousPage: boolean
  @Field(() => String, { nullable: true }) startCursor: string | null
  @Field(() => String, { nullable: true }) endCursor: string | null
}

const largest = 100

/** Rows a page may have: 1 to 100. */
export function pageSize(first: number): number {
  if (!Number.isInteger(first) || first < 1 || first > largest) throw badInput(`first must be between 1 and ${largest}`)
  return first
}

/**
 * Rows to read for a page of `first`, one more than it has at least. Written into the statement, for a plan made for any
 * values must know that few rows are wanted; and one of three, so that the texts stay few.
 */
export const rowsFor = (first: number): number => [26, 51, 101].find((rows) => rows > first) ?? largest + 1

export const cursorOf = (...keys: (string | number | null)[]): string =>
  Buffer.from(JSON.stringify(keys)).toString('base64url')

/** What the keys of a list's cursor are: a moment (also 'infinity'), a day, a row's id, a running number, words. */
type CursorKey = 'moment' | 'day' | 'id' | 'number' | 'text'

const isDay = (day: string) => {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? []
  if (date === undefined || year === '0000') return false
  const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(date)))
  return at.getUTCMonth() === Number(month) - 1 && at.getUTCDate() === Number(date)
}
const timeOfDay = /^[ T]([01]\d|2[0-3])(:[0-5]\d){2}(\.\d{1,6})?(Z|[+-](0\d|1[0-5])(:[0-5]\d)?)$/

const fits: Record<CursorKey, (key: string) => boolean> = {
  moment: (key) => key === 'infinity' || (isDay(key.slice(0, 10)) && timeOfDay.test(key.slice(10))),
  day: isDay,
  id: isRowId,
  number: (key) => /^\d{1,18}$/.test(key),
  text: (key) => key.isWellFormed() && !key.includes('\0'),
}

/** The keys of a cursor that `cursorOf` made; anything else is refused before the database sees it. */
export function keysOf(cursor: string | null | undefined, kinds: readonly CursorKey[]): string[] | null {
  if (cursor === null || cursor === undefined) return null
  try {
    const keys: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (Array.isArray(keys) && keys.length === kinds.length) {
      const texts = keys.map((key: unknown) => (typeof key === 'string' ? key : ''))
      if (kinds.every((kind, index) => fits[kind](texts[index] ?? ''))) return texts
    }
  } catch {
    // falls through: not one of ours
  }
  throw badInput('this cursor is not one of ours')
}

// eslint-disable-next-line no-control-regex -- naming control characters is the purpose
const controls = /[\u0000-\u001f\u007f-\u009f]/g

/** What a reader searches for, as the database can take it: at most 200 characters, no broken ones, no controls. */
export const searchWords = (words: string | null | undefined): string =>
  (words ?? '').toWellFormed().replace(controls, ' ').trim().slice(0, 200).toWellFormed()

/** A page out of `rowsFor(first)` rows. */
export function pageOf<Row, Node>(
  rows: readonly Row[],
  first: number,
  after: string | null | undefined,
  edge: (row: Row) => { cursor: string; node: Node },
): { edges: { cursor: string; node: Node }[]; pageInfo: PageInfo } {
  const edges = rows.slice(0, first).map(edge)
  return {
    edges,
    pageInfo: {
      hasNextPage: rows.length > first,
      hasPreviousPage: after !== null && after !== undefined,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  }
}
