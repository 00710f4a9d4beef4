import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong } from '@navikt/ds-react'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { type PermitAnswer, PermitButton, permitFor } from '../../ui/permit-button.tsx'
import { RefusalAlert } from '../../ui/refusal-alert.tsx'
import { useSend } from '../../ui/send.ts'
import { ServerFault } from '../../ui/server-fault.tsx'
import { DiscardDossierDocument } from './tasks-page.generated.ts'

interface DiscardDossierProps {
  id: string
  version: number
  permits: readonly PermitAnswer[]
}

/** Ends a draft for good, after asking once. */
export function DiscardDossier({ id, version, permits }: DiscardDossierProps) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const [open, setOpen] = useState(false)
  const { send, refusal, fault, sending, clear } = useSend(DiscardDossierDocument, { refetch: ['MyDossiers'] })
  if (!permitFor(permits, 'DISCARD')) return null

  async function discard(): Promise<void> {
    if (await send({ id, version })) await navigate('/apply')
  }

  return (
    <div className="ui-actions">
      <PermitButton permits={permits} event="DISCARD" variant="tertiary" size="small" onClick={() => setOpen(true)}>
        <Trans>Discard this dossier</Trans>
      </PermitButton>
      <ConfirmDialog
        open={open}
        title={t`Discard this dossier?`}
        confirmLabel={t`Discard the dossier`}
        danger
        sending={sending}
        onConfirm={() => void discard()}
        onClose={() => {
          setOpen(false)
          clear()
        }}
      >
        <BodyLong spacing>
          <Trans>The dossier ends and cannot be sent any more. Its record is kept.</Trans>
        </BodyLong>
        <RefusalAlert refusal={refusal} />
        <ServerFault fault={fault} />
      </ConfirmDialog>
    </div>
  )
}
