import { useReadQuery } from '@apollo/client/react'
import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, Select } from '@navikt/ds-react'
import { type LoaderFunctionArgs, useLoaderData, useSearchParams } from 'react-router'
import { preload } from '../../apollo.ts'
import { FindForm } from '../../people/find-form.tsx'
import { Pager } from '../../ui/paged-table.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { OrganisationToRule } from './organisation-to-rule.tsx'
import { OrganisationsToRuleDocument, type OrganisationsToRuleQuery } from './organisations-page.generated.ts'
import '../../people/people.css'

const pageSize = 25
const rulings = ['waiting', 'verified', 'refused'] as const
const rulingIn = (search: URLSearchParams) => rulings.find((ruling) => ruling === search.get('ruling')) ?? null

export function loader({ request }: LoaderFunctionArgs) {
  const search = new URL(request.url).searchParams
  return preload(OrganisationsToRuleDocument, {
    first: pageSize,
    after: search.get('after'),
    q: search.get('q'),
    ruling: rulingIn(search),
  })
}

/** Organisations of applicants: the agency verifies them, or refuses with a reason. */
export function OrganisationsPage() {
  const { data } = useReadQuery(useLoaderData<ReturnType<typeof loader>>())
  return <OrganisationsToRule data={data} />
}

/** What the page shows, apart from how it was asked for. */
export function OrganisationsToRule({ data }: { data: OrganisationsToRuleQuery }) {
  const { t } = useLingui()
  const [search, setSearch] = useSearchParams()
  const { edges, pageInfo, total, totalIsExact } = data.organisationsToRule

  function show(ruling: string): void {
    setSearch((before) => {
      const next = new URLSearchParams(before)
      for (const key of ['after', 'from', 'ruling']) next.delete(key)
      if (ruling !== '') next.set('ruling', ruling)
      return next
    })
  }

  return (
    <div className="ui-page ui-page--reading ui-stack">
      <div>
        <PageTitle title={t`Organisations`} />
        <BodyLong>
          <Trans>An organisation that is not verified may draft dossiers, not submit them.</Trans>
        </BodyLong>
      </div>
      <FindForm label={t`Find an organisation by name`} query={search.get('q') ?? ''} />
      <Select label={t`Show`} value={rulingIn(search) ?? ''} onChange={({ target }) => show(target.value)}>
        <option value="">{t`All organisations`}</option>
        <option value="waiting">{t`Waiting for verification`}</option>
        <option value="verified">{t`Verified`}</option>
        <option value="refused">{t`Not verified, with a reason`}</option>
      </Select>
      {edges.length === 0 ? (
        <BodyLong>
          <Trans>No organisation was found.</Trans>
        </BodyLong>
      ) : (
        <div>
          <ul className="people__list">
            {edges.map(({ node }) => (
              <li key={node.id}>
                <OrganisationToRule of={node} />
              </li>
            ))}
          </ul>
          <Pager pageInfo={pageInfo} count={edges.length} total={total} totalIsExact={totalIsExact} />
        </div>
      )}
    </div>
  )
}
