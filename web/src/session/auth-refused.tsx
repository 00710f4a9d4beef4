import { Plural, Trans } from '@lingui/react/macro'
import { BodyShort, LocalAlert } from '@navikt/ds-react'
import { useEffect, useRef } from 'react'
import { TextLink } from '../ui/text-link.tsx'
import type { AuthRefusal } from './auth-post.ts'

/** The server's "no" to a request without a session, in words of ours. Takes the focus. */
export function AuthRefused({ refusal }: { refusal: AuthRefusal | null }) {
  const alert = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (refusal) alert.current?.focus()
  }, [refusal])
  if (!refusal) return null
  return (
    <LocalAlert ref={alert} tabIndex={-1} status="error">
      <LocalAlert.Header>
        <LocalAlert.Title as="h2">
          <Title code={refusal.code} />
        </LocalAlert.Title>
      </LocalAlert.Header>
      <LocalAlert.Content>
        <Words refusal={refusal} />
      </LocalAlert.Content>
    </LocalAlert>
  )
}

function Title({ code }: { code: string }) {
  if (code === 'LINK_UNUSABLE') return <Trans>This link does not work any more</Trans>
  return <Trans>This did not work</Trans>
}

function Words({ refusal: { code, retryAfter = 1, issues = [] } }: { refusal: AuthRefusal }) {
  if (code === 'LINK_UNUSABLE')
    return (
      <BodyShort>
        <Trans>
          It was used, is too old, or was replaced by a newer one. Ask whoever invited you for another, or{' '}
          <TextLink to="/forgot-password">ask for a link to choose a password</TextLink>.
        </Trans>
      </BodyShort>
    )
  if (code === 'RATE_LIMITED')
    return (
      <BodyShort>
        <Plural
          value={retryAfter}
          one="Too many tries. Try again in # second."
          other="Too many tries. Try again in # seconds."
        />
      </BodyShort>
    )
  return (
    <>
      <BodyShort>
        <Trans>Check what you typed, then send it again.</Trans>
      </BodyShort>
      {issues.length > 0 && (
        <ul className="ui-reasons">
          {issues.map(({ path, message }) => (
            <li key={path}>{message}</li>
          ))}
        </ul>
      )}
    </>
  )
}
