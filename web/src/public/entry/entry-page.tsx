import type { PreloadedQueryRef } from '@apollo/client/react'
import { skipToken, useReadQuery, useSuspenseQuery } from '@apollo/client/react'
import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, Heading } from '@navikt/ds-react'
import { lazy, Suspense, useMemo } from 'react'
import { type LoaderFunctionArgs, useLoaderData } from 'react-router'
import { preload } from '../../apollo.ts'
import { DateText } from '../../ui/date-text.tsx'
import { currentLanguage } from '../../ui/language.ts'
import { LoadingSkeleton } from '../../ui/loading-skeleton.tsx'
import { Breadcrumb, PageTitle } from '../../ui/page-title.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { EntryDecision } from './entry-decision.tsx'
import {
  PublicEntryDocument,
  type PublicEntryQuery,
  PublicPackDocument,
  type PublicPackQuery,
} from './entry-page.generated.ts'
import { EntryStatus } from './entry-status.tsx'
import { ModelFacts } from './model-facts.tsx'
import { PackWords } from './pack-words.ts'
import './entry.css'

// Charts and the dossier stand below what most readers came for; they come in chunks of their own.
const ResultsByGroup = lazy(async () => ({ default: (await import('./results-by-group.tsx')).ResultsByGroup }))
const PublishedFields = lazy(async () => ({ default: (await import('./published-fields.tsx')).PublishedFields }))

interface EntryRefs {
  entry: PreloadedQueryRef<PublicEntryQuery>
  pack: PreloadedQueryRef<PublicPackQuery>
}

/** Starts reading the entry and the words of the pack in force, which most entries are under, in the reader's language. */
export function loader({ params }: LoaderFunctionArgs): EntryRefs {
  const lang = currentLanguage()
  return {
    entry: preload(PublicEntryDocument, { no: params['no'] ?? '', lang }),
    pack: preload(PublicPackDocument, { lang }, 'cache-first'),
  }
}

/** One model of the register: what it is for, how well it works for whom, and how that was decided. */
export function EntryPage() {
  const refs = useLoaderData<EntryRefs>()
  const { data } = useReadQuery(refs.entry)
  const { data: rules } = useReadQuery(refs.pack)
  return <Entry page={data.registerEntry} inForce={rules.policyPack} />
}

interface EntryProps {
  page: PublicEntryQuery['registerEntry']
  inForce: PublicPackQuery['policyPack']
}

export function Entry({ page, inForce }: EntryProps) {
  const { t } = useLingui()
  const { data: older } = useSuspenseQuery(
    PublicPackDocument,
    page.packId === inForce.id ? skipToken : { variables: { id: page.packId, lang: currentLanguage() } },
  )
  const { document: packDocument } = older?.policyPack ?? inForce
  const words = useMemo(() => new PackWords(packDocument), [packDocument])
  const { entry, fields, groupResults, headline, decision, demonstration } = page
  const { riskClass } = entry
  return (
    <article className="ui-page entry">
      <Breadcrumb>
        <TextLink to="/register">
          <Trans>Register of models</Trans>
        </TextLink>
      </Breadcrumb>
      <PageTitle title={`${entry.modelName} ${entry.modelVersion}`} of={entry.no}>
        <EntryStatus status={entry.status} />
      </PageTitle>
      {demonstration && (
        <p className="entry__demonstration" role="note">
          <Trans>Demonstration, not valid</Trans>
        </p>
      )}
      <p className="entry__line">
        <bdi>{entry.developer}</bdi> ·{' '}
        <bdi>
          <Trans>Class {riskClass}</Trans>
        </bdi>{' '}
        ·{' '}
        <bdi>
          {entry.validUntil ? (
            <Trans>
              <DateText value={entry.decidedAt} /> to <DateText value={entry.validUntil} />
            </Trans>
          ) : (
            <DateText value={entry.decidedAt} />
          )}
        </bdi>
      </p>
      <div className="entry__columns">
        <ModelFacts no={entry.no} version={entry.modelVersion} {...{ fields, headline, groupResults, words }} />
        <div className="ui-stack">
          <section aria-labelledby="in-short">
            <Heading level="2" size="medium" id="in-short" spacing>
              <Trans>In short</Trans>
            </Heading>
            <BodyLong className="entry__prose" dir="auto">
              {entry.summary}
            </BodyLong>
          </section>
          <nav aria-label={t`On this page`}>
            <ul className="entry__contents">
              <li>
                <a href="#groups" className="aksel-link">
                  <Trans>Results by group</Trans>
                </a>
              </li>
              <li>
                <a href="#decision" className="aksel-link">
                  <Trans>Decision</Trans>
                </a>
              </li>
              <li>
                <a href="#dossier" className="aksel-link">
                  <Trans>The public part of the dossier</Trans>
                </a>
              </li>
            </ul>
          </nav>
          <Suspense fallback={<LoadingSkeleton rows={6} />}>
            <ResultsByGroup {...{ groupResults, headline, words }} />
          </Suspense>
        </div>
      </div>
      <EntryDecision decision={decision} words={words} />
      <Suspense fallback={<LoadingSkeleton rows={6} />}>
        <PublishedFields fields={fields} packDocument={packDocument} />
      </Suspense>
    </article>
  )
}
