import { useReadQuery } from '@apollo/client/react'
import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, Heading } from '@navikt/ds-react'
import { type LoaderFunctionArgs, useLoaderData, useSearchParams } from 'react-router'
import { preload } from '../../apollo.ts'
import { preloadPack, readPack } from '../../dossier/pack.ts'
import { ColleagueList } from '../../people/colleague-list.tsx'
import { InvitationList } from '../../people/invitation-list.tsx'
import { InviteForm } from '../../people/invite-form.tsx'
import { rolesOfAgency, type Side } from '../../people/side.ts'
import { FindForm } from '../../people/find-form.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { AgencyPeopleDocument, type AgencyPeopleQuery } from './users-page.generated.ts'

const pageSize = 25

export async function loader({ request }: LoaderFunctionArgs) {
  const search = new URL(request.url).searchParams
  return {
    people: preload(AgencyPeopleDocument, { first: pageSize, after: search.get('after'), q: search.get('q') }),
    pack: await preloadPack(),
  }
}

/** The agency's people: who works here, in which roles; invite, grant, revoke, remove. Nobody changes their own. */
export function UsersPage() {
  const preloaded = useLoaderData<typeof loader>()
  const { data } = useReadQuery(preloaded.people)
  const { data: rules } = useReadQuery(preloaded.pack)
  const stages = readPack(rules.policyPack.document).stages.map(({ key, label }) => ({ key, name: label }))
  return <AgencyPeople data={data} stages={stages} />
}

/** What the page shows, apart from how it was asked for. */
export function AgencyPeople({ data, stages }: { data: AgencyPeopleQuery; stages: Side['stages'] }) {
  const { t } = useLingui()
  const [search] = useSearchParams()
  const side: Side = { roles: rolesOfAgency, stages, refetch: ['AgencyPeople'] }
  return (
    <div className="ui-page ui-page--reading ui-stack">
      <div>
        <PageTitle title={t`People of the agency`} />
        <BodyLong>
          <Trans>
            Whoever gives roles reads no dossier, and nobody gives a role to themselves. Every change stands in the
            record.
          </Trans>
        </BodyLong>
      </div>
      <FindForm label={t`Find somebody by name or office`} query={search.get('q') ?? ''} />
      <section aria-labelledby="users-list">
        <Heading level="2" size="medium" id="users-list" spacing>
          <Trans>People</Trans>
        </Heading>
        <ColleagueList of={data.colleagues} side={side} />
      </section>
      <InvitationList of={data.invitations} side={side} />
      <InviteForm side={side} permits={data.colleagues.permits} />
    </div>
  )
}
