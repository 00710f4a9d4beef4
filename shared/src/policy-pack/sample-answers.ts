import { addDays } from '../clock/working-days.ts'
import { isAnswered } from './condition.ts'
import { unmetRequirements } from './completeness.ts'
import { findField } from './fields.ts'
import { optionsOf } from './options.ts'
import type { AnyPack, Answers, PackColumn, PackField, RiskClass } from './pack-shape.ts'
import { classify } from './risk-class.ts'
import { metricRows, subgroupGapRows, subgroupRows } from './sample-metrics.ts'
import type { SampleCase } from './sample-metrics.ts'
import { scenarios } from './sample-scenarios.ts'
import type { Scenario } from './sample-scenarios.ts'
import { fixedCells, sampleCells, sampleRowCounts } from './sample-cells.ts'
import { sampleTexts } from './sample-texts.ts'
import { seededRandom } from './seeded-random.ts'
import type { TableRow } from './table-rows.ts'
import { requiredFields } from './visibility.ts'

export type SampleFilePlace = { field: string; accept: string | null }

export type SampleWish = {
  riskClass: RiskClass
  seed: number
  /** Answers that stay, where they are well-formed and enough; the inputs of the risk rule do not. */
  keep?: Answers
  /** Document ids: the same for every question that asks for a file, or chosen per question. */
  files: readonly string[] | ((place: SampleFilePlace) => readonly string[])
  /** "YYYY-MM-DD"; dates in the past and future are taken around it. */
  today?: string
}

const people = [
  ['Amina Haddad', 'Chief medical officer'],
  ['Jonas Weber', 'Head of regulatory affairs'],
  ['Grace Okafor', 'Safety officer'],
  ['Leila Ben Salem', 'Managing director'],
] as const

const inputsOf = (pack: AnyPack, scenario: Scenario): Answers =>
  Object.fromEntries(pack.riskClassification.inputs.map((field) => [field, scenario.choices[field] ?? null]))

/** A scenario that this pack puts in the class wanted. For a changed rule, one whose severity and use are altered. */
const scenarioFor = (pack: AnyPack, riskClass: RiskClass, random: () => number): Scenario => {
  const fitting = scenarios.filter((each) => classify(pack, inputsOf(pack, each)).riskClass === riskClass)
  const chosen = fitting[Math.floor(random() * fitting.length)]
  if (chosen) return chosen
  for (const scenario of scenarios)
    for (const [conditionSeverity, row] of Object.entries(pack.riskClassification.baseMatrix))
      for (const informationSignificance of Object.keys(row)) {
        const altered = { ...scenario, choices: { ...scenario.choices, conditionSeverity, informationSignificance } }
        if (classify(pack, inputsOf(pack, altered)).riskClass === riskClass) return altered
      }
  throw new RangeError(`No sample case of this policy pack comes out as Class ${riskClass}`)
}

const filesFor = ({ files }: SampleWish, field: PackField): readonly string[] =>
  typeof files === 'function' ? files({ field: field.id, accept: field.accept ?? null }) : files.slice(0, 1)

const pick = <T>(list: readonly T[], at: number): T | null => list[at % Math.max(1, list.length)] ?? null

const cellNumber = (column: PackColumn, random: () => number): number =>
  column.id === 'sites' ? 2 + Math.floor(random() * 6) : 20 + Math.floor(random() * 400)

const cell = (
  sample: SampleCase,
  field: PackField,
  column: PackColumn,
  at: number,
  cells: TableRow['cells'],
): unknown => {
  const { pack, answers, random, today, scenario } = sample
  const fixed = fixedCells[`${field.id}.${column.id}`]
  const value = fixed ? pick(fixed, at) : undefined
  const isChoice = column.type === 'select'
  // A pack of another agency may not know the option.
  if (
    value !== undefined &&
    (!isChoice || optionsOf(pack, column, answers, cells).some((each) => each.value === value))
  )
    return value
  switch (column.type) {
    case 'select':
      return pick(optionsOf(pack, column, answers, cells), at)?.value ?? null
    case 'multiSelect':
      return optionsOf(pack, column, answers, cells)
        .slice(0, 2 + at)
        .map((option) => option.value)
    case 'number':
      return cellNumber(column, random)
    case 'percent':
      return Math.round(random() * 300) / 10
    case 'boolean':
      return false
    case 'date':
      return addDays(today, column.id === 'due' || column.id === 'expiry' ? 300 : -120 - 40 * at)
    case 'url':
      return 'https://helio.example/publications/crossover-study'
    case 'file':
      return null
    default: {
      if (column.id === 'group') return pick(groupWords(sample, cells), at)
      if (column.id === 'metric') return scenario.metric
      if (column.id === 'task') return sampleCells[`${field.id}.task`]?.[at % 2] ?? 'Main task'
      const words = sampleCells[`${field.id}.${column.id}`] ?? sampleCells[column.id]
      return words ? pick(words, at) : 'As described in the attached file'
    }
  }
}

const groupWords = ({ pack, answers }: SampleCase, cells: TableRow['cells']): string[] =>
  optionsOf(
    pack,
    { id: 'group', type: 'select', label: pack.title, optionsFrom: 'groupsOfAxis' } as PackColumn,
    answers,
    cells,
  ).map((option) => option.value)

const sampleRow = (sample: SampleCase, field: PackField, at: number): TableRow => {
  const cells: TableRow['cells'] = {}
  const columns: readonly PackColumn[] = field.columns ?? []
  for (const column of columns) {
    if (column.computed || column.type === 'file') continue
    cells[column.id] = cell(sample, field, column, at, cells)
  }
  return { id: `row${String(at + 1).padStart(5, '0')}`, cells }
}

const tableAnswer = (sample: SampleCase, field: PackField): TableRow[] => {
  if (field.axes) return subgroupRows(sample)
  if (field.type === 'metricTable') return metricRows(sample, field)
  if (field.id === 'subgroupGaps') return subgroupGapRows(sample)
  const rows = Math.max(field.minRows ?? 1, sampleRowCounts[field.id] ?? 2)
  return Array.from({ length: rows }, (_, at) => sampleRow(sample, field, at))
}

const sampleAnswer = (sample: SampleCase, field: PackField, wish: SampleWish): unknown => {
  const { pack, scenario, answers, random, today } = sample
  const choice = Object.hasOwn(scenario.choices, field.id) ? scenario.choices[field.id] : undefined
  if (choice !== undefined) return Array.isArray(choice) ? [...choice] : choice
  switch (field.type) {
    case 'select':
      return optionsOf(pack, field, answers)[0]?.value ?? null
    case 'multiSelect':
      return optionsOf(pack, field, answers)
        .filter((option) => option.value !== 'none')
        .slice(0, 2)
        .map((option) => option.value)
    case 'boolean':
      return field.mustBe ?? false
    case 'number':
      return field.min ?? 1
    case 'percent':
      return 50
    case 'date':
      return addDays(today, field.dateMust === 'future' ? 180 : -200)
    case 'url':
      return 'https://helio.example/models'
    case 'file':
      return [...filesFor(wish, field)]
    case 'person': {
      const [name, role] = people[Math.floor(random() * people.length)] ?? people[0]
      return { name, role, email: `${name.toLowerCase().replaceAll(' ', '.')}@helio.example` }
    }
    case 'table':
    case 'metricTable':
      return tableAnswer(sample, field)
    default: {
      const words = sampleTexts[field.id]?.(scenario) ?? 'Described in the documents attached to this dossier.'
      return field.maxLength === undefined ? words : [...words].slice(0, field.maxLength).join('')
    }
  }
}

/** Results by group follow the languages and settings answered elsewhere, and the gaps follow the results. */
const turnOf = (field: PackField): number => (field.axes ? 1 : field.id === 'subgroupGaps' ? 2 : 0)

/**
 * Invented answers for every required field of a dossier, so that `unmetRequirements` is empty and the class is the
 * one wanted. The same wish gives the same answers. Throws a RangeError for a pack whose rules the samples cannot meet.
 */
export const sampleAnswers = (pack: AnyPack, wish: SampleWish): Record<string, unknown> => {
  const random = seededRandom(wish.seed)
  const today = wish.today ?? '2026-01-15'
  const scenario = scenarioFor(pack, wish.riskClass, random)
  const kept = Object.entries(wish.keep ?? {}).filter(
    ([id, value]) => isAnswered(value) && findField<AnyPack>(pack, id)?.computed === undefined,
  )
  let answers: Record<string, unknown> = { ...Object.fromEntries(kept), ...inputsOf(pack, scenario) }
  const lacks = () => unmetRequirements(pack, answers, { today })
  // One answer can make others required, or show that a kept one is not enough: a few rounds settle it.
  for (let round = 0; round < 6 && lacks().length > 0; round += 1) {
    const lacking = new Set(lacks().map((reason) => reason.params?.['field']))
    const required = requiredFields<AnyPack>(pack, answers).sort((a, b) => turnOf(a) - turnOf(b))
    for (const field of required)
      if (lacking.has(field.id))
        answers = { ...answers, [field.id]: sampleAnswer({ pack, scenario, answers, random, today }, field, wish) }
    const requiredIds = new Set(required.map((field) => field.id))
    answers = Object.fromEntries(Object.entries(answers).filter(([id]) => !lacking.has(id) || requiredIds.has(id)))
  }
  const [first] = lacks()
  if (first) throw new RangeError(`The samples do not satisfy this policy pack: ${first.code} at ${first.at ?? ''}`)
  return answers
}
