import type { PreloadedQueryRef } from '@apollo/client/react'
import { useReadQuery } from '@apollo/client/react'
import { Trans, useLingui } from '@lingui/react/macro'
import { CheckmarkCircleIcon } from '@navikt/aksel-icons'
import { BodyLong, Button } from '@navikt/ds-react'
import { type LoaderFunctionArgs, useLoaderData } from 'react-router'
import { preload } from '../../apollo.ts'
import { ReceiptDownload } from '../../dossier/receipt-download.tsx'
import { SignatureLine } from '../../dossier/signature-line.tsx'
import { formatBytes } from '../../dossier/document-link.tsx'
import { DateTimeText } from '../../ui/date-text.tsx'
import { PagedTable } from '../../ui/paged-table.tsx'
import { Breadcrumb, PageTitle } from '../../ui/page-title.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { DossierSentDocument, type DossierSentQuery } from './sent-page.generated.ts'
import './sent-page.css'

export function loader({ params }: LoaderFunctionArgs): PreloadedQueryRef<DossierSentQuery> {
  return preload(DossierSentDocument, { id: params['id'] ?? '' })
}

/** The receipt: what was sent, when, under which number, and what happens next. */
export function SentPage() {
  const { t, i18n } = useLingui()
  const { submission } = useReadQuery(useLoaderData<PreloadedQueryRef<DossierSentQuery>>()).data
  const { id, receipt, reference } = submission
  const model = `${submission.modelName} ${submission.modelVersion}`
  return (
    <div className="ui-page ui-page--reading">
      <Breadcrumb>
        <TextLink to="/apply">
          <Trans>My dossiers</Trans>
        </TextLink>
        <bdi>{model}</bdi>
      </Breadcrumb>
      {receipt ? (
        <>
          <PageTitle title={t`Your dossier was sent`} of={reference}>
            <CheckmarkCircleIcon aria-hidden fontSize="2.5rem" className="sent__mark" />
          </PageTitle>
          <BodyLong spacing>
            <Trans>
              The agency has received the dossier of <bdi>{model}</bdi>. Keep this receipt.
            </Trans>
          </BodyLong>
          <dl className="ui-facts">
            <dt>
              <Trans>Number</Trans>
            </dt>
            <dd>
              <bdi>{receipt.reference}</bdi>
            </dd>
            <dt>
              <Trans>Sent</Trans>
            </dt>
            <dd>
              <DateTimeText value={receipt.at} />
            </dd>
            <dt>
              <Trans>Signature</Trans>
            </dt>
            <dd>
              <SignatureLine {...receipt.signature} />
            </dd>
            <dt>
              <Trans>Hash of the record</Trans>
            </dt>
            <dd>
              <code dir="ltr">{receipt.recordHash}</code>
            </dd>
            {receipt.logIndex !== null && (
              <>
                <dt>
                  <Trans>Place in the public log</Trans>
                </dt>
                <dd>
                  <bdi>{receipt.logIndex}</bdi>
                </dd>
              </>
            )}
          </dl>
          <ReceiptDownload process="submission" id={id} />
          {receipt.files.length > 0 && (
            <PagedTable
              caption={t`Files sent`}
              showCaption
              head={
                <tr>
                  <th scope="col">{t`File`}</th>
                  <th scope="col">{t`Size`}</th>
                  <th scope="col">{t`SHA-256`}</th>
                </tr>
              }
            >
              {receipt.files.map(({ id: file, name, size, sha256 }) => (
                <tr key={file}>
                  <th scope="row">
                    <bdi>{name}</bdi>
                  </th>
                  <td data-label={t`Size`}>{formatBytes(size, i18n.locale)}</td>
                  <td data-label={t`SHA-256`}>
                    <code dir="ltr">{sha256}</code>
                  </td>
                </tr>
              ))}
            </PagedTable>
          )}
          <h2 className="aksel-heading aksel-heading--small sent__part">
            <Trans>What happens next</Trans>
          </h2>
          <ol>
            <li>
              <Trans>The agency acknowledges receipt.</Trans>
            </li>
            <li>
              <Trans>It checks that the dossier is complete. What is missing comes back to you in one list.</Trans>
            </li>
            <li>
              <Trans>The review begins, and its clock with it. You see the clock at any time.</Trans>
            </li>
          </ol>
          <div className="ui-actions">
            <TextLink to={`/apply/${id}/status`}>
              <Trans>See where the dossier stands</Trans>
            </TextLink>
            <Button type="button" variant="secondary" size="small" onClick={() => window.print()}>
              <Trans>Print the receipt</Trans>
            </Button>
          </div>
        </>
      ) : (
        <>
          <PageTitle title={t`This dossier has not been sent`} of={reference} />
          <TextLink to={`/apply/${id}`}>
            <Trans>Back to task list</Trans>
          </TextLink>
        </>
      )}
    </div>
  )
}
