import { Trans } from '@lingui/react/macro'
import type { Pack } from '../../dossier/pack.ts'
import { fieldLabel } from '../pack/use-pack.ts'
import type { EvidencePointer } from './use-review-answers.ts'

interface PointerTextProps {
  pointer: EvidencePointer
  pack: Pack
  documents: readonly { id: string; name: string }[]
}

/** Where the evidence stands, in words: a field's label, or a file's name with its page. */
export function PointerText({ pointer, pack, documents }: PointerTextProps) {
  if (pointer.kind === 'field') return <bdi>{fieldLabel(pack, pointer.at)}</bdi>
  const name = documents.find(({ id }) => id === pointer.at)?.name ?? pointer.at
  if (pointer.page === null) return <bdi>{name}</bdi>
  return (
    <Trans>
      <bdi>{name}</bdi>, page {pointer.page}
    </Trans>
  )
}
