import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, Button, Heading, TextField } from '@navikt/ds-react'
import { type FormEvent, useEffect, useEffectEvent, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { DemoAccount } from '../../session/demo-accounts.ts'
import { EnrolStep } from '../../session/enrol-step.tsx'
import { stopAutofill } from '../../session/authenticator.ts'
import { SecondStep } from '../../session/second-step.tsx'
import {
  type Credentials,
  type Next,
  readSignedIn,
  signInByAutofill,
  signInByPasskey,
  signInByPassword,
} from '../../session/sign-in.ts'
import { SignInRefused } from '../../session/sign-in-refused.tsx'
import { useProof } from '../../session/use-proof.ts'
import { ErrorSummaryForm, type FormError } from '../../ui/error-summary-form.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { ServerFault } from '../../ui/server-fault.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { DemoAccounts } from './demo-accounts.tsx'
import { safeReturn } from './safe-return.ts'
import './sign-in.css'

interface SignInFormProps {
  accounts: readonly DemoAccount[]
  /** Called with the address that is to open now. */
  onEntered: (address: string) => void
}

type Later = { next: Exclude<Next, { next: 'done' }>; email: string }

/** A passkey, or password and second factor; afterwards the page that was asked for opens. Demo accounts each have a button. */
export function SignInForm({ accounts, onEntered }: SignInFormProps) {
  const { t } = useLingui()
  const [search] = useSearchParams()
  const [errors, setErrors] = useState<FormError[]>([])
  const [attempt, setAttempt] = useState(0)
  const [later, setLater] = useState<Later | null>(null)
  const proof = useProof()

  async function enter(): Promise<void> {
    onEntered(safeReturn(search.get('return')) ?? (await readSignedIn()).home)
  }

  // The browser offers passkeys in the address field for as long as the page is open, where it can.
  const offer = useEffectEvent(async () => {
    const answer = await signInByAutofill().catch(() => null)
    if (answer?.ok) await enter()
    else if (answer) await proof.run(() => Promise.resolve(answer), enter)
  })
  useEffect(() => {
    void offer()
    return stopAutofill
  }, [])

  function submit(submitted: FormEvent<HTMLFormElement>): void {
    submitted.preventDefault()
    const form = new FormData(submitted.currentTarget)
    const email = String(form.get('email') ?? '').trim()
    const password = String(form.get('password') ?? '')
    const found: FormError[] = []
    if (email === '') found.push({ fieldId: 'email', message: t`Enter your e-mail address` })
    if (password === '') found.push({ fieldId: 'password', message: t`Enter your password` })
    setAttempt(attempt + 1)
    setErrors(found)
    proof.clear()
    if (found.length === 0) void first({ email, password })
  }

  const first = (credentials: Credentials) =>
    proof.run(
      () => signInByPassword(credentials),
      (next) => {
        if (next.next === 'done') return enter()
        // From here on it is this account, and no other that the browser may still offer.
        stopAutofill()
        setLater({ next, email: credentials.email })
      },
    )

  function byPasskey(email?: string): void {
    setErrors([])
    void proof.run(() => signInByPasskey(email), enter)
  }

  const errorOf = (fieldId: string) => errors.find((error) => error.fieldId === fieldId)?.message

  if (later)
    return (
      <div className="ui-page ui-page--form ui-stack">
        <PageTitle title={later.next.next === 'enrol' ? t`Add a second factor` : t`Second step`} />
        {later.next.next === 'enrol' ? (
          <EnrolStep ways={later.next.ways} onEntered={enter} />
        ) : (
          <SecondStep
            email={later.email}
            ways={later.next.ways}
            level="h2"
            onEntered={enter}
            onBack={() => setLater(null)}
          />
        )}
      </div>
    )
  return (
    <div className="ui-page ui-page--form ui-stack">
      <PageTitle title={t`Sign in`} hasErrors={errors.length > 0} />
      <ErrorSummaryForm errors={errors} attempt={attempt} />
      <SignInRefused refusal={proof.refusal} level="h2" />
      <ServerFault fault={proof.fault} />
      <div>
        <Button type="button" loading={proof.sending} onClick={() => byPasskey()}>
          <Trans>Sign in with a passkey</Trans>
        </Button>
      </div>
      <Heading level="2" size="small" className="sign-in__or">
        <Trans>Or with a password and a second factor</Trans>
      </Heading>
      <form onSubmit={submit} onInput={proof.clear} noValidate className="ui-stack">
        <TextField
          id="email"
          name="email"
          type="email"
          label={t`E-mail address`}
          autoComplete="username webauthn"
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
          <Button type="submit" variant="secondary" loading={proof.sending}>
            <Trans>Sign in</Trans>
          </Button>
        </div>
        <div>
          <TextLink to="/forgot-password">
            <Trans>I have forgotten my password</Trans>
          </TextLink>
        </div>
      </form>
      {accounts.length > 0 && (
        <section aria-labelledby="demo-accounts">
          <Heading level="2" size="medium" id="demo-accounts" spacing>
            <Trans>Look around as …</Trans>
          </Heading>
          <BodyLong spacing>
            <Trans>
              This portal is a demonstration. Each button signs you in as one of its people, by a passkey that everybody
              knows.
            </Trans>
          </BodyLong>
          <DemoAccounts accounts={accounts} onChoose={({ email }) => byPasskey(email)} />
        </section>
      )}
    </div>
  )
}
