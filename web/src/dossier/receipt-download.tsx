import { Trans } from '@lingui/react/macro'
import { BodyShort, Button, Link, Loader } from '@navikt/ds-react'
import { useEffect, useState } from 'react'
import './receipt-download.css'

interface ReceiptDownloadProps {
  process: 'submission' | 'decision'
  id: string
}

const waitMs = 5000
const everyMs = 500

/**
 * The receipt as a file, once a signed head of the public log covers it: a second or two after the signature. Waits for it at
 * most five seconds, and says so.
 */
export function ReceiptDownload({ process, id }: ReceiptDownloadProps) {
  const address = `/receipts/${process}/${id}`
  const [state, setState] = useState<'waiting' | 'ready' | 'late' | 'none'>('waiting')
  const [asked, setAsked] = useState(0)

  useEffect(() => {
    const stopping = new AbortController()
    const until = Date.now() + waitMs
    const ask = async (): Promise<void> => {
      const answer = await fetch(address, { signal: stopping.signal })
      await answer.body?.cancel()
      if (answer.status === 200) setState('ready')
      else if (answer.status !== 202) setState('none')
      else if (Date.now() < until) setTimeout(() => void ask().catch(late), everyMs)
      else setState('late')
    }
    const late = () => {
      if (!stopping.signal.aborted) setState('late')
    }
    ask().catch(late)
    return () => stopping.abort()
  }, [address, asked])

  if (state === 'none') return null
  return (
    <div role="status" className="receipt-download">
      {state === 'waiting' && (
        <BodyShort>
          <Loader size="xsmall" aria-hidden /> <Trans>The public log is confirming the signature…</Trans>
        </BodyShort>
      )}
      {state === 'ready' && (
        <BodyShort>
          <Link href={address} download>
            <Trans>Download the receipt (JSON)</Trans>
          </Link>{' '}
          <Trans>
            Anyone can check it at <Link href="/verify">Check a receipt</Link>.
          </Trans>
        </BodyShort>
      )}
      {state === 'late' && (
        <BodyShort>
          <Trans>The signature stands, but the public log has not confirmed it yet.</Trans>{' '}
          <Button
            type="button"
            size="small"
            variant="tertiary"
            onClick={() => {
              setState('waiting')
              setAsked(asked + 1)
            }}
          >
            <Trans>Ask again</Trans>
          </Button>
        </BodyShort>
      )}
    </div>
  )
}
