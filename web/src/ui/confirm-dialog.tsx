import { Trans } from '@lingui/react/macro'
import { Button, Modal } from '@navikt/ds-react'
import type { ReactNode } from 'react'
import { Dialog } from './dialog.tsx'

interface ConfirmDialogProps {
  open: boolean
  title: string
  children: ReactNode
  /** The act itself in words: verb and object. */
  confirmLabel: ReactNode
  onConfirm: () => void
  onClose: () => void
  sending?: boolean
  /** For an act that takes something away. */
  danger?: boolean
}

/** Asks once more before what cannot be undone. Esc and "Cancel" close it; focus goes back to the opener. */
export function ConfirmDialog({
  open,
  title,
  children,
  confirmLabel,
  onConfirm,
  onClose,
  sending = false,
  danger = false,
}: ConfirmDialogProps) {
  return (
    <Dialog open={open} onClose={onClose} title={title} width="medium">
      <Modal.Body>{children}</Modal.Body>
      <Modal.Footer>
        <Button
          type="button"
          onClick={onConfirm}
          loading={sending}
          {...(danger ? { 'data-color': 'danger' as const } : {})}
        >
          {confirmLabel}
        </Button>
        <Button type="button" variant="secondary" onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
      </Modal.Footer>
    </Dialog>
  )
}
