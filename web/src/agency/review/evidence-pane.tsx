import { Trans, useLingui } from '@lingui/react/macro'
import { BodyShort, Button, Heading, TextField } from '@navikt/ds-react'
import { useState } from 'react'
import { DocumentLink, type ShownDocument } from '../../dossier/document-link.tsx'
import { VisuallyHidden } from '../../ui/page-title.tsx'

interface EvidencePaneProps {
  documents: readonly (ShownDocument & { sha256: string | null })[]
  /** Where a question about missing evidence is put to the applicant. */
  requestsAt: string
  /** Points the open question at a document and perhaps a page of it; absent when nothing can be cited. */
  onCite?: ((document: string, page: number | null) => void) | undefined
}

/** The files of the dossier: to download, and to cite with a page in the open question. */
export function EvidencePane({ documents, requestsAt, onCite }: EvidencePaneProps) {
  return (
    <section aria-labelledby="evidence-pane" className="review__evidence">
      <Heading level="2" size="small" id="evidence-pane">
        <Trans>Evidence</Trans>
      </Heading>
      {documents.length === 0 ? (
        <BodyShort>
          <Trans>
            No evidence attached. <a href={requestsAt}>Request it</a>
          </Trans>
        </BodyShort>
      ) : (
        documents.map((document) => (
          <CitedDocument key={document.id} document={document} documents={documents} onCite={onCite} />
        ))
      )}
    </section>
  )
}

interface CitedDocumentProps {
  document: ShownDocument & { sha256: string | null }
  documents: readonly ShownDocument[]
  onCite: EvidencePaneProps['onCite']
}

function CitedDocument({ document, documents, onCite }: CitedDocumentProps) {
  const { t } = useLingui()
  const [page, setPage] = useState('')
  const [isWrong, setIsWrong] = useState(false)

  function cite(): void {
    const number = page.trim() === '' ? null : Number(page)
    if (number !== null && (!Number.isInteger(number) || number < 1)) {
      setIsWrong(true)
      return
    }
    onCite?.(document.id, number)
    setPage('')
  }

  return (
    <div className="review__document">
      <DocumentLink id={document.id} documents={documents} />
      {document.sha256 && (
        <details>
          <summary>
            <Trans>Hash (SHA-256)</Trans>
          </summary>
          <code className="agency-hash">{document.sha256}</code>
        </details>
      )}
      {onCite && document.state === 'clean' && (
        <div className="review__cite">
          <TextField
            label={
              <>
                {t`Page`} <VisuallyHidden>{document.name}</VisuallyHidden>
              </>
            }
            size="small"
            htmlSize={5}
            inputMode="numeric"
            autoComplete="off"
            value={page}
            onChange={({ target }) => {
              setPage(target.value)
              setIsWrong(false)
            }}
            error={isWrong ? t`Page must be a whole number` : undefined}
          />
          <Button type="button" size="small" variant="secondary" onClick={cite}>
            <Trans>Cite</Trans> <VisuallyHidden>{document.name}</VisuallyHidden>
          </Button>
        </div>
      )}
    </div>
  )
}
