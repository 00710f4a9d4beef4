import type { FragmentType } from '@apollo/client'
import { Trans, useLingui } from '@lingui/react/macro'
import { BodyShort, Heading } from '@navikt/ds-react'
import { ClassSteps } from '../../dossier/class-steps.tsx'
import type { Pack } from '../../dossier/pack.ts'
import { wordOf } from '../../dossier/status-words.ts'
import { DateText, DateTimeText } from '../../ui/date-text.tsx'
import { useLiveFragment } from '../../ui/use-live-fragment.ts'
import { parts } from '../words.ts'
import { type CaseFactsFragment, CaseFactsFragmentDoc } from './case-facts.generated.ts'

/** States in which somebody manages the case, or ought to. */
export const managed: readonly string[] = ['inReview', 'onHold', 'consolidation', 'decisionPending']

/** What the case is about, how its class was worked out, and who has which part in it. */
export function CaseFacts({ submission, pack }: { submission: FragmentType<CaseFactsFragment>; pack: Pack }) {
  const { t } = useLingui()
  const { data: shown } = useLiveFragment({ fragment: CaseFactsFragmentDoc, from: submission })
  return (
    <>
      <section aria-labelledby="case-facts">
        <Heading level="2" size="medium" id="case-facts" spacing>
          <Trans>Facts</Trans>
        </Heading>
        <dl className="ui-facts">
          <dt>{t`Model`}</dt>
          <dd>
            <bdi>
              {shown.modelName} {shown.modelVersion}
            </bdi>
          </dd>
          <dt>{t`Applicant`}</dt>
          <dd>
            <bdi>{shown.organisation.name}</bdi>
            {!shown.organisation.verified && <> ({t`not verified`})</>}
          </dd>
          <dt>{t`Number`}</dt>
          <dd>
            <bdi>{shown.reference}</bdi>
            {shown.registerNo && (
              <>
                {' '}
                · <bdi>{shown.registerNo}</bdi>
              </>
            )}
          </dd>
          <dt>{t`Received`}</dt>
          <dd>{shown.submittedAt ? <DateTimeText value={shown.submittedAt} /> : t`Not yet`}</dd>
          <dt>{t`Decided`}</dt>
          <dd>{shown.decidedAt ? <DateText value={shown.decidedAt} /> : t`Not yet`}</dd>
          {managed.includes(shown.state) && (
            <>
              <dt>{t`Case manager now`}</dt>
              <dd>{shown.manager ? <bdi>{shown.manager.name}</bdi> : t`Nobody: the place is empty`}</dd>
            </>
          )}
          <dt>{t`Rules`}</dt>
          <dd>
            <Trans>
              Policy pack <bdi>{shown.packVersion}</bdi>
            </Trans>
          </dd>
        </dl>
        <ClassSteps classification={shown.classification} pack={pack} />
        {shown.notAvailable.map((reason) => (
          <BodyShort key={reason}>{reason}</BodyShort>
        ))}
      </section>
      <section aria-labelledby="case-people">
        <Heading level="2" size="medium" id="case-people" spacing>
          <Trans>People</Trans>
        </Heading>
        {shown.parts.length === 0 ? (
          <BodyShort>
            <Trans>Nobody has a part in this case yet.</Trans>
          </BodyShort>
        ) : (
          <dl className="ui-facts">
            {shown.parts.map(({ part, person }) => (
              <CasePart key={`${part} ${person.id}`} part={t(wordOf(parts, part))} name={person.name} />
            ))}
          </dl>
        )}
      </section>
    </>
  )
}

function CasePart({ part, name }: { part: string; name: string }) {
  return (
    <>
      <dt>{part}</dt>
      <dd>
        <bdi>{name}</bdi>
      </dd>
    </>
  )
}
