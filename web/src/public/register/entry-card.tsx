import { Trans } from '@lingui/react/macro'
import { BodyShort } from '@navikt/ds-react'
import { DateText } from '../../ui/date-text.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { useLiveFragment } from '../../ui/use-live-fragment.ts'
import { EntryStatus } from '../entry/entry-status.tsx'
import { EntryCardFragmentDoc, type EntryCardFragment } from './entry-card.generated.ts'
import type { FragmentType } from '@apollo/client'
import './register.css'

/** One entry of the register in a list: name and version, who made it, in short, how it stands. */
export function EntryCard({ entry }: { entry: FragmentType<EntryCardFragment> }) {
  const { data } = useLiveFragment({ fragment: EntryCardFragmentDoc, from: entry })
  const { riskClass } = data
  return (
    <li className="register__card">
      <h3 className="register__name">
        <TextLink to={`/register/${data.no}`}>
          <bdi>
            {data.modelName} {data.modelVersion}
          </bdi>
        </TextLink>
      </h3>
      <EntryStatus status={data.status} />
      <BodyShort className="register__developer">
        <bdi>{data.developer}</bdi> · <bdi>{data.no}</bdi> ·{' '}
        <bdi>
          <Trans>Class {riskClass}</Trans>
        </bdi>
      </BodyShort>
      <p className="register__summary" dir="auto">
        {data.summary}
      </p>
      <BodyShort size="small" className="ui-subtle">
        {data.validUntil ? (
          <Trans>
            Decided on <DateText value={data.decidedAt} />, valid until <DateText value={data.validUntil} />
          </Trans>
        ) : (
          <Trans>
            Decided on <DateText value={data.decidedAt} />
          </Trans>
        )}
      </BodyShort>
    </li>
  )
}
