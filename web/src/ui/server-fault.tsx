import { CombinedGraphQLErrors } from '@apollo/client/errors'
import { Trans } from '@lingui/react/macro'
import { BodyShort, Button, LocalAlert } from '@navikt/ds-react'

/** The reference code by which a fault is found in the server's log; null when the server was not reached. */
export function faultReference(error: unknown): string | null {
  if (!CombinedGraphQLErrors.is(error)) return null
  const extensions = error.errors[0]?.extensions
  const reference = extensions?.['reference'] ?? extensions?.['correlationId']
  return typeof reference === 'string' ? reference : null
}

/** The `code` of a GraphQL error, such as `NOT_FOUND`. */
export function faultCode(error: unknown): string | null {
  if (!CombinedGraphQLErrors.is(error)) return null
  const code = error.errors[0]?.extensions?.['code']
  return typeof code === 'string' ? code : null
}

/** A fault of the server or the network, at the place where it happened. What was typed is still on the page. */
export function ServerFault({ fault, onRetry }: { fault: unknown; onRetry?: (() => void) | undefined }) {
  if (!fault) return null
  const reference = faultReference(fault)
  const isMisread = faultCode(fault) === 'BAD_USER_INPUT'
  return (
    <LocalAlert status="error">
      <LocalAlert.Header>
        <LocalAlert.Title as="h2">
          {isMisread ? <Trans>This was not understood</Trans> : <Trans>This did not reach us</Trans>}
        </LocalAlert.Title>
      </LocalAlert.Header>
      <LocalAlert.Content>
        <BodyShort spacing={Boolean(onRetry)}>
          {reference ? (
            <Trans>
              Something went wrong on our side. What you typed is still on this page. Try again (ref.{' '}
              <bdi>{reference}</bdi>
              ).
            </Trans>
          ) : isMisread ? (
            <Trans>
              The portal did not understand what this page asked for. Its address may be cut off or out of date.
            </Trans>
          ) : (
            <Trans>The portal could not be reached. What you typed is still on this page. Try again.</Trans>
          )}
        </BodyShort>
        {onRetry && (
          <Button type="button" size="small" variant="secondary" onClick={onRetry}>
            <Trans>Try again</Trans>
          </Button>
        )}
      </LocalAlert.Content>
    </LocalAlert>
  )
}
