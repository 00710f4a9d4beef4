import { useLingui } from '@lingui/react/macro'
import { NavLink, useSearchParams } from 'react-router'
import { formatNumber } from '../../ui/date-text.tsx'
import { queueViews, withFilter } from './queue-filters.ts'
import type { QueueQuery } from './queue-page.generated.ts'

interface QueueViewsProps {
  current: string
  counts: QueueQuery['queue']['counts'] | undefined
}

/** The server counts no further than this. */
const countedUpTo = 1000

/** Rare, and few people's to act on: shown while there is something in them. */
const shownWhileFull = new Set<string>(['leaveAwaited'])

/** The views as links, each with its count. */
export function QueueViews({ current, counts }: QueueViewsProps) {
  const { t, i18n } = useLingui()
  const [search] = useSearchParams()
  const names = {
    mine: t`My work`,
    unassigned: t`Unassigned`,
    dueSoon: t`Due soon`,
    leaveAwaited: t`Clock stops to allow`,
    all: t`All`,
  }
  const views = queueViews.filter(
    (view) => !shownWhileFull.has(view) || view === current || (counts && counts[view] > 0),
  )
  const countText = (count: number): string =>
    count > countedUpTo ? `${formatNumber(countedUpTo, i18n.locale)}+` : formatNumber(count, i18n.locale)
  return (
    <nav aria-label={t`Views`} className="queue__views">
      {views.map((view) => (
        <NavLink
          key={view}
          to={{ search: withFilter(search, 'view', view).toString() }}
          className={() => (view === current ? 'queue__view queue__view--current' : 'queue__view')}
          aria-current={view === current ? 'page' : 'false'}
        >
          {names[view]}
          {counts && (
            <>
              {' '}
              <bdi>({countText(counts[view])})</bdi>
            </>
          )}
        </NavLink>
      ))}
    </nav>
  )
}
