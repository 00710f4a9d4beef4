import { Trans } from '@lingui/react/macro'
import { Button, InlineMessage } from '@navikt/ds-react'
import { useNews } from './live.ts'

/**
 * Says that something has changed, and shows it when asked: rows do not move under a reader's hand.
 *
 * @param caseId only what changed in this case; anywhere when absent
 */
export function NewsNote({ caseId, onShow }: { caseId?: string; onShow: () => void }) {
  const { isNews, seen } = useNews(caseId)
  return (
    <div role="status">
      {isNews && (
        <InlineMessage status="info">
          <span>
            <Trans>Something has changed since this page was drawn.</Trans>
          </span>{' '}
          <Button
            type="button"
            size="small"
            variant="secondary"
            onClick={() => {
              seen()
              onShow()
            }}
          >
            <Trans>Show it</Trans>
          </Button>
        </InlineMessage>
      )}
    </div>
  )
}
