import type { MessageDescriptor } from '@lingui/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, Button } from '@navikt/ds-react'
import { isRouteErrorResponse, useRouteError } from 'react-router'
import { PageTitle } from './page-title.tsx'
import { faultCode, faultReference } from './server-fault.tsx'
import { TextLink } from './text-link.tsx'

/** Thrown where a signed-in person lacks the role for a whole page; the page says whom it is for, and who can help. */
export class RoleNeeded extends Error {
  readonly roles: MessageDescriptor
  readonly grantedBy: MessageDescriptor

  /** Whom the page is for, and who can give that role: both read on within a sentence. */
  constructor(roles: MessageDescriptor, grantedBy: MessageDescriptor) {
    super('A role is needed')
    this.name = 'RoleNeeded'
    this.roles = roles
    this.grantedBy = grantedBy
  }
}

/** What is shown in a page's place when it cannot be: not found, not permitted, or broken. Header and footer stay. */
export function RouteErrorBoundary() {
  const { t } = useLingui()
  const error = useRouteError()
  if (error instanceof RoleNeeded) {
    return (
      <div className="ui-page ui-page--reading">
        <PageTitle title={t`You need another role for this page`} />
        <BodyLong spacing>
          <Trans>
            This page is for: {t(error.roles)}. Who can give you this role: {t(error.grantedBy)}.
          </Trans>
        </BodyLong>
        <TextLink to="/account">
          <Trans>See the roles you have</Trans>
        </TextLink>
      </div>
    )
  }
  if (faultCode(error) === 'NOT_FOUND' || (isRouteErrorResponse(error) && error.status === 404)) {
    return (
      <div className="ui-page ui-page--reading">
        <PageTitle title={t`We cannot find this page`} />
        <BodyLong spacing>
          <Trans>
            There is nothing at this address, or you may not see it. Check the address, or begin again from the start
            page.
          </Trans>
        </BodyLong>
        <TextLink to="/">
          <Trans>Go to the start page</Trans>
        </TextLink>
      </div>
    )
  }
  const reference = faultReference(error)
  return (
    <div className="ui-page ui-page--reading">
      <PageTitle title={t`This page could not be shown`} />
      <BodyLong spacing>
        {reference ? (
          <Trans>Something went wrong on our side. What you saved before is safe. The reference is {reference}.</Trans>
        ) : (
          <Trans>
            The portal could not be reached, or something went wrong in this page. What you saved before is safe.
          </Trans>
        )}
      </BodyLong>
      <Button type="button" onClick={() => window.location.reload()}>
        <Trans>Try again</Trans>
      </Button>
    </div>
  )
}
