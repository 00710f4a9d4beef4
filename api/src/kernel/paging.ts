import { Field, ObjectType } from '@nestjs/graphql'
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

export const cursorOf = (...keys: (string | number | null)[]): string =>
  Buffer.from(JSON.stringify(keys)).toString('base64url')

/** The keys of a cursor that `cursorOf` made; anything else is refused. */
export function keysOf(cursor: string | null | undefined, count: number): (string | number | null)[] | null {
  if (cursor === null || cursor === undefined) return null
  try {
    const keys: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (
      Array.isArray(keys) &&
      keys.length === count &&
      keys.every((key) => key === null || ['string', 'number'].includes(typeof key))
    )
      return keys as (string | number | null)[]
  } catch {
    // falls through: not one of ours
  }
  throw badInput('this cursor is not one of ours')
}

/** A page out of one row more than asked for. */
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
