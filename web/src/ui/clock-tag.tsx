import { Plural, Trans } from '@lingui/react/macro'
import { StatusTag } from './status-tag.tsx'

export interface ClockTagProps {
  /** Days until the due day, in the clock's own unit; negative when overdue; null when no clock runs. */
  daysLeft: number | null
  paused: boolean
  overdue: boolean
  /** `workingDays` counts the agency's working days only; anything else is calendar days. */
  unit?: string
  /** Who is waited for while the clock is paused. */
  waitingFor?: 'applicant' | 'agency'
}

/** How much time a clock leaves, in words first. */
export function ClockTag({ daysLeft, paused, overdue, unit, waitingFor = 'applicant' }: ClockTagProps) {
  if (paused) {
    return (
      <StatusTag kind="waiting">
        {waitingFor === 'applicant' ? (
          <Trans>Paused – waiting for applicant</Trans>
        ) : (
          <Trans>Paused – waiting for the agency</Trans>
        )}
      </StatusTag>
    )
  }
  if (daysLeft === null) return null
  const working = unit === 'workingDays' || unit === 'working days'
  const days = Math.abs(daysLeft)
  if (overdue && days > 0) {
    return (
      <StatusTag kind="late">
        {working ? (
          <Plural value={days} one="# working day overdue" other="# working days overdue" />
        ) : (
          <Plural value={days} one="# day overdue" other="# days overdue" />
        )}
      </StatusTag>
    )
  }
  if (days === 0) {
    return (
      <StatusTag kind={overdue ? 'late' : 'attention'}>
        <Trans>Due today</Trans>
      </StatusTag>
    )
  }
  return (
    <StatusTag kind={days <= 5 ? 'attention' : 'information'}>
      {working ? (
        <Plural value={days} one="# working day left" other="# working days left" />
      ) : (
        <Plural value={days} one="# day left" other="# days left" />
      )}
    </StatusTag>
  )
}
