import { Button } from '@navikt/ds-react'
import type { ReactNode } from 'react'
import { Link, type To } from 'react-router'

interface LinkButtonProps {
  to: To
  children: ReactNode
  variant?: 'primary' | 'secondary' | 'tertiary'
  size?: 'medium' | 'small'
  icon?: ReactNode
}

/** A link that leads on with the weight of a button. It stays a link to everybody: Aksel would call it a button. */
export function LinkButton({ to, children, ...look }: LinkButtonProps) {
  return (
    <Button as={Link} to={to} role={undefined} {...look}>
      {children}
    </Button>
  )
}
