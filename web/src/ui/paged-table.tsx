import { Trans } from '@lingui/react/macro'
import { ChevronLeftIcon, ChevronRightIcon } from '@navikt/aksel-icons'
import { Button } from '@navikt/ds-react'
import { type ReactNode, useId } from 'react'
import { useSearchParams } from 'react-router'
import { Dir } from './dir.tsx'

interface PagedTableProps {
  /** Says what the table holds; shown to everyone when `showCaption`, else to screen readers. */
  caption: ReactNode
  showCaption?: boolean
  head: ReactNode
  children: ReactNode
  /** On phones, rows become cards: each cell then needs `data-label`. */
  cards?: boolean
}

/** A table that scrolls within itself on narrow screens, or turns into cards. Sort in the header with `aria-sort`. */
export function PagedTable({ caption, showCaption = false, head, children, cards = true }: PagedTableProps) {
  const captionId = useId()
  return (
    <div className="ui-table-scroll" role="region" aria-labelledby={captionId} tabIndex={0}>
      <table className={cards ? 'ui-table ui-table--cards' : 'ui-table'}>
        <caption id={captionId} className={showCaption ? undefined : 'ui-visually-hidden'}>
          {caption}
        </caption>
        <thead>{head}</thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}

interface PagerProps {
  pageInfo: { hasNextPage: boolean; endCursor: string | null }
  /** Rows on this page. */
  count: number
  total: number
  /** False: there are more than `total`. */
  totalIsExact: boolean
  /** Rows before this page, from `?from=`; kept in the address with the cursor. */
}

/** "1 to 50 of 214", Previous and Next. The cursor lives in the address (`?after=`), so Back works and a link keeps it. */
export function Pager({ pageInfo, count, total, totalIsExact }: PagerProps) {
  const [search, setSearch] = useSearchParams()
  const from = Number(search.get('from') ?? 0)
  const first = count === 0 ? 0 : from + 1
  const last = from + count
  const go = (after: string | null, at: number) =>
    setSearch((before) => {
      const next = new URLSearchParams(before)
      if (after === null) next.delete('after')
      else next.set('after', after)
      if (at === 0) next.delete('from')
      else next.set('from', String(at))
      return next
    })
  return (
    <div className="ui-pager">
      <p>
        {totalIsExact ? (
          <Trans>
            {first} to {last} of {total}
          </Trans>
        ) : (
          <Trans>
            {first} to {last} of more than {total}
          </Trans>
        )}
      </p>
      <div className="ui-pager__steps">
        <Button
          type="button"
          size="small"
          variant="tertiary"
          disabled={from === 0}
          icon={
            <Dir>
              <ChevronLeftIcon aria-hidden />
            </Dir>
          }
          // A keyset cursor knows no way back but the browser's own history; from a shared link, to the first page.
          onClick={() => (window.history.length > 1 && history.state ? window.history.back() : go(null, 0))}
        >
          <Trans>Previous</Trans>
        </Button>
        <Button
          type="button"
          size="small"
          variant="tertiary"
          disabled={!pageInfo.hasNextPage}
          iconPosition="right"
          icon={
            <Dir>
              <ChevronRightIcon aria-hidden />
            </Dir>
          }
          onClick={() => go(pageInfo.endCursor, last)}
        >
          <Trans>Next</Trans>
        </Button>
      </div>
    </div>
  )
}
