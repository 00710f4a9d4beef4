import { useSuspenseQuery } from '@apollo/client/react'
import { useLingui } from '@lingui/react'
import { findField } from '@placet/shared/policy-pack/fields'
import { type Pack, readPack } from '../../dossier/pack.ts'
import { PackDocument } from '../../dossier/pack.generated.ts'
import { isLanguage } from '../../ui/language.ts'

/** The rules that a case is pinned to, in the reader's language. Suspends until they are there; they never change. */
export function usePack(packId: string): Pack {
  const { i18n } = useLingui()
  const lang = isLanguage(i18n.locale) ? i18n.locale : 'en'
  const { data } = useSuspenseQuery(PackDocument, { variables: { id: packId, lang } })
  return readPack(data.policyPack.document)
}

/** The label of a field of the dossier; a field that the pack does not know is shown by its id. */
export function fieldLabel(pack: Pack, field: string): string {
  return findField(pack, field)?.label ?? field
}

/** The name of a review stage, from the pack. */
export function stageLabel(pack: Pack, stage: string): string {
  return pack.stages.find(({ key }) => key === stage)?.label ?? stage
}

/** The words for the ground of a claim of confidentiality, from the column of the dossier's table of claims. */
export function claimGround(pack: Pack, ground: string): string {
  const column = findField(pack, 'confidentialityClaims')?.columns?.find(({ id }) => id === 'reason')
  return column?.options?.find(({ value }) => value === ground)?.label ?? ground
}
