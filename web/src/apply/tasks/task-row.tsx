import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { sectionStates, wordOf } from '../../dossier/status-words.ts'
import { StatusTag, type StatusKind } from '../../ui/status-tag.tsx'
import { TextLink } from '../../ui/text-link.tsx'

interface Progress {
  state: string
  answered: number
  required: number
  unmet: number
  unconfirmed: number
}

interface TaskRowProps {
  number: number
  to: string
  title: string
  progress: Progress | undefined
}

const kinds: Readonly<Record<string, StatusKind>> = {
  completed: 'done',
  hasErrors: 'late',
  inProgress: 'information',
  notStarted: 'open',
  locked: 'waiting',
}

/** One section in the list of tasks: a link, described by how far it is. */
export function TaskRow({ number, to, title, progress }: TaskRowProps) {
  const { t } = useLingui()
  const stateId = `task-${number}`
  const state = progress?.state ?? 'notStarted'
  return (
    <li className="tasks__row">
      <span className="tasks__title">
        <span aria-hidden className="tasks__number">
          {number}
        </span>
        <TextLink to={to} aria-describedby={stateId}>
          {title}
        </TextLink>
      </span>
      <span id={stateId} className="tasks__state">
        <StatusTag kind={kinds[state] ?? 'information'}>{t(wordOf(sectionStates, state))}</StatusTag>
        <span className="ui-subtle">{progress && <Detail {...progress} />}</span>
      </span>
    </li>
  )
}

function Detail({ state, unmet, unconfirmed }: Progress): ReactNode {
  const missing = unmet - unconfirmed
  const showsMissing = state !== 'completed' && state !== 'notStarted' && missing > 0
  return (
    <>
      {showsMissing && <Plural value={missing} one="# thing is missing" other="# things are missing" />}
      {showsMissing && unconfirmed > 0 && ' · '}
      {unconfirmed > 0 && (
        <Plural value={unconfirmed} one="# answer imported, check" other="# answers imported, check" />
      )}
      {state === 'locked' && <Trans>Cannot be changed now</Trans>}
    </>
  )
}
