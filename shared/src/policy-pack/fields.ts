import type { AnyPack, PackField, PackSection } from './pack-shape.ts'

type Place = { section: PackSection; field: PackField }

// A pack is immutable once parsed, so its index is built once and lives as long as the pack.
const indexes = new WeakMap<AnyPack, ReadonlyMap<string, Place>>()

const indexOf = (pack: AnyPack): ReadonlyMap<string, Place> => {
  const known = indexes.get(pack)
  if (known) return known
  const sections: readonly PackSection[] = pack.sections
  const index = new Map(
    sections.flatMap((section) => section.fields.map((field) => [field.id, { section, field }] as const)),
  )
  indexes.set(pack, index)
  return index
}

/** Every field of the dossier, in the order of the form. */
export const allFields = <P extends AnyPack>(pack: P): PackField<P>[] => {
  const sections: readonly PackSection[] = pack.sections
  return sections.flatMap((section): PackField[] => section.fields) as PackField<P>[]
}

export const findField = <P extends AnyPack>(pack: P, id: string): PackField<P> | undefined =>
  indexOf(pack).get(id)?.field as PackField<P> | undefined

export const findSectionOf = <P extends AnyPack>(pack: P, fieldId: string): PackSection<P> | undefined =>
  indexOf(pack).get(fieldId)?.section as PackSection<P> | undefined

/** Where a reader mends a field: `section/field`. */
export const addressOf = (pack: AnyPack, fieldId: string): string => {
  const section = findSectionOf(pack, fieldId)
  return section ? `${section.id}/${fieldId}` : fieldId
}
