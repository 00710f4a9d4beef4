import { useSuspenseQuery } from '@apollo/client/react'
import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Heading } from '@navikt/ds-react'
import { Suspense, useState, useTransition } from 'react'
import { PersonText } from '../../dossier/person-text.tsx'
import { wordOf } from '../../dossier/status-words.ts'
import { DateTimeText } from '../../ui/date-text.tsx'
import { LoadingSkeleton } from '../../ui/loading-skeleton.tsx'
import { Colon, listed } from '../../ui/punctuation.tsx'
import { CaseReadingsPageDocument } from './case-readings.generated.ts'

const pageSize = 20

/** What the access log calls the things that a request opened. */
const openedWords = {
  submission: msg`the case`,
  answers: msg`answers`,
  answerHistory: msg`earlier answers`,
  documents: msg`list of documents`,
  reviewStage: msg`a review stage`,
  reviewerAssignment: msg`an assignment`,
  informationRequest: msg`an information request`,
  decision: msg`the decision`,
}

/** Who of the agency opened the case, for those whom the server tells it: nothing at all for the others. */
export function CaseReadings({ id }: { id: string }) {
  const [isShown, setShown] = useState(false)
  return (
    <section aria-labelledby="case-readings">
      <Heading level="2" size="medium" id="case-readings" spacing>
        <Trans>Who opened this case</Trans>
      </Heading>
      {isShown ? (
        <Suspense fallback={<LoadingSkeleton rows={4} />}>
          <ReadingPages id={id} />
        </Suspense>
      ) : (
        <Button type="button" size="small" variant="secondary" onClick={() => setShown(true)}>
          <Trans>Show the access log</Trans>
        </Button>
      )}
    </section>
  )
}

function ReadingPages({ id }: { id: string }) {
  const [cursors, setCursors] = useState<readonly (string | null)[]>([null])
  return cursors.map((cursor, page) => (
    <ReadingPage
      key={cursor ?? ''}
      id={id}
      after={cursor}
      onMore={page === cursors.length - 1 ? (next) => setCursors([...cursors, next]) : undefined}
    />
  ))
}

interface ReadingPageProps {
  id: string
  after: string | null
  /** Opens the page that begins after this cursor; absent when it is open. */
  onMore: ((cursor: string) => void) | undefined
}

function ReadingPage({ id, after, onMore }: ReadingPageProps) {
  const { t, i18n } = useLingui()
  const [isOpening, startOpening] = useTransition()
  const { data } = useSuspenseQuery(CaseReadingsPageDocument, {
    variables: { id, first: pageSize, after },
    fetchPolicy: 'cache-and-network',
  })
  const { readings } = data.submission
  if (readings == null) return null
  const { endCursor, hasNextPage } = readings.pageInfo
  return (
    <>
      <ul className="case__plain-list">
        {readings.edges.map(({ node }) => (
          <li key={node.id}>
            <DateTimeText value={node.at} /> – <PersonText name={node.name} office={node.office ?? ''} />
            <Colon />
            {listed(
              node.opened.map((what) => t(wordOf(openedWords, what))),
              i18n.locale,
            )}
          </li>
        ))}
      </ul>
      {onMore && hasNextPage && endCursor && (
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
