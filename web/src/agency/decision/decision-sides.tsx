import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, BodyShort, Heading } from '@navikt/ds-react'
import type { Pack } from '../../dossier/pack.ts'
import { ReceiptDownload } from '../../dossier/receipt-download.tsx'
import { SignatureLine } from '../../dossier/signature-line.tsx'
import { wordOf } from '../../dossier/status-words.ts'
import { StatusTag } from '../../ui/status-tag.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { stageLabel } from '../pack/use-pack.ts'
import { recommendations } from '../words.ts'
import type { DecisionToMakeFragment } from './decision-page.generated.ts'

const kindOf = (recommendation: string) =>
  recommendation === 'approve' ? 'done' : recommendation === 'refuse' ? 'late' : 'attention'

/** What speaks for and against: the stages' recommendations and dissent, the notice, the signatures. */
export function DecisionSides({ shown, pack }: { shown: DecisionToMakeFragment; pack: Pack }) {
  const { t } = useLingui()
  const given = shown.signatures.filter(({ voided }) => !voided)
  return (
    <aside className="decision__sides" aria-label={t`Recommendations and signatures`}>
      <section aria-labelledby="recommendations">
        <Heading level="2" size="small" id="recommendations" spacing>
          <Trans>Recommendations</Trans>
        </Heading>
        {shown.recommendations.length === 0 && (
          <BodyShort>
            <Trans>No stage has recommended anything yet.</Trans>
          </BodyShort>
        )}
        <ul className="decision__list">
          {shown.recommendations.map(({ stage, recommendation, dissent }) => (
            <li key={stage}>
              <TextLink to={`/agency/cases/${shown.submissionId}/review?stage=${stage}`}>
                {stageLabel(pack, stage)}
              </TextLink>{' '}
              {recommendation === null ? (
                <StatusTag kind="waiting">{t`Not given yet`}</StatusTag>
              ) : (
                <StatusTag kind={kindOf(recommendation)}>{t(wordOf(recommendations, recommendation))}</StatusTag>
              )}
              {dissent && (
                <BodyLong size="small" dir="auto" className="decision__note">
                  <strong>
                    <Trans>Dissent:</Trans>
                  </strong>{' '}
                  {dissent}
                </BodyLong>
              )}
            </li>
          ))}
        </ul>
      </section>
      {shown.noticeText && (
        <section aria-labelledby="notice">
          <Heading level="2" size="small" id="notice" spacing>
            <Trans>Notice of intent</Trans>
          </Heading>
          <BodyLong dir="auto" spacing>
            {shown.noticeText}
          </BodyLong>
          <Heading level="3" size="xsmall">
            <Trans>Comments of the applicant</Trans>
          </Heading>
          <BodyLong dir="auto">{shown.noticeComments ?? t`None yet`}</BodyLong>
        </section>
      )}
      <section aria-labelledby="signatures">
        <Heading level="2" size="small" id="signatures" spacing>
          <Trans>Signatures</Trans>
        </Heading>
        <BodyShort spacing>
          {shown.signaturesNeeded === 2 ? (
            <Trans>This decision needs a signature and a countersignature of two different people.</Trans>
          ) : (
            <Trans>This decision needs one signature.</Trans>
          )}
        </BodyShort>
        <ol className="decision__list">
          <li>
            <Trans>Drafted</Trans> – {shown.drafter ? <bdi>{shown.drafter.name}</bdi> : '–'}
          </li>
          {shown.signatures.map((signature) => (
            <li key={signature.id}>
              <SignatureLine {...signature} />
              <div>
                <code className="agency-hash">{signature.recordHash}</code>
              </div>
            </li>
          ))}
          {given.length < 1 && (
            <li className="ui-subtle">
              <Trans>Signature – not yet</Trans>
            </li>
          )}
          {shown.signaturesNeeded === 2 && given.length < 2 && (
            <li className="ui-subtle">
              <Trans>Countersignature – not yet (a different person)</Trans>
            </li>
          )}
        </ol>
        {shown.state === 'issued' && <ReceiptDownload process="decision" id={shown.id} />}
      </section>
    </aside>
  )
}
