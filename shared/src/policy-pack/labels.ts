import { findField } from './fields.ts'
import type { LocalPack, PackColumn, PackField } from './pack-shape.ts'

/**
 * Puts the reader's words beside the ids of an Issue or Unmet, for its message: `label` (of the column where one is
 * named, else of the field), `fieldLabel`, `axisLabel`, `claimedLabel`. Ids that the pack does not know stay ids.
 */
export const withLabels = (
  pack: LocalPack,
  params: Readonly<Record<string, string | number>> = {},
): Record<string, string | number> => {
  const labelled: Record<string, string | number> = { ...params }
  const field: PackField<LocalPack> | undefined = findField(pack, String(params['field'] ?? ''))
  const column = field?.columns?.find((each: PackColumn<LocalPack>) => each.id === params['column'])
  if (params['field'] !== undefined) {
    labelled['fieldLabel'] = field?.label ?? params['field']
    labelled['label'] = column?.label ?? labelled['fieldLabel']
  }
  const axis = pack.vocabularies.subgroupAxes.find((each) => each.id === params['axis'])
  if (params['axis'] !== undefined) labelled['axisLabel'] = axis?.label ?? params['axis']
  if (params['claimed'] !== undefined)
    labelled['claimedLabel'] = findField(pack, String(params['claimed']))?.label ?? params['claimed']
  return labelled
}
