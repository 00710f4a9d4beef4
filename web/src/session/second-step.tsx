import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, Button } from '@navikt/ds-react'
import { useState } from 'react'
import { ServerFault } from '../ui/server-fault.tsx'
import { CodeForm } from './code-form.tsx'
import { type Entered, secondByCode, secondByPasskey, type Way } from './sign-in.ts'
import { SignInRefused } from './sign-in-refused.tsx'
import { useProof } from './use-proof.ts'

interface SecondStepProps {
  email: string
  ways: readonly Way[]
  level: 'h2' | 'h3'
  onEntered: (entered: Entered) => void | Promise<void>
  /** Back to the first step: it is over, or another account is meant. */
  onBack: () => void
}

/** The password was right; now the second factor, by one of the ways that the account has. */
export function SecondStep({ email, ways, level, onEntered, onBack }: SecondStepProps) {
  const { t } = useLingui()
  const proof = useProof()
  const [isRecovering, setIsRecovering] = useState(false)
  const isOver = proof.refusal?.code === 'ATTEMPT_OVER'

  return (
    <div className="ui-stack">
      <BodyLong>
        <Trans>
          The password is right. Now prove that it is you, <bdi dir="ltr">{email}</bdi>.
        </Trans>
      </BodyLong>
      <SignInRefused refusal={proof.refusal} level={level} />
      <ServerFault fault={proof.fault} />
      {ways.includes('passkey') && !isOver && (
        <div>
          <Button
            type="button"
            autoFocus
            loading={proof.sending}
            onClick={() => void proof.run(() => secondByPasskey(email), onEntered)}
          >
            <Trans>Use your passkey</Trans>
          </Button>
        </div>
      )}
      {ways.includes('code') && !isRecovering && !isOver && (
        <CodeForm
          kind="code"
          label={t`Code from your app`}
          sending={proof.sending}
          onCode={(code) => void proof.run(() => secondByCode('code', code), onEntered)}
        >
          <Trans>Confirm the code</Trans>
        </CodeForm>
      )}
      {isRecovering && !isOver && (
        <CodeForm
          kind="recoveryCode"
          label={t`Recovery code`}
          description={<Trans>One of the ten that you wrote down. Each works once.</Trans>}
          sending={proof.sending}
          onCode={(code) => void proof.run(() => secondByCode('recoveryCode', code), onEntered)}
        >
          <Trans>Confirm the recovery code</Trans>
        </CodeForm>
      )}
      <div className="ui-actions">
        {ways.includes('recoveryCode') && !isRecovering && !isOver && (
          <Button type="button" variant="tertiary" onClick={() => setIsRecovering(true)}>
            <Trans>Use a recovery code</Trans>
          </Button>
        )}
        <Button type="button" variant="tertiary" onClick={onBack}>
          <Trans>Begin again</Trans>
        </Button>
      </div>
    </div>
  )
}
