import type { FragmentType } from '@apollo/client'
import type { PreloadedQueryRef } from '@apollo/client/react'
import { useReadQuery } from '@apollo/client/react'
import { Trans, useLingui } from '@lingui/react/macro'
import { PlusIcon } from '@navikt/aksel-icons'
import { BodyLong, Search } from '@navikt/ds-react'
import { Form, type LoaderFunctionArgs, useLoaderData, useSearchParams } from 'react-router'
import { preload } from '../../apollo.ts'
import { nextSteps, submissionStateKind, submissionStates, wordOf } from '../../dossier/status-words.ts'
import { DateText } from '../../ui/date-text.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { PagedTable, Pager } from '../../ui/paged-table.tsx'
import { StatusTag } from '../../ui/status-tag.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { useLiveFragment } from '../../ui/use-live-fragment.ts'
import {
  type DossierRowFragment,
  DossierRowFragmentDoc,
  MyDossiersDocument,
  type MyDossiersQuery,
} from './dossiers-page.generated.ts'
import './dossiers-page.css'

export function loader({ request }: LoaderFunctionArgs): PreloadedQueryRef<MyDossiersQuery> {
  const search = new URL(request.url).searchParams
  return preload(MyDossiersDocument, { first: 50, after: search.get('after'), q: search.get('q') || null })
}

/** The dossiers of one's organisation, with what stands next in each. */
export function DossiersPage() {
  const { t } = useLingui()
  const { submissions } = useReadQuery(useLoaderData<PreloadedQueryRef<MyDossiersQuery>>()).data
  const [search] = useSearchParams()
  const q = search.get('q') ?? ''
  const isEmpty = submissions.edges.length === 0
  return (
    <div className="ui-page">
      <PageTitle title={t`My dossiers`} />
      <div className="dossiers__tools">
        {(!isEmpty || q !== '') && (
          <Form role="search" className="dossiers__search">
            <Search
              name="q"
              defaultValue={q}
              label={t`Find by model or number`}
              hideLabel={false}
              variant="secondary"
              size="small"
            />
          </Form>
        )}
        <LinkButton to="/apply/new" icon={<PlusIcon aria-hidden />}>
          <Trans>Start a dossier</Trans>
        </LinkButton>
      </div>
      {isEmpty && q === '' && <NoDossiers />}
      {isEmpty && q !== '' && (
        <p>
          <Trans>
            No dossier matches “<bdi>{q}</bdi>”.
          </Trans>{' '}
          <TextLink to="/apply">
            <Trans>Show all</Trans>
          </TextLink>
        </p>
      )}
      {!isEmpty && (
        <>
          <PagedTable
            caption={t`Dossiers of your organisation`}
            head={
              <tr>
                <th scope="col">{t`Model`}</th>
                <th scope="col">{t`Number`}</th>
                <th scope="col">{t`Class`}</th>
                <th scope="col">{t`State`}</th>
                <th scope="col">{t`Next step`}</th>
                <th scope="col">{t`Due`}</th>
              </tr>
            }
          >
            {submissions.edges.map(({ cursor, node }) => (
              <DossierRow key={cursor} dossier={node} />
            ))}
          </PagedTable>
          <Pager
            pageInfo={submissions.pageInfo}
            count={submissions.edges.length}
            total={submissions.total}
            totalIsExact={submissions.totalIsExact}
          />
        </>
      )}
    </div>
  )
}

function NoDossiers() {
  return (
    <section className="ui-page--reading ui-stack">
      <BodyLong>
        <Trans>
          You have no dossier yet. A dossier describes one version of one model: what it is for, how it was made and
          tested, and how it is watched in use. You can stop at any time; every answer is saved.
        </Trans>
      </BodyLong>
      <BodyLong>
        <Trans>
          It helps to have at hand: the model card, evaluation results by group of patients, the risk analysis and the
          instructions for use.
        </Trans>
      </BodyLong>
    </section>
  )
}

function DossierRow({ dossier }: { dossier: FragmentType<DossierRowFragment> }) {
  const { t } = useLingui()
  const { data: row } = useLiveFragment({ fragment: DossierRowFragmentDoc, from: dossier })
  const isOpen = row.state === 'draft' || row.state === 'returnedIncomplete' || row.state === 'preAdvice'
  return (
    <tr>
      <th scope="row">
        <TextLink to={isOpen ? `/apply/${row.id}` : `/apply/${row.id}/status`}>
          <bdi>
            {row.modelName} {row.modelVersion}
          </bdi>
        </TextLink>
      </th>
      <td data-label={t`Number`}>
        <bdi>{row.registerNo ?? row.reference}</bdi>
      </td>
      <td data-label={t`Class`}>{row.riskClass ?? '–'}</td>
      <td data-label={t`State`}>
        <StatusTag kind={submissionStateKind(row.state)}>{t(wordOf(submissionStates, row.state))}</StatusTag>
      </td>
      <td data-label={t`Next step`}>{t(wordOf(nextSteps, row.nextStep))}</td>
      <td data-label={t`Due`}>
        {row.paused ? <Trans>Paused</Trans> : row.dueAt ? <DateText value={row.dueAt.slice(0, 10)} /> : '–'}
      </td>
    </tr>
  )
}
