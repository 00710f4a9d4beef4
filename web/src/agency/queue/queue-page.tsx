import { useQuery } from '@apollo/client/react'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { BodyShort, Button, InlineMessage } from '@navikt/ds-react'
import { useRef } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { NewsNote } from '../../session/news-note.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { Shortcuts } from '../shortcuts/shortcuts.tsx'
import { QueueFilterBar } from './queue-filter-bar.tsx'
import { pageSize, readQueueFilters } from './queue-filters.ts'
import { QueueDocument } from './queue-page.generated.ts'
import { QueueTable } from './queue-table.tsx'
import { QueueViews } from './queue-views.tsx'
import './queue-page.css'

/** The cases of the agency: its views, filters and order in the address, 50 rows a page. */
export function QueuePage() {
  const { t } = useLingui()
  const [search] = useSearchParams()
  const navigate = useNavigate()
  const filters = readQueueFilters(search)
  const findField = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const { data, previousData, error, refetch } = useQuery(QueueDocument, {
    variables: { ...filters, first: pageSize },
    fetchPolicy: 'cache-and-network',
    notifyOnNetworkStatusChange: true,
  })
  // A failed refresh must not take away the rows that are there.
  const queue = (data ?? previousData)?.queue

  function moveBy(step: 1 | -1): void {
    const links = [...(list.current?.querySelectorAll<HTMLAnchorElement>('a.queue__open') ?? [])]
    const at = links.findIndex((link) => link === document.activeElement)
    links[Math.max(0, Math.min(links.length - 1, at + step))]?.focus()
  }

  return (
    <div className="ui-page ui-page--desk queue">
      <PageTitle title={t`Queue`}>
        <BodyShort role="status">{queue && <CaseCount total={queue.total} isExact={queue.totalIsExact} />}</BodyShort>
      </PageTitle>
      <NewsNote onShow={() => void refetch().catch(() => undefined)} />
      <QueueViews current={filters.view} counts={queue?.counts} />
      <QueueFilterBar filters={filters} findField={findField} />
      {error && (
        <InlineMessage status="error" role="alert" className="queue__fault">
          <span>
            <Trans>Could not refresh.</Trans>
          </span>
          <Button type="button" size="small" variant="secondary" onClick={() => void refetch().catch(() => undefined)}>
            <Trans>Try again</Trans>
          </Button>
        </InlineMessage>
      )}
      <div ref={list}>
        <QueueTable filters={filters} queue={queue} isStale={!data && !error} failed={Boolean(error)} />
      </div>
      <Shortcuts
        shortcuts={[
          { key: 'j', label: t`Next dossier`, act: () => moveBy(1) },
          { key: 'k', label: t`Previous dossier`, act: () => moveBy(-1) },
          { key: '/', label: t`Find`, act: () => findField.current?.focus() },
          { key: 'm', label: t`My work`, act: () => void navigate('/agency/queue?view=mine') },
        ]}
      />
    </div>
  )
}

function CaseCount({ total, isExact }: { total: number; isExact: boolean }) {
  if (!isExact) return <Trans>More than {total - 1} dossiers</Trans>
  return <Plural value={total} one="# dossier" other="# dossiers" />
}
