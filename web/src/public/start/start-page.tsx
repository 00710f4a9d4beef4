import { useQuery } from '@apollo/client/react'
import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, Heading } from '@navikt/ds-react'
import { useNavigate } from 'react-router'
import { LoadingSkeleton } from '../../ui/loading-skeleton.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { ServerFault } from '../../ui/server-fault.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { EntryCard } from '../register/entry-card.tsx'
import { SearchForm } from '../register/search-form.tsx'
import { PublicStartDocument } from './start-page.generated.ts'
import './start.css'

/** The first page of the public: find out whether a model is approved. */
export function StartPage() {
  const { t } = useLingui()
  const navigate = useNavigate()
  return (
    <div className="ui-page ui-page--reading ui-stack">
      <div>
        <PageTitle title={t`Is this health model approved?`} />
        <BodyLong spacing>
          <Trans>
            Here you find every decision on large multi-modal models for health: what a model may be used for, what it
            was tested on, and for whom it works less well.
          </Trans>
        </BodyLong>
        <SearchForm
          label={t`Find a model by name, developer or number`}
          description={t`For example, a product’s name or LMM-2026-00418`}
          query=""
          onSearch={(query) => void navigate(query === '' ? '/register' : `/register?q=${encodeURIComponent(query)}`)}
        />
      </div>
      <nav aria-label={t`What you can do here`}>
        <ul className="start__ways">
          <li>
            <TextLink to="/register">
              <Trans>See all decisions</Trans>
            </TextLink>
          </li>
          <li>
            <TextLink to="/apply">
              <Trans>Ask for an approval</Trans>
            </TextLink>
          </li>
          <li>
            <TextLink to="/register-organisation">
              <Trans>Register your organisation</Trans>
            </TextLink>
          </li>
          <li>
            <TextLink to="/agency">
              <Trans>Work for the agency</Trans>
            </TextLink>
          </li>
          <li>
            <TextLink to="/accessibility">
              <Trans>Accessibility and help</Trans>
            </TextLink>
          </li>
        </ul>
      </nav>
      <section aria-labelledby="latest">
        <Heading level="2" size="medium" id="latest" spacing>
          <Trans>Latest decisions</Trans>
        </Heading>
        <Latest />
      </section>
    </div>
  )
}

/** The search above works also when this list cannot be read. */
function Latest() {
  const { data, error, refetch } = useQuery(PublicStartDocument)
  if (error) return <ServerFault fault={error} onRetry={() => void refetch()} />
  if (!data) return <LoadingSkeleton rows={5} />
  if (data.registerEntries.edges.length === 0) {
    return (
      <BodyLong>
        <Trans>No decision has been published yet.</Trans>
      </BodyLong>
    )
  }
  return (
    <ul className="register__list">
      {data.registerEntries.edges.map(({ node }) => (
        <EntryCard key={node.no} entry={node} />
      ))}
    </ul>
  )
}
