import { isBlank } from '../kernel/blank.ts'
import type { AnyPack, Answers, Condition } from './pack-shape.ts'

/** The value of one field, never one inherited from a prototype; null when unanswered. */
export const answerOf = (answers: Answers, field: string): unknown =>
  Object.hasOwn(answers, field) ? (answers[field] ?? null) : null

/** Null, blank text, an empty list: nothing was answered. `false` and 0 are answers. */
export const isAnswered = (value: unknown): boolean =>
  value !== null &&
  value !== undefined &&
  !(typeof value === 'string' && isBlank(value)) &&
  !(Array.isArray(value) && value.length === 0)

/**
 * Does a condition of the pack hold for these answers? A leaf over an unanswered field is false, so `not` of it is
 * true. `riskClass` is read like any field: see `answersInForce`. A derived condition needs the pack that names it.
 */
export const holds = (condition: Condition, answers: Answers, pack?: AnyPack): boolean => {
  if ('anyOf' in condition) return condition.anyOf.some((part) => holds(part, answers, pack))
  if ('allOf' in condition) return condition.allOf.every((part) => holds(part, answers, pack))
  if ('not' in condition) return !holds(condition.not, answers, pack)
  if ('derived' in condition) {
    const derived = pack?.vocabularies.derived[condition.derived]
    return derived !== undefined && holds(derived, answers, pack)
  }
  const value = answerOf(answers, condition.field)
  if ('equals' in condition) return value === condition.equals
  return Array.isArray(value) && value.includes(condition.includes)
}
