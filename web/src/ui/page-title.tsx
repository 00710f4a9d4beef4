import { Trans, useLingui } from '@lingui/react/macro'
import { Heading } from '@navikt/ds-react'
import { Children, type ReactNode, useEffect, useRef } from 'react'
import { useLocation } from 'react-router'

let lastFocused: string | null = null

interface PageTitleProps {
  /** Shown as the one `h1`. */
  title: string
  /** What the page belongs to, such as a dossier's number; part of the document's title. */
  of?: string
  /** The document's title then begins with "Error: ". */
  hasErrors?: boolean
  /** Beside the title, such as a tag of state. */
  children?: ReactNode
}

/** The page's `h1`. Takes the focus after a navigation, so that a screen reader says where one has arrived. */
export function PageTitle({ title, of, hasErrors = false, children }: PageTitleProps) {
  const { t } = useLingui()
  const heading = useRef<HTMLHeadingElement>(null)
  const { pathname } = useLocation()
  const documentTitle = [title, of, t`Placet`].filter(Boolean).join(' – ')

  useEffect(() => {
    // The first page of a visit begins at the top, with the skip link; only later pages take the focus.
    if (lastFocused !== null && lastFocused !== pathname) heading.current?.focus({ preventScroll: true })
    lastFocused = pathname
  }, [pathname])

  return (
    <div className="ui-page-title">
      <title>{hasErrors ? t`Error: ${documentTitle}` : documentTitle}</title>
      <Heading ref={heading} level="1" size="xlarge" tabIndex={-1} dir="auto">
        {title}
      </Heading>
      {children}
    </div>
  )
}

/** Where this page stands: the pages above it, from the second level on. */
export function Breadcrumb({ children }: { children: ReactNode }) {
  const { t } = useLingui()
  return (
    <nav className="ui-breadcrumb" aria-label={t`You are here`}>
      <ol>
        {Children.map(children, (page) => (
          <li>{page}</li>
        ))}
      </ol>
    </nav>
  )
}

/** A text for screen readers only. */
export function VisuallyHidden({ children }: { children: ReactNode }) {
  return <span className="ui-visually-hidden">{children}</span>
}

/** Marks the few answers that may be left out. */
export function OptionalMark() {
  return (
    <span className="ui-optional">
      {' '}
      <Trans>(optional)</Trans>
    </span>
  )
}
