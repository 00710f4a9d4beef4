import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Heading, TextField } from '@navikt/ds-react'
import { type FormEvent, useState } from 'react'
import { ask, Nothing } from '../session/rest.ts'
import { ProofRefused } from '../session/sign-in-refused.tsx'
import { useProof } from '../session/use-proof.ts'
import { ServerFault } from '../ui/server-fault.tsx'

/** Another password, after proof; every other session of the person ends with it. */
export function PasswordForm({ email }: { email: string }) {
  const { t } = useLingui()
  const proof = useProof()
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<string | undefined>(undefined)
  const [isChanged, setIsChanged] = useState(false)
  // What the server finds wrong with the password stands under its field.
  const issues = proof.refusal?.code === 'BAD_USER_INPUT' ? proof.refusal.issues : []

  function submit(event: FormEvent): void {
    event.preventDefault()
    setIsChanged(false)
    proof.clear()
    setProblem(password === '' ? t`Enter the new password` : undefined)
    if (password === '') return
    void proof.run(
      () => ask('/auth/account/password', Nothing, { password }),
      () => {
        setPassword('')
        setIsChanged(true)
      },
    )
  }

  return (
    <form noValidate onSubmit={submit} className="ui-stack">
      <Heading level="2" size="small">
        <Trans>Password</Trans>
      </Heading>
      <ProofRefused refusal={issues.length > 0 ? null : proof.refusal} level="h3">
        <Trans>Nothing was changed</Trans>
      </ProofRefused>
      <ServerFault fault={proof.fault} />
      <input type="hidden" autoComplete="username" value={email} readOnly />
      <TextField
        type="password"
        label={t`New password`}
        description={<Trans>8 characters or more. A sentence is good; a common password is refused.</Trans>}
        autoComplete="new-password"
        error={problem ?? issues.map(({ message }) => message).join(' ')}
        value={password}
        onChange={({ target }) => setPassword(target.value)}
      />
      <div className="ui-actions">
        <Button type="submit" variant="secondary" loading={proof.sending}>
          <Trans>Change the password</Trans>
        </Button>
        <span role="status">
          {isChanged && <Trans>The password is changed. You are signed out everywhere else.</Trans>}
        </span>
      </div>
    </form>
  )
}
