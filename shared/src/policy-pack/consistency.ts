import type { Condition, PolicyPack } from './pack-shape.ts'

export type Inconsistency = { path: string; reason: string }

/** Every field id and derived name that a condition reads. */
const readsOf = (condition: Condition): { fields: string[]; derived: string[] } => {
  if ('derived' in condition) return { fields: [], derived: [condition.derived] }
  if ('field' in condition) return { fields: [condition.field], derived: [] }
  const parts = 'not' in condition ? [condition.not] : 'anyOf' in condition ? condition.anyOf : condition.allOf
  const reads = parts.map(readsOf)
  return { fields: reads.flatMap((read) => read.fields), derived: reads.flatMap((read) => read.derived) }
}

function* repeated(ids: readonly string[], path: string): Generator<Inconsistency> {
  const seen = new Set<string>()
  for (const [at, each] of ids.entries()) {
    if (seen.has(each)) yield { path: `${path}[${at}]`, reason: `"${each}" is named twice` }
    seen.add(each)
  }
}

function* conditionsOf(pack: PolicyPack): Generator<{ path: string; condition: Condition }> {
  for (const [s, section] of pack.sections.entries()) {
    if (section.visibleWhen) yield { path: `sections[${s}].visibleWhen`, condition: section.visibleWhen }
    for (const [f, field] of section.fields.entries()) {
      const path = `sections[${s}].fields[${f}]`
      if (field.visibleWhen) yield { path: `${path}.visibleWhen`, condition: field.visibleWhen }
      if (field.requiredWhen) yield { path: `${path}.requiredWhen`, condition: field.requiredWhen }
    }
  }
  const { vocabularies, riskClassification } = pack
  for (const [at, axis] of vocabularies.subgroupAxes.entries())
    if (axis.requiredWhen) yield { path: `vocabularies.subgroupAxes[${at}]`, condition: axis.requiredWhen }
  for (const [name, condition] of Object.entries(vocabularies.derived))
    yield { path: `vocabularies.derived.${name}`, condition }
  for (const kind of ['uplifts', 'floors'] as const)
    for (const [at, rule] of riskClassification[kind].entries())
      yield { path: `riskClassification.${kind}[${at}].when`, condition: rule.when }
  yield { path: 'riskClassification.upliftAppliesWhen', condition: riskClassification.upliftAppliesWhen }
  for (const [c, riskClass] of pack.classes.entries())
    for (const [at, stage] of (riskClass.conditionalStages ?? []).entries())
      yield { path: `classes[${c}].conditionalStages[${at}].when`, condition: stage.when }
}

function* fieldFaults(pack: PolicyPack): Generator<Inconsistency> {
  for (const [s, section] of pack.sections.entries()) {
    for (const [f, field] of section.fields.entries()) {
      const path = `sections[${s}].fields[${f}]`
      const isTable = field.type === 'table' || field.type === 'metricTable'
      const isChoice = field.type === 'select' || field.type === 'multiSelect'
      if (isTable !== Boolean(field.columns?.length)) yield { path, reason: 'columns belong to tables, and to each' }
      if (isChoice && !field.options && !field.optionsFrom) yield { path, reason: 'a choice needs options' }
      yield* repeated(field.options?.map((option) => option.value) ?? [], `${path}.options`)
      yield* repeated(field.columns?.map((column) => column.id) ?? [], `${path}.columns`)
      for (const [c, column] of (field.columns ?? []).entries())
        if ((column.type === 'select' || column.type === 'multiSelect') && !column.options && !column.optionsFrom)
          yield { path: `${path}.columns[${c}]`, reason: 'a choice needs options' }
      for (const [c, { type, suggestionsFrom: from }] of (field.columns ?? []).entries()) {
        if (from === undefined) continue
        if (type !== 'text') yield { path: `${path}.columns[${c}]`, reason: 'only a text has proposals' }
        const proposing = pack.sections.flatMap(({ fields }) => fields).find(({ id }) => id === from.field)
        if (!proposing?.columns?.some(({ id }) => id === from.column))
          yield { path: `${path}.columns[${c}]`, reason: `column "${from.field}/${from.column}" does not exist` }
      }
    }
  }
}

/** References of one part of the pack to another that lead nowhere; empty for a usable pack. */
export function* inconsistencies(pack: PolicyPack): Generator<Inconsistency> {
  const fieldIds = pack.sections.flatMap((section) => section.fields.map((field) => field.id))
  const fields = new Set(fieldIds)
  const stages = new Set(pack.stages.map((stage) => stage.key))
  const unknown = (kind: string, known: ReadonlySet<string>, names: readonly string[], path: string) =>
    names.filter((name) => !known.has(name)).map((name) => ({ path, reason: `${kind} "${name}" does not exist` }))

  yield* repeated(fieldIds, 'sections: field ids')
  yield* repeated(
    pack.sections.map((section) => section.id),
    'sections',
  )
  yield* repeated(
    [...pack.reviewQuestions, ...pack.whoRecommendations].map((question) => question.id),
    'questions',
  )
  yield* repeated(
    pack.clocks.map((clock) => clock.id),
    'clocks',
  )
  yield* fieldFaults(pack)

  const derived = new Set(Object.keys(pack.vocabularies.derived))
  for (const { path, condition } of conditionsOf(pack)) {
    const reads = readsOf(condition)
    yield* unknown('field', fields, reads.fields, path)
    yield* unknown('derived condition', derived, reads.derived, path)
    // A derived condition that reads another could go round in a circle.
    if (path.startsWith('vocabularies.derived') && reads.derived.length > 0)
      yield { path, reason: 'a derived condition may not read another' }
  }

  const classIds = pack.classes.map((riskClass) => riskClass.id)
  if (classIds.join() !== 'I,II,III,IV') yield { path: 'classes', reason: 'must be I, II, III, IV in this order' }
  for (const [at, section] of pack.sections.entries())
    yield* unknown('stage', stages, section.reviewStages, `sections[${at}].reviewStages`)
  for (const [at, riskClass] of pack.classes.entries())
    yield* unknown('stage', stages, riskClass.reviewStages, `classes[${at}].reviewStages`)
  for (const [at, question] of pack.reviewQuestions.entries()) {
    yield* unknown('stage', stages, [question.stage], `reviewQuestions[${at}].stage`)
    yield* unknown('field', fields, question.fields, `reviewQuestions[${at}].fields`)
  }
  for (const [at, item] of pack.whoRecommendations.entries()) {
    yield* unknown('stage', stages, [item.reviewStage], `whoRecommendations[${at}].reviewStage`)
    yield* unknown('field', fields, item.dossierFields, `whoRecommendations[${at}].dossierFields`)
  }
  yield* unknown('field', fields, pack.neverConfidential, 'neverConfidential')
  yield* unknown('field', fields, pack.riskClassification.inputs, 'riskClassification.inputs')
}
