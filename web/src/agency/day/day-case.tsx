import type { FragmentType } from '@apollo/client'
import { useLingui } from '@lingui/react/macro'
import { submissionStates, wordOf } from '../../dossier/status-words.ts'
import { ClockTag } from '../../ui/clock-tag.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { useLiveFragment } from '../../ui/use-live-fragment.ts'
import { type DayCaseFragment, DayCaseFragmentDoc } from './day-case.generated.ts'

interface DayCaseProps {
  row: FragmentType<DayCaseFragment>
  /** Where the link leads within the case; '' is its overview. */
  to?: '' | '/decision' | '/requests'
}

/** One case of the day: what it is, where it stands, how much time is left. */
export function DayCase({ row, to = '' }: DayCaseProps) {
  const { t } = useLingui()
  const { data: shown } = useLiveFragment({ fragment: DayCaseFragmentDoc, from: row })
  return (
    <li className="day__entry">
      <TextLink to={`/agency/cases/${shown.id}${to}`}>
        <bdi>
          {shown.modelName} {shown.modelVersion}
        </bdi>
      </TextLink>
      <span className="ui-subtle">
        <bdi>{shown.reference}</bdi> · <bdi>{shown.organisationName}</bdi> ·{' '}
        {shown.riskClass && <>{t`Class ${shown.riskClass}`} · </>}
        {t(wordOf(submissionStates, shown.state))}
      </span>
      <ClockTag daysLeft={shown.daysLeft} paused={shown.paused} overdue={shown.overdue} />
    </li>
  )
}
