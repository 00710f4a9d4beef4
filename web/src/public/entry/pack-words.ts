import type { Answers } from '@placet/shared/policy-pack/policy-pack.schema'
import { findField } from '@placet/shared/policy-pack/fields'
import { groupsOfAxis, optionsOf } from '@placet/shared/policy-pack/options'
import type { Pack } from '../../dossier/pack.ts'

// The pack's words for ids of a published dossier, in the reader's language. An id that has none is shown as it is.

export function optionWord(pack: Pack, fieldId: string, value: string): string {
  const field = findField(pack, fieldId)
  if (!field) return value
  return optionsOf(pack, field, {}).find((option) => option.value === value)?.label ?? value
}

export function axisWord(pack: Pack, axis: string): string {
  return pack.vocabularies.subgroupAxes.find(({ id }) => id === axis)?.label ?? axis
}

/** `answers`: some axes take their groups from another answer. */
export function groupWord(pack: Pack, axis: string, group: string, answers: Answers): string {
  return groupsOfAxis(pack, axis, answers).find(({ value }) => value === group)?.label ?? group
}

export function metricWord(pack: Pack, metric: string): string {
  for (const section of pack.sections) {
    for (const field of section.fields) {
      const known = field.suggestedMetrics?.find(({ value }) => value === metric)
      if (known) return known.label
    }
  }
  return metric
}

export function stageWord(pack: Pack, stage: string): string {
  return pack.stages.find(({ key }) => key === stage)?.label ?? stage
}
