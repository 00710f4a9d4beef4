import type { Answers } from '@placet/shared/policy-pack/policy-pack.schema'
import type { ShownDocument } from '../document-link.tsx'
import type { Field, Pack } from '../pack.ts'
import type { Unfinished } from './upload.ts'

/** What an editor of any type is given. Values are JSON as the server stores them; an empty one is null. */
export interface EditorProps {
  field: Field
  /** Id of the control (of the group, where there are several); the error summary leads here. */
  id: string
  value: unknown
  pack: Pack
  /** All answers as they stand on the page: some choices follow them. */
  answers: Answers
  required: boolean
  /** The message under the control. */
  error?: string | undefined
  /** The server's messages for parts of a value: `field/row id/column`, `field/part`. */
  issues: readonly { path: string; message: string }[]
  files: FileDoor
  onChange: (value: unknown) => void
  onLeave: () => void
  /** Something was typed that is no value yet, such as "abc" for a number; null when that is over. */
  onProblem: (problem: string | null) => void
}

/** Where files of this dossier go in, and what is known of those that are in. */
export interface FileDoor {
  submissionId: string
  documents: readonly ShownDocument[]
  /** Files that an earlier page of the same person began to send. */
  unfinished: readonly Unfinished[]
  /** A file has arrived, or one was given up: names and states can be read. */
  onArrived: () => void
}

/** Id of a field's control, as the error summary and a link from elsewhere know it. */
export function controlId(field: string): string {
  return `f-${field}`
}

/** Id of the control of one cell of a table. */
export function cellId(field: string, row: string, column: string): string {
  return `f-${field}-${row}-${column}`
}

/** Text as stored: an empty one is null. Spaces within stay, so that typing is not disturbed. */
export function textOrNull(text: string): string | null {
  return text === '' ? null : text
}

export function asText(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

export function asList(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((member): member is string => typeof member === 'string') : []
}

/**
 * Reads a number as people type it: with a decimal comma or point, and spaces between thousands.
 *
 * @returns null for an empty text, undefined for one that is no number.
 */
export function readNumber(text: string): number | null | undefined {
  const plain = text.replace(/[\s\u00a0\u202f']/g, '').replace(/[٠-٩]/g, (digit) => String('٠١٢٣٤٥٦٧٨٩'.indexOf(digit)))
  if (plain === '') return null
  if (!/^[+-]?(\d+([.,٫]\d*)?|[.,٫]\d+)$/.test(plain)) return undefined
  return Number(plain.replace(/[,٫]/, '.'))
}
