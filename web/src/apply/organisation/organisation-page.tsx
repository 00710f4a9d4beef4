import { useReadQuery } from '@apollo/client/react'
import { Trans, useLingui } from '@lingui/react/macro'
import { BodyShort, Heading, InlineMessage } from '@navikt/ds-react'
import { type LoaderFunctionArgs, useLoaderData } from 'react-router'
import { preload } from '../../apollo.ts'
import { ColleagueList } from '../../people/colleague-list.tsx'
import { InvitationList } from '../../people/invitation-list.tsx'
import { InviteForm } from '../../people/invite-form.tsx'
import { rolesOfOrganisation, type Side } from '../../people/side.ts'
import { PageTitle } from '../../ui/page-title.tsx'
import { OwnOrganisationDocument, type OwnOrganisationQuery } from './organisation-page.generated.ts'

const pageSize = 25
const officersAdvised = 2
const side: Side = { roles: rolesOfOrganisation, stages: [], refetch: ['OwnOrganisation'] }

export function loader({ request }: LoaderFunctionArgs) {
  return preload(OwnOrganisationDocument, { first: pageSize, after: new URL(request.url).searchParams.get('after') })
}

/** One's own organisation: whether the agency knows it, its people and their roles, and who is invited. */
export function OrganisationPage() {
  const { data } = useReadQuery(useLoaderData<ReturnType<typeof loader>>())
  return <OwnOrganisation data={data} />
}

/** What the page shows, apart from how it was asked for. */
export function OwnOrganisation({ data }: { data: OwnOrganisationQuery }) {
  const { t } = useLingui()
  const { colleagues, invitations, me } = data
  return (
    <div className="ui-page ui-page--reading ui-stack">
      <div>
        <PageTitle title={me?.organisation?.name ?? t`Your organisation`} />
        <Standing organisation={me?.organisation ?? null} />
      </div>
      <section aria-labelledby="organisation-people">
        <Heading level="2" size="medium" id="organisation-people" spacing>
          <Trans>People</Trans>
        </Heading>
        {colleagues.officers < officersAdvised && (
          <InlineMessage status="warning">
            <Trans>
              Have at least two officers: otherwise nobody can sign while one is away. An administrator of your
              organisation can give the role.
            </Trans>
          </InlineMessage>
        )}
        <ColleagueList of={colleagues} side={side} />
      </section>
      <InvitationList of={invitations} side={side} />
      <InviteForm side={side} permits={colleagues.permits} />
    </div>
  )
}

type Organisation = NonNullable<OwnOrganisationQuery['me']>['organisation']

function Standing({ organisation }: { organisation: Organisation }) {
  if (!organisation) return null
  if (organisation.verified) {
    return (
      <InlineMessage status="success">
        <Trans>The agency has verified this organisation. Its officers may submit dossiers.</Trans>
      </InlineMessage>
    )
  }
  if (organisation.refused) {
    return (
      <InlineMessage status="error">
        <div>
          <BodyShort>
            <Trans>The agency has not verified this organisation. You may draft dossiers, not submit them.</Trans>
          </BodyShort>
          <BodyShort dir="auto">{organisation.refusalReason}</BodyShort>
        </div>
      </InlineMessage>
    )
  }
  return (
    <InlineMessage status="info">
      <Trans>The agency has yet to verify this organisation. Until then you may draft dossiers, not submit them.</Trans>
    </InlineMessage>
  )
}
