import { Plural, Trans } from '@lingui/react/macro'
import { LocalAlert } from '@navikt/ds-react'
import { useEffect, useRef } from 'react'
import type { Refusal } from './sign-in.ts'

/** The server's "no" in words. Which of the two is wrong is not said: nobody is to learn which accounts exist. */
export function SignInRefused({ refusal, level }: { refusal: Refusal | null; level: 'h2' | 'h3' }) {
  const alert = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (refusal) alert.current?.focus()
  }, [refusal])
  if (!refusal) return null
  return (
    <LocalAlert ref={alert} tabIndex={-1} status="error">
      <LocalAlert.Header>
        <LocalAlert.Title as={level}>
          <Trans>You are not signed in</Trans>
        </LocalAlert.Title>
      </LocalAlert.Header>
      <LocalAlert.Content>
        {refusal.code === 'WRONG_CREDENTIALS' ? (
          <Trans>The e-mail address or the password is wrong.</Trans>
        ) : (
          <Wait seconds={refusal.retryAfter} />
        )}
      </LocalAlert.Content>
    </LocalAlert>
  )
}

function Wait({ seconds }: { seconds: number }) {
  return seconds <= 60 ? (
    <Plural
      value={seconds}
      one="Too many tries. Try again in # second."
      other="Too many tries. Try again in # seconds."
    />
  ) : (
    <Plural
      value={Math.ceil(seconds / 60)}
      one="Too many tries. Try again in # minute."
      other="Too many tries. Try again in # minutes."
    />
  )
}
