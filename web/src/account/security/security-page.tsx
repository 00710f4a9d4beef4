import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, Heading } from '@navikt/ds-react'
import { useLoaderData, useRevalidator } from 'react-router'
import * as z from 'zod/mini'
import { PageTitle } from '../../ui/page-title.tsx'
import { AccountLinks } from '../account-links.tsx'
import { read } from '../read.ts'
import { AddPasskey } from './add-passkey.tsx'
import { CodesSection } from './codes-section.tsx'
import { Passkey, PasskeyRow } from './passkey-row.tsx'
import { RecoverySection } from './recovery-section.tsx'

const Security = z.object({
  staff: z.boolean(),
  passkeys: z.array(Passkey),
  codes: z.boolean(),
  recoveryCodes: z.number(),
})

export const loader = () => read('/auth/account/security', Security)

/** What the person proves themselves by: passkeys; for applicants also an app for codes, and recovery codes. */
export function SecurityPage() {
  const { t } = useLingui()
  const { staff, passkeys, codes, recoveryCodes } = useLoaderData<typeof loader>()
  const { revalidate } = useRevalidator()
  const changed = () => void revalidate()

  return (
    <div className="ui-page ui-page--reading ui-stack">
      <PageTitle title={t`Passkeys and codes`} />
      <AccountLinks />
      <BodyLong>
        <Trans>
          Each change asks you to prove who you are, ends your other sessions, and is told to you by letter.
        </Trans>
      </BodyLong>
      <section className="ui-stack" aria-labelledby="passkeys">
        <Heading level="2" size="small" id="passkeys">
          <Trans>Passkeys</Trans>
        </Heading>
        {passkeys.length === 0 && (
          <BodyLong>
            <Trans>You have no passkey yet. With one you sign in and sign without a password.</Trans>
          </BodyLong>
        )}
        {passkeys.length === 1 && (
          <BodyLong>
            <Trans>
              You have one. Add another on a second device, so that losing the first locks you out of nothing.
            </Trans>
          </BodyLong>
        )}
        {passkeys.length > 0 && (
          <ul className="account-list">
            {passkeys.map((passkey) => (
              <PasskeyRow key={passkey.id} passkey={passkey} onChanged={changed} />
            ))}
          </ul>
        )}
        <AddPasskey onAdded={changed} />
      </section>
      {!staff && <CodesSection isOn={codes} onChanged={changed} />}
      {!staff && (codes || passkeys.length > 0) && <RecoverySection left={recoveryCodes} onMade={changed} />}
    </div>
  )
}
