import { useQuery } from '@apollo/client/react'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { XMarkIcon } from '@navikt/aksel-icons'
import { BodyLong, Button, Heading } from '@navikt/ds-react'
import { useSearchParams } from 'react-router'
import { registerStatuses, wordOf } from '../../dossier/status-words.ts'
import { LoadingSkeleton } from '../../ui/loading-skeleton.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { Pager } from '../../ui/paged-table.tsx'
import { ServerFault } from '../../ui/server-fault.tsx'
import { EntryCard } from './entry-card.tsx'
import { RegisterFacets } from './register-facets.tsx'
import { readRegisterFilters, type RegisterFilters, uses, withRegisterFilter } from './register-filters.ts'
import { PublicRegisterDocument } from './register-page.generated.ts'
import { SearchForm } from './search-form.tsx'
import './register.css'

const pageSize = 20

/** Search of the public register: words and filters in the address, 20 entries a page. */
export function RegisterPage() {
  const { t } = useLingui()
  const [search, setSearch] = useSearchParams()
  const filters = readRegisterFilters(search)
  const { data, previousData, error, refetch } = useQuery(PublicRegisterDocument, {
    variables: { ...filters, first: pageSize },
    notifyOnNetworkStatusChange: true,
  })
  // While another page or filter loads, the old list stays where it is.
  const found = (data ?? previousData)?.registerEntries
  const isFiltered = filters.q !== null || filters.status !== null || filters.use !== null || filters.riskClass !== null

  return (
    <div className="ui-page">
      <PageTitle title={t`Register of models`} />
      <div className="register">
        <div className="register__search">
          <SearchForm
            label={t`Find a model by name, developer or number`}
            query={filters.q ?? ''}
            onSearch={(query) => setSearch(withRegisterFilter(search, 'q', query))}
          />
        </div>
        <RegisterFacets filters={filters} />
        <section aria-labelledby="results">
          <Heading level="2" size="medium" id="results" spacing tabIndex={-1}>
            <Trans>Results</Trans>
          </Heading>
          <Chips filters={filters} />
          <p role="status">{found && <Count total={found.total} isExact={found.totalIsExact} />}</p>
          <ServerFault fault={error} onRetry={() => void refetch()} />
          {!found && !error && <LoadingSkeleton rows={6} />}
          {found && found.edges.length === 0 && (
            <BodyLong>
              {isFiltered ? (
                <Trans>No model matches. Try fewer words or filters.</Trans>
              ) : (
                <Trans>No decision has been published yet.</Trans>
              )}
            </BodyLong>
          )}
          {isFiltered && (
            <Button type="button" variant="tertiary" size="small" onClick={() => setSearch(new URLSearchParams())}>
              <Trans>Clear filters</Trans>
            </Button>
          )}
          {found && found.edges.length > 0 && (
            <>
              <ul className="register__list">
                {found.edges.map(({ node }) => (
                  <EntryCard key={node.no} entry={node} />
                ))}
              </ul>
              <Pager
                pageInfo={found.pageInfo}
                count={found.edges.length}
                total={found.total}
                totalIsExact={found.totalIsExact}
              />
            </>
          )}
        </section>
      </div>
    </div>
  )
}

function Count({ total, isExact }: { total: number; isExact: boolean }) {
  if (!isExact) return <Trans>More than {total} entries</Trans>
  return <Plural value={total} one="# entry" other="# entries" />
}

/** The filters in force, each with its own way out. */
function Chips({ filters }: { filters: RegisterFilters }) {
  const { t } = useLingui()
  const [search, setSearch] = useSearchParams()
  const { riskClass } = filters
  const chips = [
    { name: 'q', label: filters.q && `“${filters.q}”` },
    { name: 'status', label: filters.status && t(wordOf(registerStatuses, filters.status)) },
    { name: 'use', label: filters.use && t(uses[filters.use]) },
    { name: 'class', label: riskClass && t`Class ${riskClass}` },
  ].flatMap(({ name, label }) => (label ? [{ name, filter: label }] : []))
  if (chips.length === 0) return null
  return (
    <ul className="register__chips" aria-label={t`Filters in force`}>
      {chips.map(({ name, filter }) => (
        <li key={name}>
          <Button
            type="button"
            size="small"
            variant="secondary"
            data-color="neutral"
            icon={<XMarkIcon aria-hidden />}
            iconPosition="right"
            aria-label={t`Remove the filter ${filter}`}
            onClick={() => setSearch(withRegisterFilter(search, name, null))}
          >
            <bdi>{filter}</bdi>
          </Button>
        </li>
      ))}
    </ul>
  )
}
