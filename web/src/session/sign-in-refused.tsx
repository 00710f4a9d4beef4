import { Plural, Trans } from '@lingui/react/macro'
import { LocalAlert } from '@navikt/ds-react'
import { useEffect, useRef } from 'react'
import type { SignInRefusal } from './sign-in.ts'

interface SignInRefusedProps {
  refusal: SignInRefusal | null
  level: 'h2' | 'h3'
}

/** The server's "no" in words, over a sign-in. What is wrong is not said further: nobody is to learn which accounts exist. */
export function SignInRefused({ refusal, level }: SignInRefusedProps) {
  return (
    <ProofRefused refusal={refusal} level={level}>
      <Trans>You are not signed in</Trans>
    </ProofRefused>
  )
}

/** The same for any proof; the children say what has not happened. */
export function ProofRefused({ refusal, level, children }: SignInRefusedProps & { children: React.ReactNode }) {
  const alert = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (refusal) alert.current?.focus()
  }, [refusal])
  if (!refusal) return null
  return (
    <LocalAlert ref={alert} tabIndex={-1} status="error">
      <LocalAlert.Header>
        <LocalAlert.Title as={level}>{children}</LocalAlert.Title>
      </LocalAlert.Header>
      <LocalAlert.Content>
        <Why refusal={refusal} />
      </LocalAlert.Content>
    </LocalAlert>
  )
}

/** Why a proof did not count, in words. */
function Why({ refusal }: { refusal: SignInRefusal }) {
  switch (refusal.code) {
    case 'WRONG_CREDENTIALS':
      return <Trans>The e-mail address or the password is wrong.</Trans>
    case 'PASSKEY_REFUSED':
      return <Trans>This passkey is not known here, or the answer came too late. Try again.</Trans>
    case 'GIVEN_UP':
      return <Trans>No passkey was used. Try again, or choose another way.</Trans>
    case 'WRONG_CODE':
      return <Trans>The code is wrong, or it was used already. Enter the next one that your app shows.</Trans>
    case 'ATTEMPT_OVER':
      return <Trans>This took too long or was tried too often. Begin again.</Trans>
    case 'RATE_LIMITED':
      return <Wait seconds={refusal.retryAfter} />
    case 'BAD_USER_INPUT':
      return refusal.issues.map(({ path, message }) => <p key={path}>{message}</p>)
    case 'STEP_UP_REQUIRED':
      return <Trans>You have not proved again who you are. Nothing was changed.</Trans>
    case 'NOT_FOUND':
      return <Trans>It is not there any more. Load the page again.</Trans>
  }
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
