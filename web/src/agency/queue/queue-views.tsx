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

/** The four views as links, each with its count. */
export function QueueViews({ current, counts }: QueueViewsProps) {
  const { t, i18n } = useLingui()
  const [search] = useSearchParams()
  const names = { mine: t`My work`, unassigned: t`Unassigned`, dueSoon: t`Due soon`, all: t`All` }
  const countText = (count: number): string =>
    count > countedUpTo ? `${formatNumber(countedUpTo, i18n.locale)}+` : formatNumber(count, i18n.locale)
  return (
    <nav aria-label={t`Views`} className="queue__views">
      {queueViews.map((view) => (
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
