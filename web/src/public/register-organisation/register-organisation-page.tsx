import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, Button, TextField } from '@navikt/ds-react'
import { type FormEvent, useState } from 'react'
import { type AuthRefusal, authPost, Done } from '../../session/auth-post.ts'
import { AuthRefused } from '../../session/auth-refused.tsx'
import { isEmail } from '../../people/is-email.ts'
import { ErrorSummaryForm, type FormError } from '../../ui/error-summary-form.tsx'
import { currentLanguage } from '../../ui/language.ts'
import { PageTitle } from '../../ui/page-title.tsx'
import { ServerFault } from '../../ui/server-fault.tsx'

/** Asks for the letter by which a developer's organisation, and its first person, are made. */
export function RegisterOrganisationPage() {
  const { t } = useLingui()
  const [organisationName, setOrganisationName] = useState('')
  const [email, setEmail] = useState('')
  const [errors, setErrors] = useState<FormError[]>([])
  const [attempt, setAttempt] = useState(0)
  const [refusal, setRefusal] = useState<AuthRefusal | null>(null)
  const [fault, setFault] = useState<unknown>(null)
  const [sending, setSending] = useState(false)
  const [asked, setAsked] = useState(false)
  const errorOf = (id: string) => errors.find(({ fieldId }) => fieldId === id)?.message

  async function ask(submitted: FormEvent): Promise<void> {
    submitted.preventDefault()
    const found: FormError[] = []
    if (organisationName.trim() === '')
      found.push({ fieldId: 'organisation-name', message: t`Enter the name of your organisation` })
    if (!isEmail(email))
      found.push({ fieldId: 'organisation-email', message: t`Enter an e-mail address such as name@example.org` })
    setErrors(found)
    setAttempt(attempt + 1)
    setRefusal(null)
    setFault(null)
    if (found.length > 0) return
    setSending(true)
    try {
      const answer = await authPost('register', { organisationName, email, language: currentLanguage() }, Done)
      if (answer.ok) setAsked(true)
      else setRefusal(answer.refusal)
    } catch (stopped) {
      setFault(stopped)
    }
    setSending(false)
  }

  if (asked) {
    return (
      <div className="ui-page ui-page--form ui-stack">
        <PageTitle title={t`Look into your mail`} />
        <BodyLong role="status">
          <Trans>
            We wrote to <bdi dir="ltr">{email}</bdi>. Open the link in the letter within a day to choose a password.
          </Trans>
        </BodyLong>
      </div>
    )
  }
  return (
    <div className="ui-page ui-page--form ui-stack">
      <div>
        <PageTitle title={t`Register your organisation`} hasErrors={errors.length > 0} />
        <BodyLong>
          <Trans>
            For developers who ask for an approval. You may draft dossiers at once; before the first is submitted, the
            agency verifies your organisation.
          </Trans>
        </BodyLong>
      </div>
      <ErrorSummaryForm errors={errors} attempt={attempt} />
      <AuthRefused refusal={refusal} />
      <ServerFault fault={fault} />
      <form className="ui-stack" noValidate onSubmit={(submitted) => void ask(submitted)}>
        <TextField
          id="organisation-name"
          label={t`Name of the organisation`}
          description={t`As it is registered.`}
          autoComplete="organization"
          dir="auto"
          value={organisationName}
          onChange={({ target }) => setOrganisationName(target.value)}
          error={errorOf('organisation-name')}
        />
        <TextField
          id="organisation-email"
          type="email"
          dir="ltr"
          label={t`Your e-mail address`}
          description={t`You become its first administrator and officer, and can invite others.`}
          autoComplete="email"
          value={email}
          onChange={({ target }) => setEmail(target.value)}
          error={errorOf('organisation-email')}
        />
        <div>
          <Button type="submit" loading={sending}>
            <Trans>Send me the link</Trans>
          </Button>
        </div>
      </form>
    </div>
  )
}
