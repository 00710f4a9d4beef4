import { Link as AkselLink } from '@navikt/ds-react'
import type { ReactNode } from 'react'
import { Link as RouterLink, type To } from 'react-router'

interface TextLinkProps {
  to: To
  children: ReactNode
  variant?: 'action' | 'neutral' | 'subtle'
  className?: string
  'aria-describedby'?: string
  'aria-label'?: string
  onClick?: () => void
}

/**
 * A link to another page of the portal, without a full load. Aksel lays a link out as a row of boxes, for icons; in one
 * box its words, names and numbers wrap and part as text does.
 */
export function TextLink({ to, children, ...rest }: TextLinkProps) {
  return (
    <AkselLink as={RouterLink} to={to} {...rest}>
      <span>{children}</span>
    </AkselLink>
  )
}
