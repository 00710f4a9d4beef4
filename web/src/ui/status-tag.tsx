import {
  CheckmarkCircleIcon,
  CircleIcon,
  ClockIcon,
  ExclamationmarkTriangleIcon,
  InformationSquareIcon,
  PauseIcon,
} from '@navikt/aksel-icons'
import type { ReactNode } from 'react'

/** done = it is over and well; attention = soon; late = overdue or wrong; waiting = somebody else's turn; open = not begun. */
export type StatusKind = 'open' | 'done' | 'attention' | 'late' | 'waiting' | 'information'

const icons = {
  open: CircleIcon,
  done: CheckmarkCircleIcon,
  attention: ClockIcon,
  late: ExclamationmarkTriangleIcon,
  waiting: PauseIcon,
  information: InformationSquareIcon,
}

/** A state as icon and words: colour never speaks alone. Plain markup, because a table draws it in every row. */
export function StatusTag({ kind, children, id }: { kind: StatusKind; children: ReactNode; id?: string }) {
  const Icon = icons[kind]
  return (
    <span className={`ui-tag ui-tag--${kind}`} id={id}>
      <Icon aria-hidden fontSize="1.1em" />
      <span>{children}</span>
    </span>
  )
}
