import type { Unmet } from '../kernel/process.ts'
import { checkAnswer } from './answer.ts'
import type { AnswerContext } from './answer.ts'
import { answerOf, isAnswered } from './condition.ts'
import { addressOf, findField } from './fields.ts'
import type { AnyPack, Answers, PackField } from './pack-shape.ts'
import { axesUncovered } from './subgroup-coverage.ts'
import { rowsOf } from './table-rows.ts'
import { answersInForce, requiredFields, visibleSections } from './visibility.ts'

export type CompletenessFacts<P extends AnyPack = AnyPack> = Omit<AnswerContext<P>, 'answers'> & {
  /** Fields filled by an import, and those of them that a person has confirmed. */
  importedFields?: ReadonlySet<string>
  confirmedFields?: ReadonlySet<string>
}

const unmetAt = (pack: AnyPack, field: string, code: string, params: Record<string, string | number> = {}): Unmet => ({
  code,
  params: { field, ...params },
  at: addressOf(pack, field),
})

const missingCodes: Record<PackField['type'], string> = {
  text: 'fieldEnter',
  longText: 'fieldEnter',
  url: 'fieldEnter',
  number: 'fieldEnter',
  percent: 'fieldEnter',
  date: 'fieldEnter',
  person: 'fieldEnter',
  select: 'fieldSelect',
  multiSelect: 'fieldSelect',
  boolean: 'fieldSelect',
  file: 'fieldAttach',
  table: 'fieldAddRow',
  metricTable: 'fieldAddRow',
}

const missing = (pack: AnyPack, field: PackField, value: unknown): Unmet[] => {
  if (field.type === 'table' || field.type === 'metricTable') {
    const min = field.minRows ?? 1
    const rows = rowsOf(value).length
    if (rows >= min) return []
    return [unmetAt(pack, field.id, min > 1 ? 'fieldAddRows' : 'fieldAddRow', { min, rows })]
  }
  if (!isAnswered(value)) return [unmetAt(pack, field.id, missingCodes[field.type])]
  return field.mustBe !== undefined && value !== field.mustBe ? [unmetAt(pack, field.id, 'fieldMustAffirm')] : []
}

/** What a person left open in an answer that was begun, required or not. */
const begun = (pack: AnyPack, field: PackField, value: unknown): Unmet[] => {
  if (field.type === 'person') {
    const person: Readonly<Record<string, unknown>> = Object(value)
    const open = ['name', 'role', 'email'].filter((part) => !isAnswered(person[part]))
    return open.map((part) => unmetAt(pack, field.id, 'personPart', { part }))
  }
  if (field.type !== 'table' && field.type !== 'metricTable') return []
  return rowsOf(value).flatMap((row, at) =>
    Object.values(row.cells).some(isAnswered) ? [] : [unmetAt(pack, field.id, 'rowEmpty', { row: at + 1 })],
  )
}

/** Every uploaded file that an answer names must have passed the checks before the dossier is sent. */
const filesNotReady = (
  pack: AnyPack,
  field: PackField,
  value: unknown,
  find: NonNullable<CompletenessFacts['findDocument']>,
): Unmet[] => {
  const columns = field.columns?.filter((column) => column.type === 'file').map((column) => column.id) ?? []
  const lists =
    field.type === 'file' ? [value] : rowsOf(value).flatMap((row) => columns.map((column) => row.cells[column]))
  const ids = lists.flatMap((list) => (Array.isArray(list) ? list : []))
  const isWaiting = ids.some((id) => ['received', 'scanning'].includes(find(String(id))?.state ?? ''))
  return isWaiting ? [unmetAt(pack, field.id, 'fileNotChecked')] : []
}

const claimFaults = (pack: AnyPack, answers: Answers): Unmet[] =>
  rowsOf(answerOf(answers, 'confidentialityClaims')).flatMap(({ cells }, at) => {
    const claimed = cells['fieldId']
    const row = at + 1
    const claimUnmet = (code: string, params: Record<string, string> = {}) =>
      unmetAt(pack, 'confidentialityClaims', code, { row, ...params })
    if (typeof claimed !== 'string' || !findField(pack, claimed)) return [claimUnmet('claimUnknownField')]
    if (pack.neverConfidential.includes(claimed)) return [claimUnmet('claimNeverConfidential', { claimed })]
    if (!findField(pack, claimed)?.public) return [claimUnmet('claimNotPublic', { claimed })]
    const open = ['reason', 'explanation', 'until'].filter((column) => !isAnswered(cells[column]))
    return open.map((column) => claimUnmet('claimPart', { column, claimed }))
  })

const gapFaults = (pack: AnyPack, answers: Answers): Unmet[] =>
  rowsOf(answerOf(answers, 'subgroupGaps')).flatMap(({ cells }, at) => {
    const needsWords = cells['why'] === 'not relevant (explain)' && !isAnswered(cells['explanation'])
    return needsWords ? [unmetAt(pack, 'subgroupGaps', 'gapExplanation', { row: at + 1 })] : []
  })

/**
 * Everything that keeps a dossier from being submitted, in the order of the form: what is missing, malformed,
 * imported but not confirmed, or claimed against the rules. Empty for a dossier that may be signed. `params.field`
 * and the like are ids; `withLabels` puts the reader's words beside them.
 */
export const unmetRequirements = <P extends AnyPack>(
  pack: P,
  answers: Answers,
  facts: CompletenessFacts<P> = {},
): Unmet[] => {
  const inForce = answersInForce(pack, answers)
  const context: AnswerContext<P> = { ...facts, answers: inForce }
  const required = new Set(requiredFields(pack, answers).map((field) => field.id))
  const visible = visibleSections<AnyPack>(pack, answers).flatMap((section) => section.fields)
  return visible.flatMap((field) => {
    if (field.computed) return []
    const value = answerOf(inForce, field.id)
    const lacks = required.has(field.id) ? missing(pack, field, value) : []
    if (!isAnswered(value)) return [...lacks, ...ruleFaults(pack, field.id, inForce)]
    const issues = checkAnswer(pack, field.id, value, context)
    const isUnconfirmed = facts.importedFields?.has(field.id) && !facts.confirmedFields?.has(field.id)
    return [
      ...lacks,
      ...issues.map(({ code, params }) => unmetAt(pack, field.id, code, params)),
      ...begun(pack, field, value),
      ...(facts.findDocument ? filesNotReady(pack, field, value, facts.findDocument) : []),
      ...(isUnconfirmed ? [unmetAt(pack, field.id, 'fieldUnconfirmed')] : []),
      ...ruleFaults(pack, field.id, inForce),
    ]
  })
}

/** The rules that look at more than one answer, told at the field where they are mended. */
const ruleFaults = (pack: AnyPack, field: string, inForce: Answers): Unmet[] => {
  if (field === 'confidentialityClaims') return claimFaults(pack, inForce)
  if (field !== 'subgroupGaps') return []
  return [
    ...axesUncovered<AnyPack>(pack, inForce).map((axis) => unmetAt(pack, field, 'axisUncovered', { axis: axis.id })),
    ...gapFaults(pack, inForce),
  ]
}

/** How far one section has come; the counts are of fields. */
export type SectionProgress = {
  section: string
  state: 'hidden' | 'notStarted' | 'inProgress' | 'hasErrors' | 'completed'
  answered: number
  required: number
  unmet: number
  unconfirmed: number
}

const wrongClaims = new Set(['claimUnknownField', 'claimNeverConfidential', 'claimNotPublic'])

/** Something entered must be changed, as against something still to be entered. Codes of `checkAnswer` begin alike. */
const isError = ({ code }: Unmet): boolean => code.startsWith('answer') || wrongClaims.has(code)

/** One line per section of the pack, hidden ones too. */
export const sectionProgress = <P extends AnyPack>(
  pack: P,
  answers: Answers,
  facts: CompletenessFacts<P> = {},
): SectionProgress[] => {
  const inForce = answersInForce(pack, answers)
  const required = new Set(requiredFields(pack, answers).map((field) => field.id))
  const visible = new Map(visibleSections<AnyPack>(pack, answers).map(({ section, fields }) => [section.id, fields]))
  const unmet = unmetRequirements(pack, answers, facts)
  return pack.sections.map(({ id }) => {
    const fields = visible.get(id)?.filter((field) => !field.computed)
    if (fields === undefined || fields.length === 0)
      return { section: id, state: 'hidden', answered: 0, required: 0, unmet: 0, unconfirmed: 0 }
    const here = unmet.filter((reason) => reason.at?.startsWith(`${id}/`))
    const answered = fields.filter((field) => isAnswered(answerOf(inForce, field.id))).length
    const hasErrors = here.some(isError)
    return {
      section: id,
      state: hasErrors
        ? 'hasErrors'
        : here.length === 0 && answered > 0
          ? 'completed'
          : answered === 0
            ? 'notStarted'
            : 'inProgress',
      answered,
      required: fields.filter((field) => required.has(field.id)).length,
      unmet: here.length,
      unconfirmed: here.filter((reason) => reason.code === 'fieldUnconfirmed').length,
    }
  })
}
