import { Trans, useLingui } from '@lingui/react/macro'
import { InternalHeader, Spacer } from '@navikt/ds-react'
import type { ReactNode } from 'react'
import { Link, NavLink } from 'react-router'
import { VisuallyHidden } from './page-title.tsx'

export interface HeaderLink {
  to: string
  label: ReactNode
  /** Exact: current only on this very address, not on those below it. */
  end?: boolean
}

/** Our own mark: a P with a tick. */
function Mark() {
  return (
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" className="ui-mark">
      <rect width="32" height="32" rx="7" className="ui-mark__ground" />
      <path d="M9 25V7h8.5a6 6 0 0 1 0 12H13" className="ui-mark__letter" />
      <path d="m17 25 3 3 6-8" className="ui-mark__tick" />
    </svg>
  )
}

/** The first stop of the keyboard: past header and navigation, to the page. */
export function SkipLink() {
  return (
    <a
      href="#main"
      className="ui-skip"
      onClick={(click) => {
        click.preventDefault()
        document.getElementById('main')?.focus()
      }}
    >
      <Trans>Skip to content</Trans>
    </a>
  )
}

/** The public's header: white, with the ways in. */
export function PublicHeader({ links, account }: { links: readonly HeaderLink[]; account: ReactNode }) {
  const { t } = useLingui()
  return (
    <header className="ui-header ui-header--public">
      <Link to="/" className="ui-header__brand">
        <Mark />
        <span>
          <Trans>Placet</Trans>
        </span>
      </Link>
      <nav aria-label={t`Main`} className="ui-header__links">
        {links.map(({ to, label, end }) => (
          <NavLink key={to} to={to} end={end ?? false}>
            {label}
          </NavLink>
        ))}
      </nav>
      <Spacer />
      <div className="ui-header__account">{account}</div>
    </header>
  )
}

interface WorkspaceHeaderProps {
  home: string
  /** The workspace in a word, always visible. */
  workspace: ReactNode
  links: readonly HeaderLink[]
  person: string
  /** Under the name: the organisation of an applicant, the office of an official. */
  belongsTo: string
}

/** The dark header of those who work here. */
export function WorkspaceHeader({ home, workspace, links, person, belongsTo }: WorkspaceHeaderProps) {
  const { t } = useLingui()
  return (
    <InternalHeader className="ui-header ui-header--workspace">
      <InternalHeader.Title as={Link} to={home}>
        <Mark />
        <span>
          <Trans>Placet</Trans> · {workspace}
        </span>
      </InternalHeader.Title>
      <nav aria-label={t`Main`} className="ui-header__links">
        {links.map(({ to, label, end }) => (
          <NavLink key={to} to={to} end={end ?? false}>
            {label}
          </NavLink>
        ))}
      </nav>
      <Spacer />
      <Link to="/account" className="ui-header__user">
        <VisuallyHidden>
          <Trans>Your account:</Trans>{' '}
        </VisuallyHidden>
        <bdi>{person}</bdi>
        <bdi className="ui-header__belongs">{belongsTo}</bdi>
      </Link>
    </InternalHeader>
  )
}
