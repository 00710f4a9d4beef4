import type { Answers } from '@placet/shared/policy-pack/policy-pack.schema'

/** One published answer of the dossier, or why it is not shown. */
export interface PublishedField {
  section: string
  field: string
  label: string
  type: string
  value: unknown
  /** `notReported`, `confidential`, or null when the value is shown. */
  withheld: string | null
}

export type Row = Readonly<Record<string, unknown>>

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const shown = (fields: readonly PublishedField[], id: string): unknown => {
  const found = fields.find(({ field }) => field === id)
  return found && found.withheld === null ? found.value : null
}

/** The text of a field; null where it is not shown or is no text. */
export function textOf(fields: readonly PublishedField[], id: string): string | null {
  const value = shown(fields, id)
  return typeof value === 'string' && value !== '' ? value : null
}

/** The choices of a field; none where it is not shown. */
export function choicesOf(fields: readonly PublishedField[], id: string): string[] {
  const value = shown(fields, id)
  if (typeof value === 'string' && value !== '') return [value]
  return Array.isArray(value) ? value.filter((member) => typeof member === 'string') : []
}

/** The cells of each row of a table; none where it is not shown. */
export function rowsOf(fields: readonly PublishedField[], id: string): Row[] {
  const value = shown(fields, id)
  if (!Array.isArray(value)) return []
  return value.flatMap((row: unknown) => (isRecord(row) && isRecord(row['cells']) ? [row['cells']] : []))
}

/** The published answers by field, as the pack's functions take them. */
export function answersOf(fields: readonly PublishedField[]): Answers {
  return Object.fromEntries(
    fields.filter(({ withheld }) => withheld === null).map(({ field, value }) => [field, value]),
  )
}

/** The files of an answer by name and SHA-256, as the register keeps them. */
export function filesOf(value: unknown): { name: string; sha256: string }[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((file: unknown) =>
    isRecord(file) && typeof file['name'] === 'string'
      ? [{ name: file['name'], sha256: String(file['sha256'] ?? '') }]
      : [],
  )
}
