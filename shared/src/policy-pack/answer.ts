import { findField } from './fields.ts'
import { isRealDate } from './real-date.ts'
import { optionsOf } from './options.ts'
import type { AgencySettings } from './options.ts'
import type { AnyPack, Answers, PackColumn, PackField } from './pack-shape.ts'
import { characterFault } from './text-characters.ts'

/**
 * Whether one answer is well-formed. Its shape by field type (JSON), null for an empty answer of any type:
 * text, longText, url, select: string · multiSelect: string[] · number, percent: number · date: "YYYY-MM-DD" ·
 * boolean: true or false · file: document ids, string[] · person: { name, role, email, phone? } ·
 * table, metricTable: [{ id: 8 characters, unique in the table, cells: { [column id]: value by column type } }].
 * What is missing is no matter of form: see `unmetRequirements`.
 */

export const answerLimits = {
  text: 500,
  longText: 20_000,
  url: 2000,
  email: 254,
  phone: 40,
  rows: 500,
  files: 10,
  magnitude: 1e12,
} as const

/**
 * `path` is `field`, `field/part` of a person, or `field/row id/column`. `params` name the field and column by id;
 * `row` counts from 1, and is 0 outside a table.
 */
export type Issue = { path: string; code: string; params: Record<string, string | number> }

/** What the portal knows of an uploaded file. */
export type KnownDocument = { mediaType: string | null; state: 'received' | 'scanning' | 'clean' | 'rejected' }

export type AnswerContext<P extends AnyPack = AnyPack> = {
  /** The other answers of the dossier: some choices follow them. */
  answers: Answers
  agency?: AgencySettings<P>
  /** Today in the agency's time zone, "YYYY-MM-DD"; without it no date is compared with today. */
  today?: string
  /** The documents of this submission; without it ids are checked for their form only. */
  findDocument?: (id: string) => KnownDocument | undefined
}

type Spot = { path: string; params: Record<string, string | number> }
type Checked = PackField | PackColumn
type Check = (value: unknown, spec: Checked, spot: Spot, about: About) => Issue[]
type About = { pack: AnyPack; context: AnswerContext; row: Readonly<Record<string, unknown>> }

const fault = (code: string, { path, params }: Spot, more: Record<string, string | number> = {}): Issue[] => [
  { path, code, params: { ...params, ...more } },
]
const none: Issue[] = []

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const text =
  (most: number, inField: 'line' | 'prose'): Check =>
  (value, spec, spot) => {
    if (typeof value !== 'string') return fault('answerShape', spot)
    const max = spec.maxLength ?? most
    const kind = inField === 'line' && 'column' in spot.params ? 'cell' : inField
    const character = characterFault(value, kind)
    if (character !== null) return fault(character, spot)
    return [...value].length > max ? fault('answerTooLong', spot, { max }) : none
  }

const allowed = (spec: Checked, { pack, context, row }: About): Set<string> =>
  new Set(optionsOf(pack, spec, context.answers, row, context.agency).map((option) => option.value))

const select: Check = (value, spec, spot, about) =>
  typeof value === 'string' && allowed(spec, about).has(value) ? none : fault('answerNotAnOption', spot)

const multiSelect: Check = (value, spec, spot, about) => {
  if (!Array.isArray(value)) return fault('answerShape', spot)
  const options = allowed(spec, about)
  if (!value.every((member) => typeof member === 'string' && options.has(member)))
    return fault('answerNotAnOption', spot)
  if (new Set(value).size < value.length) return fault('answerRepeatedChoice', spot)
  return value.length > 1 && value.includes('none') ? fault('answerNoneWithOthers', spot) : none
}

const number =
  (least?: number, most?: number): Check =>
  (value, spec, spot) => {
    const min = spec.min ?? least
    const max = spec.max ?? most
    if (typeof value !== 'number' || !Number.isFinite(value)) return fault('answerNotANumber', spot)
    if (Math.abs(value) > answerLimits.magnitude) return fault('answerNumberTooLarge', spot)
    if (spec.integer && !Number.isInteger(value)) return fault('answerNotWhole', spot)
    const isOutside = (min !== undefined && value < min) || (max !== undefined && value > max)
    if (!isOutside) return none
    if (min !== undefined && max !== undefined) return fault('answerNumberBetween', spot, { min, max })
    return min === undefined
      ? fault('answerNumberAtMost', spot, { max: max ?? 0 })
      : fault('answerNumberAtLeast', spot, { min })
  }

const date: Check = (value, spec, spot, { context: { today } }) => {
  if (!isRealDate(value)) return fault('answerNotADate', spot)
  if (today !== undefined && spec.dateMust === 'past' && value > today) return fault('answerDateNotPast', spot)
  if (today !== undefined && spec.dateMust === 'future' && value < today) return fault('answerDateNotFuture', spot)
  return none
}

const boolean: Check = (value, _spec, spot) => (typeof value === 'boolean' ? none : fault('answerShape', spot))

const url: Check = (value, _spec, spot) => {
  if (typeof value !== 'string' || value.length > answerLimits.url || /\s/.test(value))
    return fault('answerNotAUrl', spot)
  if (characterFault(value, 'line') !== null || !URL.canParse(value)) return fault('answerNotAUrl', spot)
  const { protocol, username, password } = new URL(value)
  const isWeb = protocol === 'https:' || protocol === 'http:'
  return isWeb && username === '' && password === '' ? none : fault('answerNotAUrl', spot)
}

const documentId = /^[A-Za-z0-9_-]{1,64}$/

const file: Check = (value, spec, spot, { context: { findDocument } }) => {
  if (!Array.isArray(value) || !value.every((id) => typeof id === 'string' && documentId.test(id)))
    return fault('answerShape', spot)
  if (value.length > answerLimits.files) return fault('answerTooManyFiles', spot, { max: answerLimits.files })
  if (new Set(value).size < value.length) return fault('answerRepeatedChoice', spot)
  if (findDocument === undefined) return none
  const accepted = spec.accept?.split(',').map((type) => type.trim())
  for (const document of value.map(findDocument)) {
    if (document === undefined) return fault('answerFileUnknown', spot)
    if (document.state === 'rejected') return fault('answerFileRejected', spot)
    // The type is only known once the file has been received whole.
    if (accepted && document.mediaType !== null && !accepted.includes(document.mediaType))
      return fault('answerFileType', spot, {
        accept: accepted.map((type) => type.split('/').at(-1)?.toUpperCase()).join(', '),
      })
  }
  return none
}

const email = /^[^\s@<>(),;:"]+@[^\s@<>(),;:"]+\.[^\s@<>(),;:"]+$/
const phone = /^\+?[0-9 ().\-/]{3,40}$/

const person: Check = (value, _spec, spot) => {
  if (!isRecord(value)) return fault('answerShape', spot)
  const keys = Object.keys(value)
  const isComplete = ['name', 'role', 'email'].every((key) => keys.includes(key))
  if (!isComplete || keys.some((key) => !['name', 'role', 'email', 'phone'].includes(key)))
    return fault('answerShape', spot)
  return keys.flatMap((key) => {
    const part = { path: `${spot.path}/${key}`, params: { ...spot.params, part: key } }
    const entry = value[key]
    if (key === 'phone' && entry === null) return none
    if (typeof entry !== 'string') return fault('answerShape', part)
    const character = characterFault(entry, 'line')
    if (character !== null) return fault(character, part)
    const max = key === 'email' ? answerLimits.email : answerLimits.text
    if (entry.length > max) return fault('answerTooLong', part, { max })
    if (key === 'email' && entry !== '' && !email.test(entry)) return fault('answerNotAnEmail', part)
    return key === 'phone' && entry !== '' && !phone.test(entry) ? fault('answerNotAPhone', part) : none
  })
}

const checks: Record<Exclude<Checked['type'], 'table' | 'metricTable'>, Check> = {
  text: text(answerLimits.text, 'line'),
  longText: text(answerLimits.longText, 'prose'),
  select,
  multiSelect,
  number: number(),
  percent: number(0, 100),
  date,
  boolean,
  url,
  file,
  person,
}

const rowId = /^[A-Za-z0-9_-]{8}$/

/** The interval encloses the estimate: ciLow ≤ estimate ≤ ciHigh, as far as they are given. */
const intervalFaults = (cells: Readonly<Record<string, unknown>>, spotOf: (column: string) => Spot): Issue[] => {
  const [low, estimate, high] = ['ciLow', 'estimate', 'ciHigh'].map((column) => cells[column])
  const above = (a: unknown, b: unknown) => typeof a === 'number' && typeof b === 'number' && a > b
  return [
    ...(above(low, estimate) || above(low, high) ? fault('answerIntervalLow', spotOf('ciLow')) : none),
    ...(above(estimate, high) ? fault('answerIntervalHigh', spotOf('ciHigh')) : none),
  ]
}

const checkRow = (pack: AnyPack, field: PackField, row: unknown, at: number, context: AnswerContext): Issue[] => {
  const columns: readonly PackColumn[] = field.columns ?? []
  const rowSpot = { path: `${field.id}/${at}`, params: { field: field.id, row: at + 1 } }
  if (!isRecord(row) || Object.keys(row).some((key) => key !== 'id' && key !== 'cells'))
    return fault('answerShape', rowSpot)
  const { id, cells } = row
  if (typeof id !== 'string' || !rowId.test(id)) return fault('answerRowId', rowSpot)
  if (!isRecord(cells)) return fault('answerShape', rowSpot)
  const spotOf = (column: string): Spot => ({
    path: `${field.id}/${id}/${column}`,
    params: { field: field.id, row: at + 1, column },
  })
  const issues = Object.keys(cells).flatMap((key) => {
    const column = columns.find((each) => each.id === key)
    if (column === undefined) return fault('answerUnknownColumn', rowSpot)
    if (column.computed) return fault('answerComputed', spotOf(key))
    const value = cells[key]
    return value === null || value === ''
      ? none
      : checks[column.type](value, column, spotOf(key), { pack, context, row: cells })
  })
  return issues.length > 0 ? issues : intervalFaults(cells, spotOf)
}

const checkTable = (pack: AnyPack, field: PackField, value: unknown, context: AnswerContext): Issue[] => {
  const spot = { path: field.id, params: { field: field.id, row: 0 } }
  if (!Array.isArray(value)) return fault('answerShape', spot)
  if (value.length > answerLimits.rows) return fault('answerTooManyRows', spot, { max: answerLimits.rows })
  const ids = value.map((row: unknown) => (isRecord(row) ? row['id'] : undefined))
  const twice = ids.findIndex((id, at) => typeof id === 'string' && ids.indexOf(id) !== at)
  if (twice >= 0)
    return fault('answerRowId', { path: `${field.id}/${twice}`, params: { field: field.id, row: twice + 1 } })
  return value.flatMap((row: unknown, at) => checkRow(pack, field, row, at, context))
}

/** What is malformed in one answer; empty when it may be stored. */
export const checkAnswer = <P extends AnyPack>(
  pack: P,
  fieldId: string,
  value: unknown,
  context: AnswerContext<P>,
): Issue[] => {
  const field: PackField | undefined = findField<AnyPack>(pack, fieldId)
  if (field === undefined) return [{ path: 'field', code: 'answerUnknownField', params: {} }]
  const spot = { path: field.id, params: { field: field.id, row: 0 } }
  if (field.computed || field.readOnly) return fault('answerComputed', spot)
  if (value === null) return none
  if (field.type === 'table' || field.type === 'metricTable') return checkTable(pack, field, value, context)
  return checks[field.type](value, field, spot, { pack, context, row: {} })
}
