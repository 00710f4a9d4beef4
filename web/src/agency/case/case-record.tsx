import type { FragmentType } from '@apollo/client'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { BodyShort, Heading } from '@navikt/ds-react'
import { ReceiptDownload } from '../../dossier/receipt-download.tsx'
import { SignatureLine } from '../../dossier/signature-line.tsx'
import { informationRequestStates, wordOf } from '../../dossier/status-words.ts'
import { DateText, DateTimeText } from '../../ui/date-text.tsx'
import { Colon, Comma } from '../../ui/punctuation.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { useLiveFragment } from '../../ui/use-live-fragment.ts'
import { decisionStates, outcomes } from '../words.ts'
import { type CaseRecordFragment, CaseRecordFragmentDoc } from './case-record.generated.ts'

/** What the case has led to: letters to the applicant, decisions with their signatures, the approval, the receipt. */
export function CaseRecord({ submission }: { submission: FragmentType<CaseRecordFragment> }) {
  const { t } = useLingui()
  const { data: shown } = useLiveFragment({ fragment: CaseRecordFragmentDoc, from: submission })
  const at = `/agency/cases/${shown.id}`
  return (
    <>
      <section aria-labelledby="case-requests">
        <Heading level="2" size="medium" id="case-requests" spacing>
          <Trans>Information requests</Trans>
        </Heading>
        {shown.informationRequests.length === 0 ? (
          <BodyShort>
            <Trans>None has been sent.</Trans>
          </BodyShort>
        ) : (
          <ul className="case__plain-list">
            {shown.informationRequests.map((request) => (
              <li key={request.id}>
                <TextLink to={`${at}/requests#request-${request.number ?? request.id}`}>
                  {request.number === null ? t`Draft of a request` : t`Request ${request.number}`}
                </TextLink>
                <Colon />
                {t(wordOf(informationRequestStates, request.state))}
                <Comma />
                <Plural value={request.questions.length} one="# question" other="# questions" />
                {request.dueAt && (
                  <>
                    {' '}
                    · <Trans>due</Trans> <DateText value={request.dueAt} />
                  </>
                )}
              </li>
            ))}
          </ul>
        )}
      </section>
      <section aria-labelledby="case-decisions">
        <Heading level="2" size="medium" id="case-decisions" spacing>
          <Trans>Decision</Trans>
        </Heading>
        {shown.decisions.length === 0 && (
          <BodyShort>
            <Trans>No decision has been drafted.</Trans>
          </BodyShort>
        )}
        {shown.decisions.map((decision) => (
          <div key={decision.id}>
            <BodyShort spacing>
              <TextLink to={`${at}/decision`}>
                {decision.outcome ? t(wordOf(outcomes, decision.outcome)) : t`Outcome not chosen yet`}
              </TextLink>{' '}
              – {t(wordOf(decisionStates, decision.state))}
            </BodyShort>
            <ul className="case__plain-list">
              {decision.signatures.map((signature) => (
                <li key={signature.id}>
                  <SignatureLine {...signature} />
                </li>
              ))}
            </ul>
          </div>
        ))}
        {shown.approval && (
          <BodyShort>
            <TextLink to={`/register/${shown.approval.registerNo}`}>
              <Trans>
                Register entry <bdi>{shown.approval.registerNo}</bdi>
              </Trans>
            </TextLink>
          </BodyShort>
        )}
      </section>
      {shown.receipt && (
        <section aria-labelledby="case-receipt">
          <Heading level="2" size="medium" id="case-receipt" spacing>
            <Trans>Receipt</Trans>
          </Heading>
          <dl className="ui-facts">
            <dt>{t`Sent`}</dt>
            <dd>
              <DateTimeText value={shown.receipt.at} />
            </dd>
            <dt>{t`Signature`}</dt>
            <dd>
              <SignatureLine {...shown.receipt.signature} />
            </dd>
            <dt>{t`Hash of the dossier`}</dt>
            <dd>
              <code className="agency-hash">{shown.receipt.recordHash}</code>
            </dd>
            <dt>{t`Place in the public log`}</dt>
            <dd>{shown.receipt.logIndex ?? t`Not yet in the log`}</dd>
          </dl>
          <ReceiptDownload process="submission" id={shown.id} />
        </section>
      )}
    </>
  )
}
