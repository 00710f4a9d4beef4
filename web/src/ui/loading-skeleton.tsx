import { Trans } from '@lingui/react/macro'
import { useEffect, useState } from 'react'

/**
 * What stands in for a page while its data is on the way: nothing for 300 ms (in the style sheet), then grey bars of
 * about the page's size, and after 5 s a sentence.
 */
export function LoadingSkeleton({ rows = 8 }: { rows?: number }) {
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 5000)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div className="ui-skeleton">
      <div aria-hidden className="ui-skeleton__bars">
        <div className="ui-skeleton__bar ui-skeleton__bar--title" />
        {Array.from({ length: rows }, (_, row) => (
          <div key={row} className="ui-skeleton__bar" />
        ))}
      </div>
      <p role="status">{slow ? <Trans>Still loading</Trans> : null}</p>
    </div>
  )
}
