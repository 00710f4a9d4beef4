import { axesUncovered } from '@placet/shared/policy-pack/subgroup-coverage'
import type { Answers } from '@placet/shared/policy-pack/policy-pack.schema'
import type { Field, Pack } from '../pack.ts'

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** A new row's id: eight characters, made here, unique within its table. */
export function newRowId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => letters[byte % letters.length]).join('')
}

/** Cells of rows that the rules still ask for: a reason for each axis that has no result by group. */
export function proposedRows(pack: Pack, field: Field, answers: Answers): Record<string, unknown>[] {
  if (field.id !== 'subgroupGaps') return []
  return axesUncovered(pack, answers).map((axis) => ({ axis: axis.id }))
}
