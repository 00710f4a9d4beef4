import { Trans, useLingui } from '@lingui/react/macro'
import { BodyShort, Button, Heading, Select, TextField } from '@navikt/ds-react'
import { type FormEvent, useId, useState } from 'react'
import { ErrorSummaryForm, type FormError } from '../ui/error-summary-form.tsx'
import { Because, type PermitAnswer, permitFor } from '../ui/permit-button.tsx'
import { RefusalAlert } from '../ui/refusal-alert.tsx'
import { useSend } from '../ui/send.ts'
import { ServerFault } from '../ui/server-fault.tsx'
import { InviteColleagueDocument } from './colleagues.generated.ts'
import { isEmail } from './is-email.ts'
import { RolesFields } from './roles-fields.tsx'
import type { Side } from './side.ts'

const languages = { en: 'English', fr: 'Français', ar: 'العربية' } as const
type Language = keyof typeof languages

/** Invites somebody by e-mail; who may not reads why, and who can give them the role. */
export function InviteForm({ side, permits }: { side: Side; permits: readonly PermitAnswer[] }) {
  const { t, i18n } = useLingui()
  const id = useId()
  const [email, setEmail] = useState('')
  const [language, setLanguage] = useState<Language>(i18n.locale in languages ? (i18n.locale as Language) : 'en')
  const [roles, setRoles] = useState<string[]>([])
  const [expertise, setExpertise] = useState<string[]>([])
  const [errors, setErrors] = useState<FormError[]>([])
  const [attempt, setAttempt] = useState(0)
  const [invited, setInvited] = useState<string | null>(null)
  const command = useSend(InviteColleagueDocument, { refetch: side.refetch })
  const permit = permitFor(permits, 'INVITE')
  const errorOf = (field: string) => errors.find(({ fieldId }) => fieldId === `${id}-${field}`)?.message

  async function invite(submitted: FormEvent): Promise<void> {
    submitted.preventDefault()
    setInvited(null)
    command.clear()
    const found: FormError[] = []
    if (!isEmail(email))
      found.push({ fieldId: `${id}-email`, message: t`Enter an e-mail address such as name@example.org` })
    if (roles.length === 0) found.push({ fieldId: `${id}-roles`, message: t`Select at least one role` })
    setErrors(found)
    setAttempt(attempt + 1)
    if (found.length > 0) return
    const made = await command.send({ email, language, roles, expertise })
    if (made === null) return
    setInvited(made.email)
    setEmail('')
    setRoles([])
    setExpertise([])
  }

  return (
    <section aria-labelledby={`${id}-title`} className="ui-stack">
      <Heading level="2" size="medium" id={`${id}-title`}>
        <Trans>Invite somebody</Trans>
      </Heading>
      {permit && !permit.allowed ? (
        <Because because={permit.because} />
      ) : (
        <form className="ui-stack" noValidate onSubmit={(submitted) => void invite(submitted)}>
          <ErrorSummaryForm errors={errors} attempt={attempt} />
          <TextField
            id={`${id}-email`}
            type="email"
            dir="ltr"
            label={t`E-mail address`}
            description={t`We send a link that works once, for 7 days.`}
            autoComplete="off"
            value={email}
            onChange={({ target }) => setEmail(target.value)}
            error={errorOf('email')}
          />
          <Select
            label={t`Language of the letter`}
            value={language}
            onChange={({ target }) => setLanguage(target.value as Language)}
          >
            {Object.entries(languages).map(([key, name]) => (
              <option key={key} value={key} lang={key}>
                {name}
              </option>
            ))}
          </Select>
          <RolesFields
            id={`${id}-roles`}
            side={side}
            roles={roles}
            expertise={expertise}
            onRoles={setRoles}
            onExpertise={setExpertise}
            error={errorOf('roles')}
          />
          <RefusalAlert refusal={command.refusal} />
          <ServerFault fault={command.fault} />
          <div>
            <Button type="submit" loading={command.sending}>
              <Trans>Send invitation</Trans>
            </Button>
          </div>
          <BodyShort role="status">
            {invited !== null && (
              <Trans>
                We wrote to <bdi>{invited}</bdi>.
              </Trans>
            )}
          </BodyShort>
        </form>
      )}
    </section>
  )
}
