import * as z from 'zod/mini'
import { inconsistencies } from './consistency.ts'
import { languages, PolicyPack } from './pack-shape.ts'
import type { Lang, LocalPack, Text } from './pack-shape.ts'

export * from './pack-shape.ts'

/** A policy pack that cannot be used. `path` says where, as in `sections[3].fields[2].type`. */
export class PolicyPackError extends Error {
  readonly path: string

  constructor(path: string, reason: string) {
    super(path === '' ? `Policy pack: ${reason}` : `Policy pack, ${path}: ${reason}`)
    this.name = 'PolicyPackError'
    this.path = path
  }
}

/** "sections", 3, "fields" → `sections[3].fields` */
const pathText = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`),
    '',
  )

/** Reads one policy pack document. Throws `PolicyPackError` at the first part that is malformed or contradicts another. */
export const parsePolicyPack = (json: unknown): PolicyPack => {
  const parsed = z.safeParse(PolicyPack, json)
  if (!parsed.success) {
    const [first] = parsed.error.issues
    throw new PolicyPackError(pathText(first?.path ?? []), first?.message ?? 'malformed')
  }
  const [first] = inconsistencies(parsed.data)
  if (first) throw new PolicyPackError(first.path, first.reason)
  return parsed.data
}

const isText = (value: object): value is Text =>
  Object.keys(value).length === languages.length && languages.every((lang) => Object.hasOwn(value, lang))

const localise = (value: unknown, lang: Lang): unknown => {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((member) => localise(member, lang))
  if (isText(value)) return value[lang]
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, localise(member, lang)]))
}

/** The pack in one language: the same shape, with each text a plain string. This is what the API sends to the browser. */
export const localisePack = (pack: PolicyPack, lang: Lang): LocalPack => localise(pack, lang) as LocalPack
