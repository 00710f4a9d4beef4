import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, Button, Modal, TextField } from '@navikt/ds-react'
import { type FormEvent, useState, useSyncExternalStore } from 'react'
import { Dialog } from '../ui/dialog.tsx'
import { ServerFault } from '../ui/server-fault.tsx'
import { proveAgainByPasskey, proveAgainByPassword } from './prove-again.ts'
import { ProofRefused } from './sign-in-refused.tsx'
import { endProof, isProofAsked, watchProof } from './step-up.ts'
import { useProof } from './use-proof.ts'

interface ProofDialogProps {
  email: string
  /** Staff prove themselves by passkey only. */
  staff: boolean
}

/** Over the page as it stands: proof again for a sensitive act, which then goes on by itself. */
export function ProofDialog({ email, staff }: ProofDialogProps) {
  const { t } = useLingui()
  const isAsked = useSyncExternalStore(watchProof, isProofAsked)
  return (
    <Dialog open={isAsked} onClose={() => endProof(false)} title={t`Prove that it is you`} width="medium">
      {isAsked && <Proof email={email} staff={staff} />}
    </Dialog>
  )
}

function Proof({ email, staff }: ProofDialogProps) {
  const { t } = useLingui()
  const proof = useProof()
  const [isByPassword, setIsByPassword] = useState(false)
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const done = () => endProof(true)

  function submit(event: FormEvent): void {
    event.preventDefault()
    void proof.run(() => proveAgainByPassword(password, code.replaceAll(/\s/g, '')), done)
  }

  return (
    <>
      <Modal.Body>
        <div className="ui-stack">
          <BodyLong>
            <Trans>
              What you asked for changes who can act in your name. Prove again who you are; it is then done at once, and
              nothing on the page is lost.
            </Trans>
          </BodyLong>
          <ProofRefused refusal={proof.refusal} level="h3">
            <Trans>Nothing was changed</Trans>
          </ProofRefused>
          <ServerFault fault={proof.fault} />
          {isByPassword ? (
            <form noValidate onSubmit={submit} className="ui-stack">
              <TextField
                type="password"
                label={t`Password`}
                autoComplete="current-password"
                value={password}
                onChange={({ target }) => setPassword(target.value)}
              />
              <TextField
                label={t`Code from your app`}
                inputMode="numeric"
                autoComplete="one-time-code"
                dir="ltr"
                value={code}
                onChange={({ target }) => setCode(target.value)}
              />
              <div>
                <Button type="submit" loading={proof.sending}>
                  <Trans>Confirm</Trans>
                </Button>
              </div>
            </form>
          ) : (
            <div className="ui-actions">
              <Button
                type="button"
                loading={proof.sending}
                onClick={() => void proof.run(() => proveAgainByPasskey(email), done)}
              >
                <Trans>Use your passkey</Trans>
              </Button>
              {!staff && (
                <Button type="button" variant="tertiary" onClick={() => setIsByPassword(true)}>
                  <Trans>Use password and code</Trans>
                </Button>
              )}
            </div>
          )}
        </div>
      </Modal.Body>
      <Modal.Footer>
        <Button type="button" variant="secondary" onClick={() => endProof(false)}>
          <Trans>Cancel</Trans>
        </Button>
      </Modal.Footer>
    </>
  )
}
