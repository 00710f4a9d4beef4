import { Trans } from '@lingui/react/macro'
import { BodyShort, Button, LocalAlert } from '@navikt/ds-react'
import { type ReactNode, useEffect, useRef } from 'react'
import type { RefusalPartsFragment } from './refusal-alert.generated.ts'
import { TextLink } from './text-link.tsx'

type Reason = { message: string; at: string | null }

interface RefusalAlertProps {
  refusal: RefusalPartsFragment | null | undefined
  /** The address where a reason can be mended, from its `at` (`section/field`, `stage/question`, …). */
  linkTo?: (at: string) => string | undefined
  /** Reads the page's data again; offered where somebody else was faster. */
  onReadAgain?: () => void
}

/** Shows why the server refused: what happened, that nothing changed, each reason, and where to mend it. */
export function RefusalAlert({ refusal, linkTo, onReadAgain }: RefusalAlertProps) {
  const alert = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (refusal) alert.current?.focus()
  }, [refusal])
  if (!refusal) return null
  const reasons = reasonsOf(refusal)
  return (
    <LocalAlert
      ref={alert}
      tabIndex={-1}
      status={refusal.__typename === 'Stale' || refusal.__typename === 'OutOfTurn' ? 'warning' : 'error'}
      className="ui-refusal"
    >
      <LocalAlert.Header>
        <LocalAlert.Title as="h2">{titleOf(refusal)}</LocalAlert.Title>
      </LocalAlert.Header>
      <LocalAlert.Content>
        <BodyShort spacing={reasons.length > 0}>{refusal.message}</BodyShort>
        {reasons.length > 0 && (
          <ul className="ui-reasons">
            {reasons.map(({ message, at }, index) => {
              const to = at ? linkTo?.(at) : undefined
              return <li key={`${at ?? ''} ${index}`}>{to ? <TextLink to={to}>{message}</TextLink> : message}</li>
            })}
          </ul>
        )}
        <BodyShort>
          <Trans>Nothing was changed.</Trans>
        </BodyShort>
        {refusal.__typename === 'Stale' && onReadAgain && (
          <Button type="button" size="small" variant="secondary" onClick={onReadAgain} className="ui-refusal__again">
            <Trans>Read it again</Trans>
          </Button>
        )}
      </LocalAlert.Content>
    </LocalAlert>
  )
}

function titleOf(refusal: RefusalPartsFragment): ReactNode {
  switch (refusal.__typename) {
    case 'Invalid':
      return <Trans>Some of this needs correcting</Trans>
    case 'Incomplete':
      return <Trans>Something is still missing</Trans>
    case 'NotPermitted':
      return <Trans>You may not do this</Trans>
    case 'OutOfTurn':
      return <Trans>This is not possible now</Trans>
    case 'Stale':
      return <Trans>Somebody changed this in the meantime</Trans>
    case 'CommandReused':
      return <Trans>This was sent before with other content</Trans>
  }
}

function reasonsOf(refusal: RefusalPartsFragment): Reason[] {
  if (refusal.__typename === 'Invalid') return refusal.issues.map(({ path, message }) => ({ message, at: path }))
  if (refusal.__typename === 'Incomplete') return refusal.unmet
  return []
}
