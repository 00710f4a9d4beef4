import { Button, type ButtonProps } from '@navikt/ds-react'
import type { ReactNode } from 'react'
import { Link, type To } from 'react-router'

interface LinkButtonProps {
  to: To
  variant?: NonNullable<ButtonProps['variant']>
  children: ReactNode
}

/** A link that looks like a button, for a page's main way on. It stays a link to a screen reader, not a button. */
export function LinkButton({ to, variant = 'primary', children }: LinkButtonProps) {
  return (
    <Button as={Link} to={to} variant={variant} role={undefined}>
      {children}
    </Button>
  )
}
