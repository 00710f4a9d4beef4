import { Trans, useLingui } from '@lingui/react/macro'
import { DateTimeText } from '../ui/date-text.tsx'
import { eventWords } from './timeline-words.ts'
import './timeline.css'

export interface TimelineItem {
  id: string
  at: string
  process: string
  event: string
  actor: string
  office: string | null
  reason: string | null
  subjectLabel: string
}

/** Everything that happened to a case, newest first as the server gives it. */
export function Timeline({ entries }: { entries: readonly TimelineItem[] }) {
  const { t } = useLingui()
  if (entries.length === 0) {
    return (
      <p className="ui-subtle">
        <Trans>Nothing has happened yet.</Trans>
      </p>
    )
  }
  return (
    <ol className="timeline">
      {entries.map(({ id, at, process, event, actor, office, reason, subjectLabel }) => (
        <li key={id} className="timeline__entry">
          <span className="timeline__what">
            {t(eventWords(process, event))}
            {subjectLabel && (
              <>
                {' – '}
                <bdi>{subjectLabel}</bdi>
              </>
            )}
          </span>
          <span className="ui-subtle">
            <DateTimeText value={at} /> · <bdi>{actor === 'system' ? t`The portal` : actor}</bdi>
            {office && office !== actor && (
              <>
                {', '}
                <bdi>{office}</bdi>
              </>
            )}
          </span>
          {reason && (
            <span className="timeline__reason" dir="auto">
              {reason}
            </span>
          )}
        </li>
      ))}
    </ol>
  )
}
