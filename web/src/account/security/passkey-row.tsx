import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, BodyShort, Button, TextField } from '@navikt/ds-react'
import { type FormEvent, useState } from 'react'
import * as z from 'zod/mini'
import { ask, Nothing } from '../../session/rest.ts'
import { ProofRefused } from '../../session/sign-in-refused.tsx'
import { useProof } from '../../session/use-proof.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { DateText } from '../../ui/date-text.tsx'
import { ServerFault } from '../../ui/server-fault.tsx'
import '../account.css'

export const Passkey = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.nullable(z.string()),
  backedUp: z.boolean(),
})
type Passkey = z.infer<typeof Passkey>

interface PasskeyRowProps {
  passkey: Passkey
  onChanged: () => void
}

/** One passkey: when it came and was used, another name for it, and its end. */
export function PasskeyRow({ passkey: { id, name, createdAt, lastUsedAt, backedUp }, onChanged }: PasskeyRowProps) {
  const { t } = useLingui()
  const proof = useProof()
  const [isRenaming, setIsRenaming] = useState(false)
  const [isRemoving, setIsRemoving] = useState(false)
  const [typed, setTyped] = useState(name)
  const at = `/auth/account/passkeys/${id}`

  function rename(event: FormEvent): void {
    event.preventDefault()
    void proof.run(
      () => ask(`${at}/name`, Nothing, { name: typed }),
      () => {
        setIsRenaming(false)
        onChanged()
      },
    )
  }

  function remove(): void {
    setIsRemoving(false)
    void proof.run(() => ask(`${at}/remove`, Nothing, {}), onChanged)
  }

  return (
    <li className="ui-stack ui-stack--tight">
      <BodyShort weight="semibold">
        <bdi>{name}</bdi>
      </BodyShort>
      <BodyShort size="small">
        <Trans>
          Added on <DateText value={createdAt} />.
        </Trans>{' '}
        {lastUsedAt ? (
          <Trans>
            Last used on <DateText value={lastUsedAt} />.
          </Trans>
        ) : (
          <Trans>Never used.</Trans>
        )}{' '}
        {backedUp && <Trans>It is shared between your devices.</Trans>}
      </BodyShort>
      <ProofRefused refusal={proof.refusal} level="h3">
        <Trans>Nothing was changed</Trans>
      </ProofRefused>
      <ServerFault fault={proof.fault} />
      {isRenaming ? (
        <form onSubmit={rename} className="ui-stack ui-stack--tight">
          <TextField
            label={t`Name of the passkey`}
            maxLength={100}
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
          />
          <div className="ui-actions">
            <Button type="submit" size="small" loading={proof.sending}>
              <Trans>Save the name</Trans>
            </Button>
            <Button type="button" size="small" variant="tertiary" onClick={() => setIsRenaming(false)}>
              <Trans>Cancel</Trans>
            </Button>
          </div>
        </form>
      ) : (
        <div className="ui-actions">
          <Button type="button" size="small" variant="secondary" onClick={() => setIsRenaming(true)}>
            <Trans>Rename</Trans> <span className="ui-visually-hidden">{name}</span>
          </Button>
          <Button
            type="button"
            size="small"
            variant="secondary"
            data-color="danger"
            loading={proof.sending}
            onClick={() => setIsRemoving(true)}
          >
            <Trans>Remove</Trans> <span className="ui-visually-hidden">{name}</span>
          </Button>
        </div>
      )}
      <ConfirmDialog
        open={isRemoving}
        title={t`Remove this passkey?`}
        confirmLabel={<Trans>Remove the passkey</Trans>}
        danger
        onConfirm={remove}
        onClose={() => setIsRemoving(false)}
      >
        <BodyLong>
          <Trans>
            <bdi>{name}</bdi> opens your account no more. Your device may still offer it until you delete it there.
          </Trans>
        </BodyLong>
      </ConfirmDialog>
    </li>
  )
}
