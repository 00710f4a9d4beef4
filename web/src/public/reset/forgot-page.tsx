import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, Button, TextField } from '@navikt/ds-react'
import { type FormEvent, useState } from 'react'
import { isEmail } from '../../people/is-email.ts'
import { type AuthRefusal, authPost, Done } from '../../session/auth-post.ts'
import { AuthRefused } from '../../session/auth-refused.tsx'
import { ErrorSummaryForm, type FormError } from '../../ui/error-summary-form.tsx'
import { currentLanguage } from '../../ui/language.ts'
import { PageTitle } from '../../ui/page-title.tsx'
import { ServerFault } from '../../ui/server-fault.tsx'

/** Asks for a link to choose another password. Says the same whether the address has an account. */
export function ForgotPage() {
  const { t } = useLingui()
  const [email, setEmail] = useState('')
  const [errors, setErrors] = useState<FormError[]>([])
  const [attempt, setAttempt] = useState(0)
  const [refusal, setRefusal] = useState<AuthRefusal | null>(null)
  const [fault, setFault] = useState<unknown>(null)
  const [sending, setSending] = useState(false)
  const [asked, setAsked] = useState(false)

  async function ask(submitted: FormEvent): Promise<void> {
    submitted.preventDefault()
    const found = isEmail(email)
      ? []
      : [{ fieldId: 'forgot-email', message: t`Enter an e-mail address such as name@example.org` }]
    setErrors(found)
    setAttempt(attempt + 1)
    setRefusal(null)
    setFault(null)
    if (found.length > 0) return
    setSending(true)
    try {
      const answer = await authPost('reset', { email, language: currentLanguage() }, Done)
      if (answer.ok) setAsked(true)
      else setRefusal(answer.refusal)
    } catch (stopped) {
      setFault(stopped)
    }
    setSending(false)
  }

  return (
    <div className="ui-page ui-page--form ui-stack">
      <PageTitle title={asked ? t`Look into your mail` : t`Choose another password`} hasErrors={errors.length > 0} />
      {asked ? (
        <BodyLong role="status">
          <Trans>
            If <bdi dir="ltr">{email}</bdi> has an account, a letter is on its way. Its link works once, for 30 minutes.
          </Trans>
        </BodyLong>
      ) : (
        <>
          <ErrorSummaryForm errors={errors} attempt={attempt} />
          <AuthRefused refusal={refusal} />
          <ServerFault fault={fault} />
          <form className="ui-stack" noValidate onSubmit={(submitted) => void ask(submitted)}>
            <TextField
              id="forgot-email"
              type="email"
              dir="ltr"
              label={t`E-mail address`}
              description={t`We send a link to it. Your second proof stays as it is.`}
              autoComplete="username"
              value={email}
              onChange={({ target }) => setEmail(target.value)}
              error={errors[0]?.message}
            />
            <div>
              <Button type="submit" loading={sending}>
                <Trans>Send me the link</Trans>
              </Button>
            </div>
          </form>
        </>
      )}
    </div>
  )
}
