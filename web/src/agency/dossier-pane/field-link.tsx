import { useSearchParams } from 'react-router'
import type { Pack } from '../../dossier/pack.ts'
import { TextLink } from '../../ui/text-link.tsx'
import { fieldLabel } from '../pack/use-pack.ts'
import { sectionOfField } from './dossier-pane.tsx'

/** A link that opens the dossier pane at a field; the rest of the address stays. */
export function FieldLink({ pack, field }: { pack: Pack; field: string }) {
  const [search] = useSearchParams()
  const next = new URLSearchParams(search)
  next.set('section', sectionOfField(pack, field) ?? '')
  next.set('field', field)
  next.delete('file')
  return <TextLink to={{ search: next.toString() }}>{fieldLabel(pack, field)}</TextLink>
}
