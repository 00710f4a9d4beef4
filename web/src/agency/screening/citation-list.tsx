import { Trans, useLingui } from '@lingui/react/macro'
import { BodyShort, Button, Heading, Textarea } from '@navikt/ds-react'
import { useRef } from 'react'
import type { Pack } from '../../dossier/pack.ts'
import { VisuallyHidden } from '../../ui/page-title.tsx'
import { fieldLabel } from '../pack/use-pack.ts'
import type { CitedField } from './use-screening.ts'

interface CitationListProps {
  pack: Pack
  citations: readonly CitedField[]
  onChange: (citations: CitedField[]) => void
}

/** The one list of gaps: each cites a field and says what is wrong with it. */
export function CitationList({ pack, citations, onChange }: CitationListProps) {
  const { t } = useLingui()
  const heading = useRef<HTMLHeadingElement>(null)

  function remove(field: string): void {
    const at = citations.findIndex((citation) => citation.field === field)
    const next = citations[at + 1] ?? citations[at - 1]
    onChange(citations.filter((citation) => citation.field !== field))
    // After a removal the focus goes to the next entry, or to the heading of an empty list.
    const place = next ? document.getElementById(`citation-${next.field}`) : heading.current
    place?.focus()
  }

  return (
    <section aria-labelledby="screening-list">
      <Heading level="2" size="small" id="screening-list" spacing ref={heading} tabIndex={-1}>
        <Trans>List of what is missing</Trans>
      </Heading>
      {citations.length === 0 ? (
        <BodyShort>
          <Trans>The list is empty. Use “Add to the list” beside a field of the dossier.</Trans>
        </BodyShort>
      ) : (
        <ol className="screening__citations">
          {citations.map(({ field, reason }) => (
            <li key={field}>
              <Textarea
                dir="auto"
                id={`citation-${field}`}
                label={fieldLabel(pack, field)}
                description={t`What is missing or wrong, and what would mend it?`}
                size="small"
                minRows={2}
                value={reason}
                onChange={({ target }) =>
                  onChange(citations.map((each) => (each.field === field ? { field, reason: target.value } : each)))
                }
              />
              <Button type="button" size="xsmall" variant="tertiary" onClick={() => remove(field)}>
                <Trans>Remove</Trans> <VisuallyHidden>{fieldLabel(pack, field)}</VisuallyHidden>
              </Button>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
