import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, Button } from '@navikt/ds-react'
import { useState } from 'react'
import { ServerFault } from '../ui/server-fault.tsx'
import { CodeForm } from './code-form.tsx'
import { QrCode } from './qr-code.tsx'
import { type NewCodes, startCodes, type Step } from './sign-in.ts'
import { ProofRefused } from './sign-in-refused.tsx'
import { useProof } from './use-proof.ts'
import './session.css'

interface CodesSetupProps<Value> {
  /** Where the codes are set up: `/auth/enrol` before there is a session, `/auth/account` within one. */
  at: string
  confirm: (code: string) => Promise<Step<Value>>
  onConfirmed: (value: Value) => void | Promise<void>
}

/** An app for one-time codes: its picture to scan, the same as text, and the first code, which shows that it works. */
export function CodesSetup<Value>({ at, confirm, onConfirmed }: CodesSetupProps<Value>) {
  const { t } = useLingui()
  const proof = useProof()
  const [codes, setCodes] = useState<NewCodes | null>(null)

  return (
    <div className="ui-stack">
      <ProofRefused refusal={proof.refusal} level="h3">
        <Trans>The app is not set up yet</Trans>
      </ProofRefused>
      <ServerFault fault={proof.fault} />
      {codes === null ? (
        <div>
          <Button
            type="button"
            variant="secondary"
            loading={proof.sending}
            onClick={() => void proof.run(() => startCodes(at), setCodes)}
          >
            <Trans>Set up an app for codes</Trans>
          </Button>
        </div>
      ) : (
        <>
          <BodyLong>
            <Trans>
              Scan this picture with the app, or enter the key below it. Then enter the code that the app shows.
            </Trans>
          </BodyLong>
          <QrCode text={codes.uri} label={t`Picture of the key, for the app`} />
          <BodyLong className="session-secret">
            <bdi dir="ltr">{codes.secret.match(/.{1,4}/g)?.join(' ')}</bdi>
          </BodyLong>
          <CodeForm
            kind="code"
            label={t`Code from your app`}
            sending={proof.sending}
            onCode={(code) => void proof.run(() => confirm(code), onConfirmed)}
          >
            <Trans>Confirm the code</Trans>
          </CodeForm>
        </>
      )}
    </div>
  )
}
