import { Trans, useLingui } from '@lingui/react/macro'
import { findField } from '@placet/shared/policy-pack/fields'
import { DateTimeText } from '../ui/date-text.tsx'
import type { Pack } from './pack.ts'
import { PersonText } from './person-text.tsx'
import { decisionKinds } from './status-words.ts'
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
export function Timeline({ entries, pack }: { entries: readonly TimelineItem[]; pack: Pack }) {
  const { t } = useLingui()
  // The server names a stage and a field by their key, a decision by its kind, and the others as they are to be read.
  const subjectOf = ({ process, subjectLabel }: TimelineItem): string => {
    switch (process) {
      case 'reviewStage':
      case 'reviewerAssignment':
        return pack.stages.find(({ key }) => key === subjectLabel)?.label ?? subjectLabel
      case 'confidentialityClaim':
        return findField(pack, subjectLabel)?.label ?? subjectLabel
      case 'decision': {
        const kind = decisionKinds[subjectLabel]
        return kind ? t(kind) : subjectLabel
      }
      default:
        return subjectLabel
    }
  }
  if (entries.length === 0) {
    return (
      <p className="ui-subtle">
        <Trans>Nothing has happened yet.</Trans>
      </p>
    )
  }
  return (
    <ol className="timeline">
      {entries.map((entry) => {
        const { id, at, process, event, actor, office, reason } = entry
        const subject = subjectOf(entry)
        return (
          <li key={id} className="timeline__entry">
            <span className="timeline__what">
              {t(eventWords(process, event))}
              {subject && (
                <>
                  {' – '}
                  <bdi>{subject}</bdi>
                </>
              )}
            </span>
            <span className="ui-subtle">
              <DateTimeText value={at} /> ·{' '}
              {actor === 'system' ? t`The portal` : <PersonText name={actor} office={office} />}
            </span>
            {reason && (
              <span className="timeline__reason" dir="auto">
                {reason}
              </span>
            )}
          </li>
        )
      })}
    </ol>
  )
}
