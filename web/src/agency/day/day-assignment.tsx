import type { FragmentType } from '@apollo/client'
import { Trans, useLingui } from '@lingui/react/macro'
import { wordOf } from '../../dossier/status-words.ts'
import { DateText } from '../../ui/date-text.tsx'
import { Colon } from '../../ui/punctuation.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { useLiveFragment } from '../../ui/use-live-fragment.ts'
import { assignmentStates, stageNames } from '../words.ts'
import { type DayAssignmentFragment, DayAssignmentFragmentDoc } from './day-assignment.generated.ts'

/** One review of mine: first to declare interests, then to review. */
export function DayAssignment({ assignment }: { assignment: FragmentType<DayAssignmentFragment> }) {
  const { t } = useLingui()
  const { data: shown } = useLiveFragment({ fragment: DayAssignmentFragmentDoc, from: assignment })
  const stage = t(wordOf(stageNames, shown.stageKey))
  const isReviewing = shown.state === 'active' || shown.state === 'completed'
  const mayReview = isReviewing && shown.submissionId !== null
  // An interest declared in another stage of the case shuts this one too.
  const isShut = isReviewing && shown.submissionId === null
  const mustDeclare = shown.state === 'proposed' || shown.state === 'declaring'
  return (
    <li className="day__entry">
      {mayReview ? (
        <TextLink to={`/agency/cases/${shown.submissionId}/review?stage=${shown.stageKey}`}>
          <Trans>
            Review {stage}: <bdi>{shown.namesToDeclare.model}</bdi>
          </Trans>
        </TextLink>
      ) : mustDeclare ? (
        <TextLink to={`/agency/assignments/${shown.id}`}>
          <Trans>
            Declare your interests: <bdi>{shown.namesToDeclare.model}</bdi>
          </Trans>
        </TextLink>
      ) : (
        <TextLink to={`/agency/assignments/${shown.id}`}>
          {stage}
          <Colon />
          <bdi>{shown.namesToDeclare.model}</bdi>
        </TextLink>
      )}
      <span className="ui-subtle">
        <bdi>{shown.reference}</bdi> · <bdi>{shown.namesToDeclare.applicant}</bdi> ·{' '}
        {isShut ? <Trans>closed to you while an interest is checked</Trans> : t(wordOf(assignmentStates, shown.state))}
        {shown.dueAt && (
          <>
            {' '}
            · <Trans>due</Trans> <DateText value={shown.dueAt} />
          </>
        )}
      </span>
    </li>
  )
}
