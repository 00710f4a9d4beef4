import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@navikt/ds-react'
import { useState } from 'react'
import { useLoaderData, useRevalidator, useRouteLoaderData } from 'react-router'
import * as z from 'zod/mini'
import { client } from '../apollo.ts'
import { officeName, roleNames, wordOf } from '../dossier/status-words.ts'
import { AppearanceSwitch } from '../ui/appearance-switch.tsx'
import { LanguageSwitch } from '../ui/language-switch.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { ServerFault } from '../ui/server-fault.tsx'
import type { SignedIn } from '../workspace.tsx'
import { AccountLinks } from './account-links.tsx'
import { DetailsForm } from './details-form.tsx'
import { PasswordForm } from './password-form.tsx'
import { read } from './read.ts'

const Details = z.object({
  name: z.string(),
  email: z.string(),
  language: z.nullable(z.enum(['en', 'fr', 'ar'])),
})

export const loader = () => read('/auth/account', Details)

/** Who is signed in, with which roles; name, language, password, appearance, and the way out. */
export function AccountPage() {
  const { t } = useLingui()
  const signedIn = useRouteLoaderData<SignedIn>('account')
  const details = useLoaderData<typeof loader>()
  const { revalidate } = useRevalidator()
  const [fault, setFault] = useState<unknown>(null)
  const [leaving, setLeaving] = useState(false)

  async function signOut(): Promise<void> {
    setLeaving(true)
    setFault(null)
    try {
      const answer = await fetch('/auth/sign-out', { method: 'POST', credentials: 'same-origin' })
      if (!answer.ok) throw new Error(`Sign-out was answered ${answer.status}`)
      await client.clearStore()
      // A full load leaves nothing of this person in memory.
      window.location.assign('/')
    } catch (stopped) {
      setFault(stopped)
      setLeaving(false)
    }
  }

  if (!signedIn) return null
  const { me } = signedIn
  return (
    <div className="ui-page ui-page--reading ui-stack">
      <PageTitle title={t`Your account`} />
      <AccountLinks />
      <dl className="ui-facts">
        <dt>
          <Trans>Name</Trans>
        </dt>
        <dd>
          <bdi>{details.name}</bdi>
        </dd>
        <dt>
          <Trans>Email</Trans>
        </dt>
        <dd>
          <bdi dir="ltr">{me.email}</bdi>
        </dd>
        {me.office && (
          <>
            <dt>
              <Trans>Office</Trans>
            </dt>
            <dd>
              <bdi>{officeName(t, me.office)}</bdi>
            </dd>
          </>
        )}
        {me.organisation && (
          <>
            <dt>
              <Trans>Organisation</Trans>
            </dt>
            <dd>
              <bdi>{me.organisation.name}</bdi>
            </dd>
          </>
        )}
        <dt>
          <Trans>Roles</Trans>
        </dt>
        <dd>
          <ul className="ui-reasons">
            {me.roles.map((role) => (
              <li key={role}>{t(wordOf(roleNames, role))}</li>
            ))}
          </ul>
        </dd>
      </dl>
      <section aria-label={t`Settings`} className="ui-actions">
        <LanguageSwitch />
        <AppearanceSwitch />
      </section>
      <DetailsForm details={details} onChanged={() => void revalidate()} />
      <PasswordForm email={details.email} />
      <ServerFault fault={fault} />
      <div>
        <Button type="button" variant="secondary" loading={leaving} onClick={() => void signOut()}>
          <Trans>Sign out</Trans>
        </Button>
      </div>
    </div>
  )
}
