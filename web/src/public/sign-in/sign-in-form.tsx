import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, Button, Heading, LocalAlert, TextField } from '@navikt/ds-react'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import { ErrorSummaryForm, type FormError } from '../../ui/error-summary-form.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { ServerFault } from '../../ui/server-fault.tsx'
import { DemoAccounts } from './demo-accounts.tsx'
import { safeReturn } from './safe-return.ts'
import { type Credentials, type DemoAccount, type Refusal, signIn } from './sign-in.ts'
import './sign-in.css'

type Outcome = { refusal: Refusal | null; fault: unknown }

const nothing: Outcome = { refusal: null, fault: null }

interface SignInFormProps {
  accounts: readonly DemoAccount[]
  /** Called with the address that is to open now. */
  onEntered: (address: string) => void
}

/** E-mail and password; afterwards the page that was asked for opens. Demo accounts each have a button. */
export function SignInForm({ accounts, onEntered }: SignInFormProps) {
  const { t } = useLingui()
  const [search] = useSearchParams()
  const [errors, setErrors] = useState<FormError[]>([])
  const [attempt, setAttempt] = useState(0)
  const [outcome, setOutcome] = useState<Outcome>(nothing)
  const [sending, setSending] = useState(false)

  async function enter(credentials: Credentials): Promise<void> {
    setErrors([])
    setOutcome(nothing)
    setSending(true)
    try {
      const answer = await signIn(credentials)
      if (answer.ok) {
        onEntered(safeReturn(search.get('return')) ?? answer.home)
        return
      }
      setOutcome({ refusal: answer.refusal, fault: null })
    } catch (fault) {
      setOutcome({ refusal: null, fault })
    }
    setSending(false)
  }

  function submit(submitted: FormEvent<HTMLFormElement>): void {
    submitted.preventDefault()
    const form = new FormData(submitted.currentTarget)
    const email = String(form.get('email') ?? '').trim()
    const password = String(form.get('password') ?? '')
    const found: FormError[] = []
    if (email === '') found.push({ fieldId: 'email', message: t`Enter your e-mail address` })
    if (password === '') found.push({ fieldId: 'password', message: t`Enter your password` })
    setAttempt(attempt + 1)
    setOutcome(nothing)
    if (found.length > 0) setErrors(found)
    else void enter({ email, password })
  }

  const errorOf = (fieldId: string) => errors.find((error) => error.fieldId === fieldId)?.message

  return (
    <div className="ui-page ui-page--form ui-stack">
      <PageTitle title={t`Sign in`} hasErrors={errors.length > 0} />
      <ErrorSummaryForm errors={errors} attempt={attempt} />
      <Refused refusal={outcome.refusal} />
      <ServerFault fault={outcome.fault} />
      <form onSubmit={submit} onInput={() => setOutcome(nothing)} noValidate className="ui-stack">
        <TextField
          id="email"
          name="email"
          type="email"
          label={t`E-mail address`}
          autoComplete="username"
          error={errorOf('email')}
        />
        <TextField
          id="password"
          name="password"
          type="password"
          label={t`Password`}
          autoComplete="current-password"
          error={errorOf('password')}
        />
        <div>
          <Button type="submit" loading={sending}>
            <Trans>Sign in</Trans>
          </Button>
        </div>
      </form>
      {accounts.length > 0 && (
        <section aria-labelledby="demo-accounts">
          <Heading level="2" size="medium" id="demo-accounts" spacing>
            <Trans>Look around as …</Trans>
          </Heading>
          <BodyLong spacing>
            <Trans>This portal is a demonstration. Each button signs you in as one of its people.</Trans>
          </BodyLong>
          <DemoAccounts accounts={accounts} onChoose={(account) => void enter(account)} />
        </section>
      )}
    </div>
  )
}

/** The server's "no" in words. Which of the two is wrong is not said: nobody is to learn which accounts exist. */
function Refused({ refusal }: { refusal: Refusal | null }) {
  const alert = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (refusal) alert.current?.focus()
  }, [refusal])
  if (!refusal) return null
  return (
    <LocalAlert ref={alert} tabIndex={-1} status="error">
      <LocalAlert.Header>
        <LocalAlert.Title as="h2">
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
