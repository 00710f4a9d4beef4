import { Trans, useLingui } from '@lingui/react/macro'
import { Button, TextField } from '@navikt/ds-react'
import { type FormEvent, useState } from 'react'
import * as z from 'zod/mini'
import { makePasskey, type PasskeyOptions } from '../../session/authenticator.ts'
import { ask, Nothing } from '../../session/rest.ts'
import type { Step } from '../../session/sign-in.ts'
import { ProofRefused } from '../../session/sign-in-refused.tsx'
import { useProof } from '../../session/use-proof.ts'
import { ServerFault } from '../../ui/server-fault.tsx'

async function add(name: string): Promise<Step<null>> {
  const options = await ask('/auth/account/passkeys/options', z.looseObject({ challenge: z.string() }), {})
  if (!options.ok) return options
  const answer = await makePasskey(options.value as unknown as PasskeyOptions)
  if (answer === null) return { ok: false, refusal: { code: 'GIVEN_UP' } }
  return ask('/auth/account/passkeys', Nothing, { answer, name })
}

/** A further passkey, under a name by which its holder knows the device. */
export function AddPasskey({ onAdded }: { onAdded: () => void }) {
  const { t } = useLingui()
  const proof = useProof()
  const [name, setName] = useState('')
  const [problem, setProblem] = useState<string | undefined>(undefined)

  function submit(event: FormEvent): void {
    event.preventDefault()
    const typed = name.trim()
    setProblem(typed === '' ? t`Enter a name for the passkey` : undefined)
    if (typed === '') return
    void proof.run(
      () => add(typed),
      () => {
        setName('')
        onAdded()
      },
    )
  }

  return (
    <form noValidate onSubmit={submit} className="ui-stack">
      <ProofRefused refusal={proof.refusal} level="h3">
        <Trans>No passkey was added</Trans>
      </ProofRefused>
      <ServerFault fault={proof.fault} />
      <TextField
        label={t`Name of the new passkey`}
        description={<Trans>For example, “Work laptop”.</Trans>}
        maxLength={100}
        error={problem}
        value={name}
        onChange={({ target }) => setName(target.value)}
      />
      <div>
        <Button type="submit" variant="secondary" loading={proof.sending}>
          <Trans>Add a passkey</Trans>
        </Button>
      </div>
    </form>
  )
}
