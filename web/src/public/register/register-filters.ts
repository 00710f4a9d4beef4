import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'

/** WHO's five uses of large multi-modal models in health, as the policy pack names them. */
export const uses = {
  diagnosisClinicalCare: msg`Diagnosis and clinical care`,
  patientGuided: msg`Use guided by patients`,
  clericalAdministrative: msg`Clerical and administrative tasks`,
  educationTraining: msg`Education of health workers`,
  researchDrugDevelopment: msg`Research and drug development`,
} as const satisfies Record<string, MessageDescriptor>

/** Statuses that the register can be searched for. */
export const statuses = [
  'approved',
  'approvedWithConditions',
  'refused',
  'suspended',
  'expired',
  'superseded',
  'surrendered',
  'revoked',
] as const

export const riskClasses = ['I', 'II', 'III', 'IV'] as const

export interface RegisterFilters {
  q: string | null
  status: (typeof statuses)[number] | null
  use: keyof typeof uses | null
  riskClass: (typeof riskClasses)[number] | null
  after: string | null
}

const one = <Value extends string>(known: readonly Value[], value: string | null): Value | null =>
  known.find((candidate) => candidate === value) ?? null

const isUse = (value: string | null): value is keyof typeof uses => value !== null && Object.hasOwn(uses, value)

/** Words to search for: no name holds control characters, so they part words at most. */
const wordsOf = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 200)

/** The filters that an address carries; what the register does not know is left out. */
export function readRegisterFilters(search: URLSearchParams): RegisterFilters {
  const use = search.get('use')
  return {
    q: wordsOf(search.get('q') ?? '') || null,
    status: one(statuses, search.get('status')),
    use: isUse(use) ? use : null,
    riskClass: one(riskClasses, search.get('class')),
    after: search.get('after'),
  }
}

/** The same address with one filter set, or taken away by null; the list begins at its first page again. */
export function withRegisterFilter(search: URLSearchParams, name: string, value: string | null): URLSearchParams {
  const next = new URLSearchParams(search)
  if (value === null || value === '') next.delete(name)
  else next.set(name, value)
  next.delete('after')
  next.delete('from')
  return next
}
