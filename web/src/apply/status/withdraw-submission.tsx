import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, Textarea } from '@navikt/ds-react'
import { useState } from 'react'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { type PermitAnswer, PermitButton, permitFor } from '../../ui/permit-button.tsx'
import { RefusalAlert } from '../../ui/refusal-alert.tsx'
import { useSend } from '../../ui/send.ts'
import { ServerFault } from '../../ui/server-fault.tsx'
import { WithdrawSubmissionDocument } from './status-page.generated.ts'

interface WithdrawSubmissionProps {
  id: string
  version: number
  permits: readonly PermitAnswer[]
}

/** Takes a sent dossier back for good, with a reason. */
export function WithdrawSubmission({ id, version, permits }: WithdrawSubmissionProps) {
  const { t } = useLingui()
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const [error, setError] = useState<string | undefined>(undefined)
  const { send, refusal, fault, sending, clear } = useSend(WithdrawSubmissionDocument, {
    refetch: ['DossierStatus', 'MyDossiers'],
    keepPage: true,
  })
  if (!permitFor(permits, 'WITHDRAW')) return null

  async function withdraw(): Promise<void> {
    if (reason.trim() === '') {
      setError(t`Enter the reason`)
      return
    }
    if (await send({ id, version, reason: reason.trim() })) setOpen(false)
  }

  return (
    <div className="ui-actions">
      <PermitButton permits={permits} event="WITHDRAW" variant="tertiary" size="small" onClick={() => setOpen(true)}>
        <Trans>Withdraw this dossier</Trans>
      </PermitButton>
      <ConfirmDialog
        open={open}
        title={t`Withdraw this dossier?`}
        confirmLabel={t`Withdraw the dossier`}
        danger
        sending={sending}
        onConfirm={() => void withdraw()}
        onClose={() => {
          setOpen(false)
          clear()
        }}
      >
        <BodyLong spacing>
          <Trans>The review ends and every open question with it. You can send a new dossier later.</Trans>
        </BodyLong>
        <Textarea
          label={t`Reason`}
          value={reason}
          error={error}
          maxLength={4000}
          dir="auto"
          onChange={({ target }) => {
            setReason(target.value)
            setError(undefined)
          }}
        />
        <RefusalAlert refusal={refusal} />
        <ServerFault fault={fault} />
      </ConfirmDialog>
    </div>
  )
}
