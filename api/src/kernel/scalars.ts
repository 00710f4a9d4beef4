import { GraphQLError, GraphQLScalarType, Kind } from 'graphql'
import type { ValueNode } from 'graphql'

const badInput = (what: string) => new GraphQLError(what, { extensions: { code: 'BAD_USER_INPUT' } })

export const DateTime = new GraphQLScalarType({
  name: 'DateTime',
  description: 'A moment, ISO 8601 in UTC.',
  serialize: (value) => (value instanceof Date ? value.toISOString() : String(value)),
  parseValue(value) {
    const date = new Date(String(value))
    if (Number.isNaN(date.getTime())) throw badInput('not a moment')
    return date
  },
})

export const DateOnly = new GraphQLScalarType({
  name: 'Date',
  description: 'A calendar day, YYYY-MM-DD.',
  serialize: (value) => (value instanceof Date ? value.toISOString().slice(0, 10) : String(value).slice(0, 10)),
  parseValue(value) {
    if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) throw badInput('not a day')
    return value
  },
  parseLiteral(node) {
    if (node.kind !== Kind.STRING || !/^\d{4}-\d{2}-\d{2}$/.test(node.value)) throw badInput('not a day')
    return node.value
  },
})

const forbidden = new Set(['__proto__', 'constructor', 'prototype'])

/** Copies into fresh objects; keys that reach prototypes are refused. */
function fresh(value: unknown, depth = 0): unknown {
  if (depth > 12) throw badInput('nested too deeply')
  if (Array.isArray(value)) return value.map((element) => fresh(element, depth + 1))
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => {
        if (forbidden.has(key)) throw badInput('a key is not allowed')
        return [key, fresh(inner, depth + 1)]
      }),
    )
  return value
}

function literal(node: ValueNode, variables: Record<string, unknown> | null | undefined): unknown {
  switch (node.kind) {
    case Kind.STRING:
    case Kind.BOOLEAN:
    case Kind.ENUM:
      return node.value
    case Kind.INT:
    case Kind.FLOAT:
      return Number(node.value)
    case Kind.LIST:
      return node.values.map((value) => literal(value, variables))
    case Kind.OBJECT:
      return Object.fromEntries(node.fields.map(({ name, value }) => [name.value, literal(value, variables)]))
    case Kind.VARIABLE:
      return variables?.[node.name.value]
    default:
      return null
  }
}

export const Json = new GraphQLScalarType({
  name: 'JSON',
  description: 'JSON value, parsed by a schema of `shared`.',
  serialize: (value) => value,
  parseValue: (value) => fresh(value),
  parseLiteral: (node, variables) => fresh(literal(node, variables)),
})
