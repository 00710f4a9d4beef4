import { Trans, useLingui } from '@lingui/react/macro'
import { memo } from 'react'
import { ClockTag } from '../../ui/clock-tag.tsx'
import { DateText } from '../../ui/date-text.tsx'
import { StatusTag } from '../../ui/status-tag.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { useLiveFragment } from '../../ui/use-live-fragment.ts'
import { submissionStates, wordOf } from '../../dossier/status-words.ts'
import { type QueueRowFieldsFragment, QueueRowFieldsFragmentDoc } from './queue-row.generated.ts'
import type { FragmentType } from '@apollo/client'

/** One case of the queue. A case from which the reader is recused shows its number and nothing that leads further. */
export const QueueRow = memo(function QueueRow({ row }: { row: FragmentType<QueueRowFieldsFragment> }) {
  const { t } = useLingui()
  const { data: shown } = useLiveFragment({ fragment: QueueRowFieldsFragmentDoc, from: row })
  return (
    <tr>
      <th scope="row" data-label={t`Number`}>
        <TextLink to={`/agency/cases/${shown.id}`} className="queue__open">
          <bdi>{shown.reference}</bdi>
        </TextLink>
      </th>
      <td data-label={t`Model`}>
        <bdi>
          {shown.modelName} {shown.modelVersion}
        </bdi>
      </td>
      <td data-label={t`Applicant`}>
        <bdi>{shown.organisationName}</bdi>
      </td>
      <td data-label={t`Class`}>{shown.riskClass ?? '–'}</td>
      <td data-label={t`State`}>
        {t(wordOf(submissionStates, shown.state))}{' '}
        {shown.leaveAwaited && (
          <StatusTag kind="attention">
            <Trans>Waits for leave to stop the clock</Trans>
          </StatusTag>
        )}
      </td>
      <td data-label={t`Clock`}>
        {shown.daysLeft === null && !shown.paused ? (
          '–'
        ) : (
          <ClockTag daysLeft={shown.daysLeft} paused={shown.paused} overdue={shown.overdue} />
        )}
      </td>
      <td data-label={t`Received`}>{shown.submittedAt ? <DateText value={shown.submittedAt} /> : '–'}</td>
      <td data-label={t`Assigned to`}>
        {shown.recused ? <Trans>You are recused</Trans> : shown.assignedTo ? <bdi>{shown.assignedTo}</bdi> : '–'}
      </td>
    </tr>
  )
})
