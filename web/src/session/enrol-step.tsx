import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, Button, Heading, TextField } from '@navikt/ds-react'
import { type FormEvent, useState } from 'react'
import { ServerFault } from '../ui/server-fault.tsx'
import { CodesSetup } from './codes-setup.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'
import { enrolCodes, enrolPasskey, type Entered, type Way } from './sign-in.ts'
import { SignInRefused } from './sign-in-refused.tsx'
import { useProof } from './use-proof.ts'

interface EnrolStepProps {
  ways: readonly Way[]
  onEntered: (entered: Entered) => void | Promise<void>
}

/** The account has no second factor yet: one is added before it is entered. */
export function EnrolStep({ ways, onEntered }: EnrolStepProps) {
  const { t } = useLingui()
  const proof = useProof()
  const [name, setName] = useState('')
  const [problem, setProblem] = useState<string | undefined>(undefined)
  const [entered, setEntered] = useState<Entered | null>(null)

  function submit(event: FormEvent): void {
    event.preventDefault()
    const typed = name.trim()
    setProblem(typed === '' ? t`Enter a name for the passkey` : undefined)
    if (typed !== '') void proof.run(() => enrolPasskey(typed), onEntered)
  }

  if (entered)
    return (
      <div className="ui-stack">
        <RecoveryCodes codes={entered.recoveryCodes} level="2" />
        <div>
          <Button type="button" onClick={() => void onEntered(entered)}>
            <Trans>I have kept the codes</Trans>
          </Button>
        </div>
      </div>
    )
  return (
    <div className="ui-stack">
      <BodyLong>
        <Trans>The password is right. Before you go on, add a second way to prove that it is you.</Trans>
      </BodyLong>
      <SignInRefused refusal={proof.refusal} level="h2" />
      <ServerFault fault={proof.fault} />
      <form noValidate onSubmit={submit} className="ui-stack">
        <Heading level="2" size="small">
          <Trans>A passkey on this device</Trans>
        </Heading>
        <BodyLong>
          <Trans>Your fingerprint, your face or the code of this device opens your account; nobody can phish it.</Trans>
        </BodyLong>
        <TextField
          label={t`Name of the passkey`}
          description={<Trans>For example, “Work laptop”.</Trans>}
          maxLength={100}
          error={problem}
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
        <div>
          <Button type="submit" loading={proof.sending}>
            <Trans>Add a passkey</Trans>
          </Button>
        </div>
      </form>
      {ways.includes('code') && (
        <section className="ui-stack" aria-labelledby="app-for-codes">
          <Heading level="2" size="small" id="app-for-codes">
            <Trans>Or an app for one-time codes</Trans>
          </Heading>
          <CodesSetup at="/auth/enrol" confirm={enrolCodes} onConfirmed={setEntered} />
        </section>
      )}
    </div>
  )
}
