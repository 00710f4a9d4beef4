import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, Button, TextField } from '@navikt/ds-react'
import { type FormEvent, useState } from 'react'
import { useLoaderData } from 'react-router'
import * as z from 'zod/mini'
import { roleNames, wordOf } from '../../dossier/status-words.ts'
import { type AuthRefusal, authPost, Done, takeToken } from '../../session/auth-post.ts'
import { AuthRefused } from '../../session/auth-refused.tsx'
import { ErrorSummaryForm, type FormError } from '../../ui/error-summary-form.tsx'
import { OptionalMark, PageTitle } from '../../ui/page-title.tsx'
import { ServerFault } from '../../ui/server-fault.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { leastLength, NewPasswordField } from '../reset/new-password-field.tsx'

const Link = z.object({
  kind: z.string(),
  email: z.string(),
  organisation: z.nullable(z.string()),
  roles: z.array(z.string()),
})
type Invitation = z.infer<typeof Link>
type Opened = { token: string; invitation: Invitation } | { refusal: AuthRefusal }

/** Reads what the link of the letter is for. */
export async function loader(): Promise<Opened> {
  const token = takeToken()
  const read = await authPost('link', { token }, Link)
  if (!read.ok) return { refusal: { code: 'LINK_UNUSABLE' } }
  const { answer } = read
  return ['registration', 'member', 'staff'].includes(answer.kind)
    ? { token, invitation: answer }
    : { refusal: { code: 'LINK_UNUSABLE' } }
}

/** Opened by the link of an invitation: makes the account, after which one signs in and adds a second proof. */
export function JoinPage() {
  const { t } = useLingui()
  const opened = useLoaderData<Opened>()
  const [joined, setJoined] = useState(false)
  return (
    <div className="ui-page ui-page--form ui-stack">
      <PageTitle title={joined ? t`Your account is ready` : t`Make your account`} />
      {'refusal' in opened ? (
        <AuthRefused refusal={opened.refusal} />
      ) : joined ? (
        <Joined email={opened.invitation.email} />
      ) : (
        <JoinForm token={opened.token} invitation={opened.invitation} onJoined={() => setJoined(true)} />
      )}
    </div>
  )
}

function Joined({ email }: { email: string }) {
  return (
    <>
      <BodyLong>
        <Trans>
          Sign in as <bdi dir="ltr">{email}</bdi> with the password that you chose. You are then asked for a second
          proof, such as a passkey.
        </Trans>
      </BodyLong>
      <div>
        <TextLink to="/sign-in">
          <Trans>Sign in</Trans>
        </TextLink>
      </div>
    </>
  )
}

interface JoinFormProps {
  token: string
  invitation: Invitation
  onJoined: () => void
}

/** Name, office and password of a new account. */
export function JoinForm({ token, invitation, onJoined }: JoinFormProps) {
  const { t } = useLingui()
  const [name, setName] = useState('')
  const [office, setOffice] = useState('')
  const [password, setPassword] = useState('')
  const [errors, setErrors] = useState<FormError[]>([])
  const [attempt, setAttempt] = useState(0)
  const [refusal, setRefusal] = useState<AuthRefusal | null>(null)
  const [fault, setFault] = useState<unknown>(null)
  const [sending, setSending] = useState(false)
  const errorOf = (id: string) => errors.find(({ fieldId }) => fieldId === id)?.message

  async function join(submitted: FormEvent): Promise<void> {
    submitted.preventDefault()
    const found: FormError[] = []
    if (name.trim() === '') found.push({ fieldId: 'join-name', message: t`Enter your name` })
    if ([...password].length < leastLength)
      found.push({ fieldId: 'new-password', message: t`Enter at least ${leastLength} characters` })
    setErrors(found)
    setAttempt(attempt + 1)
    setRefusal(null)
    setFault(null)
    if (found.length > 0) return
    setSending(true)
    try {
      const body = { token, name, office: office.trim() === '' ? null : office, password }
      const answer = await authPost('join', body, Done)
      if (answer.ok) return onJoined()
      setRefusal(answer.refusal)
    } catch (stopped) {
      setFault(stopped)
    }
    setSending(false)
  }

  return (
    <>
      <BodyLong>
        {invitation.organisation === null ? (
          <Trans>The agency invites you to its portal.</Trans>
        ) : (
          <Trans>
            You join <bdi>{invitation.organisation}</bdi>.
          </Trans>
        )}
      </BodyLong>
      <dl className="ui-facts">
        <dt>{t`E-mail address`}</dt>
        <dd>
          <bdi dir="ltr">{invitation.email}</bdi>
        </dd>
        <dt>{t`Roles`}</dt>
        <dd>
          {invitation.roles.map((role) => (
            <div key={role}>{t(wordOf(roleNames, role))}</div>
          ))}
        </dd>
      </dl>
      <ErrorSummaryForm errors={errors} attempt={attempt} />
      <AuthRefused refusal={refusal} />
      <ServerFault fault={fault} />
      <form className="ui-stack" noValidate onSubmit={(submitted) => void join(submitted)}>
        {/* For the password manager: whose password this is. */}
        <input type="hidden" name="username" autoComplete="username" value={invitation.email} readOnly />
        <TextField
          id="join-name"
          label={t`Your name`}
          description={t`As it is printed under what you sign.`}
          autoComplete="name"
          dir="auto"
          value={name}
          onChange={({ target }) => setName(target.value)}
          error={errorOf('join-name')}
        />
        <TextField
          id="join-office"
          label={
            <>
              {t`Your office`}
              <OptionalMark />
            </>
          }
          description={t`For example, Regulatory officer. It is printed under your name.`}
          autoComplete="organization-title"
          dir="auto"
          value={office}
          onChange={({ target }) => setOffice(target.value)}
        />
        <NewPasswordField value={password} onChange={setPassword} error={errorOf('new-password')} />
        <div>
          <Button type="submit" loading={sending}>
            <Trans>Make the account</Trans>
          </Button>
        </div>
      </form>
    </>
  )
}
