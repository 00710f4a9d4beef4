import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, Button, Heading, TextField } from '@navikt/ds-react'
import { type FormEvent, useState } from 'react'
import { useSearchParams } from 'react-router'
import { SignInRefused } from '../../session/sign-in-refused.tsx'
import { type Credentials, type DemoAccount, type Refusal, signIn } from '../../session/sign-in.ts'
import { ErrorSummaryForm, type FormError } from '../../ui/error-summary-form.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { ServerFault } from '../../ui/server-fault.tsx'
import { DemoAccounts } from './demo-accounts.tsx'
import { safeReturn } from './safe-return.ts'
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
      <SignInRefused refusal={outcome.refusal} level="h2" />
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
