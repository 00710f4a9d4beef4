import { Field, Float, ID, InputType, Int } from '@nestjs/graphql'
import type { PipeTransform, Type } from '@nestjs/common'
import { inputFaults, scalars } from '@placet/shared/kernel/input'
import type * as z from 'zod/mini'
import { RefusedInput } from './refusal.ts'
import { DateOnly, Json } from './scalars.ts'

type Schema = z.ZodMiniType
type Definition = {
  type: string
  shape?: Record<string, Schema>
  element?: Schema
  innerType?: Schema
  format?: string
  checks?: { _zod: { def: { check?: string; format?: string } } }[]
}

const made = new Map<string, Type<unknown>>()

/**
 * The GraphQL input type of a Zod object of `shared`, made once per name; the schema stays the only place where the shape is written.
 * Nested objects of a list become `<Singular>Input` by the name given in `nested`.
 */
export function zodInput(name: string, schema: Schema, nested: Record<string, string> = {}): Type<unknown> {
  const known = made.get(name)
  if (known !== undefined) return known
  const type = { [name]: class {} }[name] as Type<unknown>
  made.set(name, type)
  InputType(name)(type)
  const { shape } = definitionOf(schema)
  if (shape === undefined) throw new Error(`${name} is not an object schema`)
  for (const [key, value] of Object.entries(shape)) {
    const { inner, nullable } = unwrap(value)
    const one = definitionOf(inner)
    const list = one.type === 'array'
    const element = list && one.element !== undefined ? unwrap(one.element).inner : inner
    const of = typeOf(key, element, nested)
    Field(() => (list ? [of] : of) as Type<unknown>, { nullable })(type.prototype as object, key)
  }
  return type
}

function definitionOf(schema: Schema): Definition {
  return (schema as unknown as { _zod: { def: Definition } })._zod.def
}

function unwrap(schema: Schema): { inner: Schema; nullable: boolean } {
  const { type, innerType } = definitionOf(schema)
  if (scalars.has(schema)) return { inner: schema, nullable: false }
  if ((type === 'optional' || type === 'nullable' || type === 'default') && innerType !== undefined)
    return { inner: unwrap(innerType).inner, nullable: true }
  if (type === 'pipe') return unwrap((definitionOf(schema) as unknown as { in: Schema }).in)
  return { inner: schema, nullable: false }
}

const named = { ID, Date: DateOnly, JSON: Json } as const

function typeOf(key: string, schema: Schema, nested: Record<string, string>): unknown {
  const scalar = scalars.get(schema)?.scalar
  if (scalar !== undefined) return named[scalar]
  const { type, checks, format } = definitionOf(schema)
  switch (type) {
    case 'string':
    case 'enum':
    case 'literal':
      return String
    case 'boolean':
      return Boolean
    case 'number':
      return format?.includes('int') === true || checks?.some((check) => check._zod.def.format?.includes('int'))
        ? Int
        : Float
    case 'object': {
      const name = nested[key]
      if (name === undefined) throw new Error(`the nested input ${key} has no name`)
      return zodInput(name, schema, nested)
    }
    default:
      return Json
  }
}

/** Parses with the same schema that the form uses; throws `RefusedInput`, which comes back as `Invalid`. */
export function valid(schema: Schema): PipeTransform {
  return {
    transform(value: unknown) {
      const parsed = schema.safeParse(value)
      if (parsed.success) return parsed.data
      throw new RefusedInput(
        inputFaults(parsed.error).map(({ code, params, at }) => ({
          path: at,
          code,
          ...(params === undefined ? {} : { params }),
        })),
      )
    },
  }
}
