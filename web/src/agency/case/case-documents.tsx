import type { FragmentType } from '@apollo/client'
import { Trans, useLingui } from '@lingui/react/macro'
import { BodyShort, Heading, Link } from '@navikt/ds-react'
import { formatBytes } from '../../dossier/document-link.tsx'
import { wordOf } from '../../dossier/status-words.ts'
import { DateText } from '../../ui/date-text.tsx'
import { PagedTable } from '../../ui/paged-table.tsx'
import { Colon } from '../../ui/punctuation.tsx'
import { useLiveFragment } from '../../ui/use-live-fragment.ts'
import { documentStates } from '../words.ts'
import { type CaseDocumentsFragment, CaseDocumentsFragmentDoc } from './case-documents.generated.ts'

/** Every file of the dossier with its hash; a file can be opened once it has been checked. */
export function CaseDocuments({ submission }: { submission: FragmentType<CaseDocumentsFragment> }) {
  const { t, i18n } = useLingui()
  const { data: shown } = useLiveFragment({ fragment: CaseDocumentsFragmentDoc, from: submission })
  return (
    <section aria-labelledby="case-documents">
      <Heading level="2" size="medium" id="case-documents" spacing>
        <Trans>Documents</Trans>
      </Heading>
      {shown.documents.length === 0 ? (
        <BodyShort>
          <Trans>The dossier has no documents.</Trans>
        </BodyShort>
      ) : (
        <PagedTable
          caption={<Trans>Documents of the dossier</Trans>}
          head={
            <tr>
              <th scope="col">{t`File`}</th>
              <th scope="col">{t`Size`}</th>
              <th scope="col">{t`State`}</th>
              <th scope="col">{t`Sent`}</th>
              <th scope="col">{t`Hash (SHA-256)`}</th>
            </tr>
          }
        >
          {shown.documents.map((document) => (
            <tr key={document.id}>
              <th scope="row" data-label={t`File`}>
                {document.state === 'clean' ? (
                  <Link href={`/files/${document.id}`} download>
                    <bdi>{document.name}</bdi>
                  </Link>
                ) : (
                  <bdi>{document.name}</bdi>
                )}
              </th>
              <td data-label={t`Size`}>{formatBytes(document.size, i18n.locale)}</td>
              <td data-label={t`State`}>
                {t(wordOf(documentStates, document.state))}
                {document.rejection && (
                  <>
                    <Colon />
                    {document.rejection}
                  </>
                )}
              </td>
              <td data-label={t`Sent`}>
                <DateText value={document.uploadedAt} />
                {document.uploadedBy && (
                  <>
                    {' '}
                    · <bdi>{document.uploadedBy}</bdi>
                  </>
                )}
              </td>
              <td data-label={t`Hash (SHA-256)`}>
                {document.sha256 ? <code className="agency-hash">{document.sha256}</code> : '–'}
              </td>
            </tr>
          ))}
        </PagedTable>
      )}
    </section>
  )
}
