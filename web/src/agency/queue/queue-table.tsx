import { Trans, useLingui } from '@lingui/react/macro'
import { ArrowsUpDownIcon, SortUpIcon } from '@navikt/aksel-icons'
import { BodyShort, Skeleton } from '@navikt/ds-react'
import type { ReactNode } from 'react'
import { useSearchParams } from 'react-router'
import { PagedTable, Pager } from '../../ui/paged-table.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { type QueueFilters, withFilter } from './queue-filters.ts'
import type { QueueQuery } from './queue-page.generated.ts'
import { QueueRow } from './queue-row.tsx'

interface QueueTableProps {
  filters: QueueFilters
  queue: QueueQuery['queue'] | undefined
  /** What is shown belongs to the address before; the answer to this one is on its way. */
  isStale: boolean
  failed: boolean
}

/** The cases as a native table: sort by its column headers, page by page with "Previous" and "Next". */
export function QueueTable({ filters, queue, isStale, failed }: QueueTableProps) {
  if (!queue && failed) return null
  const rows = queue?.edges ?? []
  if (queue && rows.length === 0) return <NoCases filters={filters} />
  return (
    <div className={isStale ? 'queue__rows queue__rows--stale' : 'queue__rows'} aria-busy={isStale}>
      <PagedTable caption={<Trans>Dossiers in the queue</Trans>} head={<QueueHead filters={filters} />}>
        {queue ? rows.map(({ node }) => <QueueRow key={node.id} row={node} />) : <RowsToCome />}
      </PagedTable>
      {queue && (
        <Pager pageInfo={queue.pageInfo} count={rows.length} total={queue.total} totalIsExact={queue.totalIsExact} />
      )}
    </div>
  )
}

function QueueHead({ filters }: { filters: QueueFilters }) {
  return (
    <tr>
      <SortHeader filters={filters} by="reference">
        <Trans>Number</Trans>
      </SortHeader>
      <SortHeader filters={filters} by="modelName">
        <Trans>Model</Trans>
      </SortHeader>
      <th scope="col">
        <Trans>Applicant</Trans>
      </th>
      <th scope="col">
        <Trans>Class</Trans>
      </th>
      <th scope="col">
        <Trans>State</Trans>
      </th>
      <SortHeader filters={filters} by="dueAt">
        <Trans>Clock</Trans>
      </SortHeader>
      <SortHeader filters={filters} by="submittedAt">
        <Trans>Received</Trans>
      </SortHeader>
      <th scope="col">
        <Trans>Assigned to</Trans>
      </th>
    </tr>
  )
}

function SortHeader({
  filters,
  by,
  children,
}: {
  filters: QueueFilters
  by: QueueFilters['sort']
  children: ReactNode
}) {
  const [search, setSearch] = useSearchParams()
  const isSorted = filters.sort === by
  const Icon = isSorted ? SortUpIcon : ArrowsUpDownIcon
  return (
    <th scope="col" aria-sort={isSorted ? 'ascending' : 'none'}>
      <button type="button" className="queue__sort" onClick={() => setSearch(withFilter(search, 'sort', by))}>
        {children}
        <Icon aria-hidden />
      </button>
    </th>
  )
}

/** Eight grey rows of the same height, so that nothing jumps when the cases arrive. */
function RowsToCome() {
  return Array.from({ length: 8 }, (_, row) => (
    <tr key={row} aria-hidden>
      {Array.from({ length: 8 }, (__, cell) => (
        <td key={cell}>
          <Skeleton variant="text" />
        </td>
      ))}
    </tr>
  ))
}

function NoCases({ filters }: { filters: QueueFilters }) {
  const { t } = useLingui()
  const [search] = useSearchParams()
  if (filters.state || filters.riskClass || filters.q) {
    const cleared = withFilter(withFilter(withFilter(search, 'q', null), 'stage', null), 'class', null)
    return (
      <BodyShort className="queue__empty">
        <Trans>No dossier matches these filters.</Trans>{' '}
        <TextLink to={{ search: cleared.toString() }}>
          <Trans>Clear filters</Trans>
        </TextLink>
      </BodyShort>
    )
  }
  const why = {
    mine: t`You have no part in an open case now. Look under “Unassigned”.`,
    unassigned: t`No dossier waits for a case manager.`,
    dueSoon: t`Nothing is due in the next 5 days.`,
    leaveAwaited: t`No request waits for leave to stop the clock.`,
    all: t`No dossier has been submitted yet.`,
  }
  return <BodyShort className="queue__empty">{why[filters.view]}</BodyShort>
}
