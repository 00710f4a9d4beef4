import { Heading, Modal } from '@navikt/ds-react'
import type { ComponentProps, ReactNode } from 'react'

interface DialogProps {
  open: boolean
  onClose: () => void
  title: string
  width: NonNullable<ComponentProps<typeof Modal>['width']>
  /** `Modal.Body` and `Modal.Footer`. */
  children: ReactNode
}

/**
 * What stands over the page until it is answered or closed; the focus then goes back to its opener. Its title is no
 * `h1`: a closed dialog stands in the page all the same, and a page has one.
 */
export function Dialog({ open, onClose, title, width, children }: DialogProps) {
  return (
    <Modal open={open} onClose={onClose} aria-label={title} width={width} portal>
      <Modal.Header>
        <Heading level="2" size="medium">
          {title}
        </Heading>
      </Modal.Header>
      {children}
    </Modal>
  )
}
