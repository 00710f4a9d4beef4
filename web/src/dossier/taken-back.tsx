import { Trans } from '@lingui/react/macro'
import { findField } from '@placet/shared/policy-pack/fields'
import { DateTimeText } from '../ui/date-text.tsx'
import type { ShownDocument } from './document-link.tsx'
import { FieldView } from './field-view.tsx'
import type { Pack } from './pack.ts'

interface TakenBackProps {
  of: { value?: unknown; changedBy: string | null; changedAt: string; because: string | null }
  /** The field it was typed in. */
  field: string
  pack: Pack
  documents?: readonly ShownDocument[]
}

/** What was typed under a request and never signed: why it counts no more, and what it said. */
export function TakenBack({ of: typed, field: id, pack, documents }: TakenBackProps) {
  const field = findField(pack, id)
  const who = typed.changedBy
  return (
    <div>
      <p dir="auto">{typed.because}</p>
      <details>
        <summary>
          {who === null ? (
            <Trans>
              What had been typed, <DateTimeText value={typed.changedAt} />
            </Trans>
          ) : (
            <Trans>
              What <bdi>{who}</bdi> had typed, <DateTimeText value={typed.changedAt} />
            </Trans>
          )}
        </summary>
        {field && <FieldView field={field} value={typed.value} pack={pack} {...(documents ? { documents } : {})} />}
      </details>
    </div>
  )
}
