import * as z from 'zod/mini'
import { isBlank } from './blank.ts'
import { SealProof } from '../signing/seal-proof.schema.ts'
import type { Unmet } from './process.ts'

/**
 * The GraphQL scalar of a schema whose own type does not tell it: an identifier and a date are strings to Zod. The api
 * asks this registry when it makes an input type of a schema.
 */
export const scalars = z.registry<{ scalar: 'ID' | 'Date' | 'JSON' }>()

const lineEnds = (text: string): string => text.replace(/\r\n?/g, '\n')

const wellFormed = z.refine<string>((text) => text.isWellFormed(), { error: 'inputNotText', abort: true })

// C0 and C1 controls. A text of several lines may hold tab and newline; a name stays in its line.
// eslint-disable-next-line no-control-regex
const noControlsButLines = z.refine<string>((text) => !/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(text), {
  error: 'inputControlCharacter',
})
// eslint-disable-next-line no-control-regex
const noControls = z.refine<string>((text) => !/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(text), {
  error: 'inputControlCharacter',
})

// Characters that turn the direction of what follows: in a name they let one thing read as another.
const noBidiControls = z.refine<string>((text) => !/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(text), {
  error: 'inputBidiControl',
})

const notEmpty = z.refine<string>((text) => !isBlank(text), { error: 'inputEmpty', abort: true })

/** One line that names something: trimmed, NFC, at least one and at most `most` UTF-16 units. */
export const name = (most: number) =>
  z.string().check(wellFormed, z.normalize('NFC'), z.trim(), notEmpty, z.maxLength(most), noControls, noBidiControls)

/** An e-mail address: one @ with something on both sides, no blanks; whether it exists is shown by a letter. */
export const email = z
  .string()
  .check(
    wellFormed,
    z.normalize('NFC'),
    z.trim(),
    notEmpty,
    z.maxLength(254),
    noControls,
    noBidiControls,
    z.regex(/^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+\.[^\s@<>,;:"()[\]\\]+$/, 'inputEmail'),
  )

/** Words of a person, in several lines perhaps: trimmed, NFC, never empty, at most `most` UTF-16 units. */
export const text = (most: number) =>
  z
    .string()
    .check(
      wellFormed,
      z.overwrite(lineEnds),
      z.normalize('NFC'),
      z.trim(),
      notEmpty,
      z.maxLength(most),
      noControlsButLines,
    )

/** As `text`, but a work in progress may still be empty; a guard asks for it when it counts. */
export const draftText = (most: number) =>
  z.string().check(
    wellFormed,
    z.overwrite(lineEnds),
    z.normalize('NFC'),
    z.trim(),
    z.maxLength(most),
    noControlsButLines,
    z.overwrite((written) => (isBlank(written) ? '' : written)),
  )

/** The text of a file as it stands, not trimmed, so that line numbers in it stay true. */
export const fileText = (most: number) =>
  z.string().check(wellFormed, z.overwrite(lineEnds), notEmpty, z.maxLength(most), noControlsButLines)

/** Why a person does something: kept in the record and read by the other side. */
export const reason = text(4000)

/** Identifier of a row. */
export const rowId = z.uuid().register(scalars, { scalar: 'ID' })

const keyForm = z.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'inputKey')

/** What the policy pack calls a field or a question. */
export const key = z.string().check(keyForm).register(scalars, { scalar: 'ID' })

/** What the policy pack calls a stage: a word, not an identifier, in the API. */
export const stageKey = z.string().check(keyForm)

/** As `key`, empty while nothing is chosen yet. */
export const draftKey = z
  .string()
  .check(z.regex(/^([A-Za-z0-9][A-Za-z0-9._-]{0,99})?$/, 'inputKey'))
  .register(scalars, { scalar: 'ID' })

const largestInt = 2 ** 31 - 1

/** The version of a row on which the person acted, from 1. */
export const version = z.int().check(z.minimum(1), z.maximum(largestInt))

/** The version of one answer on which the person wrote, 0 for one that was never saved. */
export const baseVersion = z.int().check(z.minimum(0), z.maximum(largestInt))

const isDay = (day: string): boolean => {
  const at = new Date(`${day}T00:00:00Z`)
  // A day that no calendar has, such as 30 February, comes back as another or not at all.
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day)
}

/** A day of the calendar, YYYY-MM-DD, from 1900 to 2200. */
export const day = z
  .string()
  .check(
    z.regex(/^(19\d\d|20\d\d|21\d\d|2200)-\d\d-\d\d$/, { error: 'inputDate', abort: true }),
    z.refine(isDay, 'inputDate'),
  )
  .register(scalars, { scalar: 'Date' })

const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype'])

const isPlainJson = (value: unknown, depth: number, isText: (text: string) => boolean): boolean => {
  if (value === null || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value === 'string') return isText(value)
  if (typeof value !== 'object' || depth === 0) return false
  if (Array.isArray(value)) return value.every((entry) => isPlainJson(entry, depth - 1, isText))
  return Object.entries(value).every(
    ([member, entry]) => !forbiddenKeys.has(member) && member.isWellFormed() && isPlainJson(entry, depth - 1, isText),
  )
}

const jsonOf = (isText: (text: string) => boolean) =>
  z.custom<unknown>((value) => isPlainJson(value, 6, isText), 'inputJson').register(scalars, { scalar: 'JSON' })

/** Any JSON value, at most six deep, without the keys that reach a prototype. Its meaning is the policy pack's. */
export const json = jsonOf((text) => text.isWellFormed())

/** As `json`, for a value that is judged by itself: half a character in its texts must not refuse what comes beside it. */
export const jsonToJudge = jsonOf(() => true)

/** A list of at most `most` entries. */
export const listOf = <T extends z.core.SomeType>(entry: T, most: number) => z.array(entry).check(z.maxLength(most))

/** Every command: made once by the client for one intent, so that a retried click is not a second event. */
export const command = { commandId: z.uuidv4().register(scalars, { scalar: 'ID' }) }

/** A command about a row that exists. */
export const commandOn = { ...command, id: rowId }

/** A command that moves a row, which must still be as the person saw it. */
export const commandOnVersion = { ...commandOn, version }

/** A command that seals: the ceremony that froze the record, and proof of the person again. */
export const sealing = { ceremonyId: rowId, proof: SealProof.register(scalars, { scalar: 'JSON' }) }

/** Each fault of an input as a code with its numbers, and the path of the field: `questions/0/reason`. */
export const inputFaults = (error: { issues: readonly z.core.$ZodIssue[] }): (Unmet & { at: string })[] =>
  error.issues.flatMap((issue) => {
    const at = issue.path.map(String).join('/')
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((member) => ({ code: 'inputUnknownField', at: at === '' ? member : `${at}/${member}` }))
    }
    return [{ ...faultOf(issue), at }]
  })

const faultOf = (issue: z.core.$ZodIssue): Unmet => {
  switch (issue.code) {
    case 'too_small':
      if (issue.origin === 'string') return { code: 'inputEmpty' }
      if (issue.origin === 'array') return { code: 'inputTooFew', params: { least: Number(issue.minimum) } }
      return { code: 'inputTooSmall', params: { least: Number(issue.minimum) } }
    case 'too_big':
      if (issue.origin === 'string') return { code: 'inputTooLong', params: { most: Number(issue.maximum) } }
      if (issue.origin === 'array') return { code: 'inputTooMany', params: { most: Number(issue.maximum) } }
      return { code: 'inputTooBig', params: { most: Number(issue.maximum) } }
    case 'invalid_type':
      return { code: 'inputMissing' }
    case 'invalid_value':
      return { code: 'inputChoice' }
    case 'invalid_format':
      return { code: issue.format === 'uuid' ? 'inputId' : issue.message }
    case 'custom':
      return { code: issue.message }
    default:
      return { code: 'inputMissing' }
  }
}
