import { randomUUID } from 'node:crypto'
import pg from 'pg'

/** A statement as it went to the server. */
export type Statement = { readonly text: string; readonly values: readonly unknown[] }

type Query = (this: pg.Client, ...args: unknown[]) => unknown

/** Listens to every statement that this process sends while `work` runs, in order. */
export async function record(work: () => Promise<void>): Promise<Statement[]> {
  const statements: Statement[] = []
  const prototype = pg.Client.prototype as unknown as { query: Query }
  const original = prototype.query
  prototype.query = function (...args) {
    const [first, second] = args
    if (typeof first === 'string') statements.push({ text: first, values: Array.isArray(second) ? second : [] })
    else if (typeof first === 'object' && first !== null && 'text' in first && typeof first.text === 'string') {
      const values: unknown = 'values' in first ? first.values : second
      statements.push({ text: first.text, values: Array.isArray(values) ? values : [] })
    }
    return original.apply(this, args)
  }
  try {
    await work()
  } finally {
    prototype.query = original
  }
  return statements
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** Every UUID that stands in the values of the statements, inside of JSON texts too. */
export function uuidsOf(statements: readonly Statement[]): Set<string> {
  const found = new Set<string>()
  const look = (value: unknown): void => {
    if (typeof value === 'string') for (const [id] of value.matchAll(uuid)) found.add(id)
    else if (Array.isArray(value)) value.forEach(look)
  }
  for (const { values } of statements) values.forEach(look)
  return found
}

/**
 * The same statements by hand: sends them on one connection, each prepared once, with every UUID that changes from call
 * to call replaced: `from` by `to`, all others by new ones. `constant` are the UUIDs that two recordings have in common.
 */
export async function replay(
  client: pg.PoolClient,
  statements: readonly Statement[],
  constant: ReadonlySet<string>,
  from: string,
  to: string,
): Promise<void> {
  const given = new Map([[from, to]])
  const renewed = (text: string): string =>
    text.replaceAll(uuid, (id) => {
      if (constant.has(id)) return id
      const known = given.get(id)
      if (known) return known
      const fresh = randomUUID()
      given.set(id, fresh)
      return fresh
    })
  const renew = (value: unknown): unknown => {
    if (typeof value === 'string') return renewed(value)
    return Array.isArray(value) ? value.map(renew) : value
  }
  for (const [order, { text, values }] of statements.entries()) {
    if (values.length === 0) await client.query(text)
    else await client.query({ name: `by-hand-${order}`, text, values: values.map(renew) })
  }
}
