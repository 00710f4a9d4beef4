import { useSuspenseQuery } from '@apollo/client/react'
import { Trans } from '@lingui/react/macro'
import { Button, Heading } from '@navikt/ds-react'
import { Suspense, useState, useTransition } from 'react'
import type { Pack } from '../../dossier/pack.ts'
import { Timeline } from '../../dossier/timeline.tsx'
import { LoadingSkeleton } from '../../ui/loading-skeleton.tsx'
import { CaseTimelinePageDocument } from './case-timeline.generated.ts'

const pageSize = 20

/** Everything that happened in the case, page by page below one another. */
export function CaseTimeline({ id, pack }: { id: string; pack: Pack }) {
  return (
    <section aria-labelledby="case-timeline">
      <Heading level="2" size="medium" id="case-timeline" spacing>
        <Trans>Timeline</Trans>
      </Heading>
      <Suspense fallback={<LoadingSkeleton rows={4} />}>
        <TimelinePages id={id} pack={pack} />
      </Suspense>
    </section>
  )
}

function TimelinePages({ id, pack }: { id: string; pack: Pack }) {
  // The cursors of the pages that are open; the first page has none.
  const [cursors, setCursors] = useState<readonly (string | null)[]>([null])
  return cursors.map((cursor, page) => (
    <TimelinePage
      key={cursor ?? ''}
      id={id}
      pack={pack}
      after={cursor}
      onMore={page === cursors.length - 1 ? (next) => setCursors([...cursors, next]) : undefined}
    />
  ))
}

interface TimelinePageProps {
  id: string
  pack: Pack
  after: string | null
  /** Opens the page that begins after this cursor; absent when it is open. */
  onMore: ((cursor: string) => void) | undefined
}

function TimelinePage({ id, pack, after, onMore }: TimelinePageProps) {
  const [isOpening, startOpening] = useTransition()
  const { data } = useSuspenseQuery(CaseTimelinePageDocument, {
    variables: { id, first: pageSize, after },
    fetchPolicy: 'cache-and-network',
  })
  const { edges, pageInfo } = data.submission.timeline
  const { endCursor } = pageInfo
  return (
    <>
      <Timeline entries={edges.map(({ node }) => node)} pack={pack} />
      {onMore && pageInfo.hasNextPage && endCursor && (
        <Button
          type="button"
          size="small"
          variant="secondary"
          loading={isOpening}
          onClick={() => startOpening(() => onMore(endCursor))}
        >
          <Trans>Show more entries</Trans>
        </Button>
      )}
    </>
  )
}
