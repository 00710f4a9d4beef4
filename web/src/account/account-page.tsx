import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@navikt/ds-react'
import { useState } from 'react'
import { useRouteLoaderData } from 'react-router'
import { client } from '../apollo.ts'
import { officeName, roleNames, wordOf } from '../dossier/status-words.ts'
import { AppearanceSwitch } from '../ui/appearance-switch.tsx'
import { LanguageSwitch } from '../ui/language-switch.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { ServerFault } from '../ui/server-fault.tsx'
import type { SignedIn } from '../workspace.tsx'

/** Who is signed in, with which roles; language, appearance, and the way out. */
export function AccountPage() {
  const { t } = useLingui()
  const signedIn = useRouteLoaderData<SignedIn>('account')
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
      <dl className="ui-facts">
        <dt>
          <Trans>Name</Trans>
        </dt>
        <dd>
          <bdi>{me.name}</bdi>
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
      <ServerFault fault={fault} />
      <div>
        <Button type="button" variant="secondary" loading={leaving} onClick={() => void signOut()}>
          <Trans>Sign out</Trans>
        </Button>
      </div>
    </div>
  )
}
