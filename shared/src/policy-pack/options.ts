import { answerOf } from './condition.ts'
import { findField } from './fields.ts'
import type { AnyPack, Answers, PackAxis, PackColumn, PackField, PackOption, PackText } from './pack-shape.ts'
import { rowsOf } from './table-rows.ts'

/** What an agency sets itself; an absent list falls back to the pack's demonstration list. */
export type AgencySettings<P extends AnyPack = AnyPack> = {
  /** Groups of the national census, for the axis of race and ethnicity. */
  raceEthnicity?: PackOption<P>[]
}

/** A label that is the applicant's own word, the same in every language. */
const verbatim = <P extends AnyPack>(pack: P, word: string): PackText<P> =>
  typeof pack.title === 'string' ? word : { en: word, fr: word, ar: word }

const findAxis = (pack: AnyPack, id: unknown): PackAxis | undefined => {
  const axes: readonly PackAxis[] = pack.vocabularies.subgroupAxes
  return axes.find((axis) => axis.id === id)
}

/** The words that stand in one column of a table, each once. */
const wordsIn = (answers: Answers, field: string, column: string): string[] => {
  const words = rowsOf(answerOf(answers, field)).map((row) => row.cells[column])
  return [...new Set(words.filter((word): word is string => typeof word === 'string' && word.trim() !== ''))]
}

/** What is proposed for a cell of text, out of another answer. */
export const suggestionsOf = ({ suggestionsFrom }: PackColumn, answers: Answers): string[] =>
  suggestionsFrom === undefined ? [] : wordsIn(answers, suggestionsFrom.field, suggestionsFrom.column)

/** The groups of one axis of the subgroup table; for the axes that follow another answer, those answered there. */
export const groupsOfAxis = <P extends AnyPack>(
  pack: P,
  axisId: unknown,
  answers: Answers,
  agency: AgencySettings<P> = {},
): PackOption<P>[] => {
  const groups = findAxis(pack, axisId)?.groups
  if (groups === undefined) return []
  if (groups.from === 'pack') return groups.values as PackOption<P>[]
  if (groups.from === 'agency.raceEthnicity') return agency.raceEthnicity ?? (groups.demo as PackOption<P>[])
  const { field, column } = groups
  if (column !== undefined)
    return wordsIn(answers, field, column).map((word) => ({
      value: word,
      label: verbatim(pack, word),
    })) as PackOption<P>[]
  const chosen = answerOf(answers, field)
  const options: readonly PackOption[] = findField(pack, field)?.options ?? []
  return options.filter((option) => Array.isArray(chosen) && chosen.includes(option.value)) as PackOption<P>[]
}

/**
 * What can be chosen in a select or multiSelect. `row` holds the cells of the table row the choice stands in: the
 * groups follow the axis chosen there.
 */
export const optionsOf = <P extends AnyPack>(
  pack: P,
  choice: PackField<P> | PackColumn<P>,
  answers: Answers,
  row: Readonly<Record<string, unknown>> = {},
  agency: AgencySettings<P> = {},
): PackOption<P>[] => {
  if (choice.optionsFrom === undefined) return (choice.options ?? []) as PackOption<P>[]
  switch (choice.optionsFrom) {
    case 'groupsOfAxis':
      return groupsOfAxis(pack, row['axis'], answers, agency)
    case 'agency.raceEthnicity':
      return groupsOfAxis(pack, 'raceEthnicity', answers, agency)
    case 'subgroupAxes':
      return pack.vocabularies.subgroupAxes.map(({ id, label }) => ({ value: id, label })) as PackOption<P>[]
    case 'useCategories':
      return pack.vocabularies.useCategories.map(({ id, label }) => ({ value: id, label })) as PackOption<P>[]
  }
}
