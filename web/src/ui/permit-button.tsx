import { Plural } from '@lingui/react/macro'
import { Button, type ButtonProps } from '@navikt/ds-react'
import { useId } from 'react'
import { TextLink } from './text-link.tsx'

/** What the server says about one event: may it happen now, for me, and if not, why not. */
export interface PermitAnswer {
  event: string
  allowed: boolean
  because: readonly { code: string; message: string; at: string | null }[]
}

/** The permit for one event; undefined when the server lists none. */
export function permitFor(permits: readonly PermitAnswer[], event: string): PermitAnswer | undefined {
  return permits.find((permit) => permit.event === event)
}

interface PermitButtonProps extends Omit<ButtonProps, 'disabled'> {
  permits: readonly PermitAnswer[]
  /** As in `permits`: UPPER_SNAKE. */
  event: string
  onClick?: () => void
  /** Turns a reason's `at` into an address where it can be mended. */
  linkTo?: (at: string) => string | undefined
  /** Leaves the reasons to the page, which shows them elsewhere under this id. */
  reasonsId?: string
}

/**
 * A button that the server's permit opens. Refused, it stays where a person expects it: it can be focused and read,
 * does nothing, and is described by the server's own reasons. An event that the server does not list has no button.
 */
export function PermitButton({ permits, event, onClick, linkTo, reasonsId, children, ...button }: PermitButtonProps) {
  const ownId = useId()
  const permit = permitFor(permits, event)
  if (!permit) return null
  if (permit.allowed) {
    return (
      <Button type="button" {...button} onClick={onClick}>
        {children}
      </Button>
    )
  }
  return (
    <div className="ui-permit">
      <Button
        {...button}
        type="button"
        aria-disabled="true"
        aria-describedby={reasonsId ?? ownId}
        className={`ui-button--off ${button.className ?? ''}`}
        onClick={(click) => click.preventDefault()}
      >
        {children}
      </Button>
      {!reasonsId && <Because id={ownId} because={permit.because} linkTo={linkTo} />}
    </div>
  )
}

interface BecauseProps {
  id?: string | undefined
  because: PermitAnswer['because']
  linkTo?: ((at: string) => string | undefined) | undefined
}

const shownAtOnce = 5

/** The server's reasons for a "not now"; a long list shows its beginning, the rest on demand. */
export function Because({ id, because, linkTo }: BecauseProps) {
  const first = because.slice(0, shownAtOnce)
  const rest = because.slice(shownAtOnce)
  return (
    <div className="ui-because">
      <Reasons id={id} because={first} linkTo={linkTo} />
      {rest.length > 0 && (
        <details>
          <summary>
            <Plural value={rest.length} one="and # more reason" other="and # more reasons" />
          </summary>
          <Reasons because={rest} linkTo={linkTo} />
        </details>
      )}
    </div>
  )
}

function Reasons({ id, because, linkTo }: BecauseProps) {
  return (
    <ul id={id}>
      {because.map(({ code, message, at }, index) => {
        const to = at ? linkTo?.(at) : undefined
        return <li key={`${code} ${index}`}>{to ? <TextLink to={to}>{message}</TextLink> : message}</li>
      })}
    </ul>
  )
}
