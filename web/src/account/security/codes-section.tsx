import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, Button, Heading } from '@navikt/ds-react'
import { useState } from 'react'
import { CodesSetup } from '../../session/codes-setup.tsx'
import { ask, Nothing } from '../../session/rest.ts'
import { ProofRefused } from '../../session/sign-in-refused.tsx'
import { useProof } from '../../session/use-proof.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { ServerFault } from '../../ui/server-fault.tsx'

/** The app for one-time codes: set up, or taken away. */
export function CodesSection({ isOn, onChanged }: { isOn: boolean; onChanged: () => void }) {
  const { t } = useLingui()
  const proof = useProof()
  const [isRemoving, setIsRemoving] = useState(false)

  function remove(): void {
    setIsRemoving(false)
    void proof.run(() => ask('/auth/account/codes/remove', Nothing, {}), onChanged)
  }

  return (
    <section className="ui-stack" aria-labelledby="codes">
      <Heading level="2" size="small" id="codes">
        <Trans>App for one-time codes</Trans>
      </Heading>
      {isOn ? (
        <>
          <BodyLong>
            <Trans>
              It is set up. With your password, a code from it opens your account where you have no passkey.
            </Trans>
          </BodyLong>
          <ProofRefused refusal={proof.refusal} level="h3">
            <Trans>Nothing was changed</Trans>
          </ProofRefused>
          <ServerFault fault={proof.fault} />
          <div>
            <Button
              type="button"
              variant="secondary"
              data-color="danger"
              loading={proof.sending}
              onClick={() => setIsRemoving(true)}
            >
              <Trans>Remove the app</Trans>
            </Button>
          </div>
          <ConfirmDialog
            open={isRemoving}
            title={t`Remove the app for codes?`}
            confirmLabel={<Trans>Remove the app</Trans>}
            danger
            onConfirm={remove}
            onClose={() => setIsRemoving(false)}
          >
            <BodyLong>
              <Trans>Its codes open your account no more.</Trans>
            </BodyLong>
          </ConfirmDialog>
        </>
      ) : (
        <>
          <BodyLong>
            <Trans>
              For when you have no passkey at hand. A passkey is safer: a code can be asked of you by a false page.
            </Trans>
          </BodyLong>
          <CodesSetup
            at="/auth/account"
            confirm={(code) => ask('/auth/account/codes/confirm', Nothing, { code })}
            onConfirmed={onChanged}
          />
        </>
      )}
    </section>
  )
}
