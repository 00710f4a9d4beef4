import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, Button } from '@navikt/ds-react'
import { type FormEvent, useState } from 'react'
import { useLoaderData } from 'react-router'
import * as z from 'zod/mini'
import { type AuthRefusal, authPost, Done, takeToken } from '../../session/auth-post.ts'
import { AuthRefused } from '../../session/auth-refused.tsx'
import { ErrorSummaryForm, type FormError } from '../../ui/error-summary-form.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { ServerFault } from '../../ui/server-fault.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { leastLength, NewPasswordField } from './new-password-field.tsx'

type Opened = { token: string; usable: boolean }

/** Looks whether the link of the letter still works. */
export async function loader(): Promise<Opened> {
  const token = takeToken()
  const read = await authPost('link', { token }, z.object({ kind: z.string() }))
  return { token, usable: read.ok && read.answer.kind === 'reset' }
}

/** Opened by the link of a letter: another password, after which every session has ended. */
export function ResetPage() {
  const { t } = useLingui()
  const { token, usable } = useLoaderData<Opened>()
  const [password, setPassword] = useState('')
  const [errors, setErrors] = useState<FormError[]>([])
  const [attempt, setAttempt] = useState(0)
  const [refusal, setRefusal] = useState<AuthRefusal | null>(usable ? null : { code: 'LINK_UNUSABLE' })
  const [fault, setFault] = useState<unknown>(null)
  const [sending, setSending] = useState(false)
  const [changed, setChanged] = useState(false)

  async function change(submitted: FormEvent): Promise<void> {
    submitted.preventDefault()
    const isShort = [...password].length < leastLength
    setErrors(isShort ? [{ fieldId: 'new-password', message: t`Enter at least ${leastLength} characters` }] : [])
    setAttempt(attempt + 1)
    setRefusal(null)
    setFault(null)
    if (isShort) return
    setSending(true)
    try {
      const answer = await authPost('reset/password', { token, password }, Done)
      if (answer.ok) setChanged(true)
      else setRefusal(answer.refusal)
    } catch (stopped) {
      setFault(stopped)
    }
    setSending(false)
  }

  return (
    <div className="ui-page ui-page--form ui-stack">
      <PageTitle
        title={changed ? t`Your password was changed` : t`Choose another password`}
        hasErrors={errors.length > 0}
      />
      {changed ? (
        <>
          <BodyLong role="status">
            <Trans>All your sessions have ended. Your second proof is as it was.</Trans>
          </BodyLong>
          <div>
            <TextLink to="/sign-in">
              <Trans>Sign in</Trans>
            </TextLink>
          </div>
        </>
      ) : (
        <>
          <ErrorSummaryForm errors={errors} attempt={attempt} />
          <AuthRefused refusal={refusal} />
          <ServerFault fault={fault} />
          {usable && (
            <form className="ui-stack" noValidate onSubmit={(submitted) => void change(submitted)}>
              <NewPasswordField value={password} onChange={setPassword} error={errors[0]?.message} />
              <div>
                <Button type="submit" loading={sending}>
                  <Trans>Save the password</Trans>
                </Button>
              </div>
            </form>
          )}
        </>
      )}
    </div>
  )
}
