import { holds } from './condition.ts'
import { allFields, findField } from './fields.ts'
import type { AnyPack, Answers, PackField, PackSection } from './pack-shape.ts'
import { classify } from './risk-class.ts'

const shows = (pack: AnyPack, visibleWhen: PackField['visibleWhen'], answers: Answers): boolean =>
  visibleWhen === undefined || holds(visibleWhen, answers, pack)

const visibleIds = (pack: AnyPack, answers: Answers): Set<string> => {
  const sections: readonly PackSection[] = pack.sections
  return new Set(
    sections
      .filter((section) => shows(pack, section.visibleWhen, answers))
      .flatMap((section) => section.fields.filter((field) => shows(pack, field.visibleWhen, answers)))
      .map((field) => field.id),
  )
}

const withClass = (pack: AnyPack, answers: Answers): Answers => ({
  ...answers,
  riskClass: classify(pack, answers).riskClass,
})

/**
 * The answers that count: those of visible fields, with the computed `riskClass` added (null until it is known).
 * An answer that was given before its question was hidden demands nothing, decides nothing and is not published.
 */
export const answersInForce = (pack: AnyPack, answers: Answers): Answers => {
  const stored = Object.fromEntries(
    Object.entries(answers).filter(([id]) => {
      const field = findField(pack, id)
      return field !== undefined && !field.computed
    }),
  )
  let inForce = withClass(pack, stored)
  // Hiding one answer may hide the next; each round goes one step further down such a chain.
  for (let round = 0; round < pack.sections.length; round += 1) {
    const visible = visibleIds(pack, inForce)
    const kept = withClass(pack, Object.fromEntries(Object.entries(stored).filter(([id]) => visible.has(id))))
    if (Object.keys(kept).length === Object.keys(inForce).length) return kept
    inForce = kept
  }
  return inForce
}

/** The sections that the applicant sees, each with only its visible fields. */
export const visibleSections = <P extends AnyPack>(
  pack: P,
  answers: Answers,
): { section: PackSection<P>; fields: PackField<P>[] }[] => {
  const inForce = answersInForce(pack, answers)
  const visible = visibleIds(pack, inForce)
  const sections: readonly PackSection[] = pack.sections
  return sections
    .filter((section) => shows(pack, section.visibleWhen, inForce))
    .map((section) => ({
      section: section as PackSection<P>,
      fields: section.fields.filter((field) => visible.has(field.id)) as PackField<P>[],
    }))
}

/** The fields whose answers the dossier needs now; computed ones need none. */
export const requiredFields = <P extends AnyPack>(pack: P, answers: Answers): PackField<P>[] => {
  const inForce = answersInForce(pack, answers)
  const visible = visibleIds(pack, inForce)
  return allFields(pack).filter(
    (field) =>
      !field.computed &&
      visible.has(field.id) &&
      (field.required || (field.requiredWhen !== undefined && holds(field.requiredWhen, inForce, pack))),
  )
}
