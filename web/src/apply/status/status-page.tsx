import type { PreloadedQueryRef } from '@apollo/client/react'
import { useReadQuery } from '@apollo/client/react'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { findField } from '@placet/shared/policy-pack/fields'
import { type LoaderFunctionArgs, useLoaderData, useSearchParams } from 'react-router'
import { preload } from '../../apollo.ts'
import { ClockExplained } from '../../dossier/clock-explained.tsx'
import { controlId } from '../../dossier/edit/editor.ts'
import type { PackQuery } from '../../dossier/pack.generated.ts'
import { type Pack, preloadPack, readPack } from '../../dossier/pack.ts'
import {
  informationRequestStates,
  nextSteps,
  submissionStateKind,
  submissionStates,
  wordOf,
} from '../../dossier/status-words.ts'
import { Timeline } from '../../dossier/timeline.tsx'
import { DateText, DateTimeText } from '../../ui/date-text.tsx'
import { Breadcrumb, PageTitle } from '../../ui/page-title.tsx'
import { Colon } from '../../ui/punctuation.tsx'
import { StatusTag } from '../../ui/status-tag.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { NoticeOfIntent } from './notice-of-intent.tsx'
import { DossierStatusDocument, type DossierStatusQuery } from './status-page.generated.ts'
import { WithdrawSubmission } from './withdraw-submission.tsx'
import './status-page.css'

interface StatusData {
  status: PreloadedQueryRef<DossierStatusQuery>
  pack: PreloadedQueryRef<PackQuery>
}

export async function loader({ params, request }: LoaderFunctionArgs): Promise<StatusData> {
  const id = params['id'] ?? ''
  const after = new URL(request.url).searchParams.get('after')
  const status = preload(DossierStatusDocument, { id, first: 50, after })
  return { status, pack: await preloadPack(id) }
}

/** Where a dossier stands: its clocks, what waits for the applicant, and everything that happened. */
export function StatusPage() {
  const loaded = useLoaderData<StatusData>()
  const { submission } = useReadQuery(loaded.status).data
  const pack = readPack(useReadQuery(loaded.pack).data.policyPack.document)
  return <Status submission={submission} pack={pack} />
}

function Status({ submission, pack }: { submission: DossierStatusQuery['submission']; pack: Pack }) {
  const { t } = useLingui()
  const [search] = useSearchParams()
  const { id, state, clocks, timeline, informationRequests, decisions } = submission
  const base = `/apply/${id}`
  const model = `${submission.modelName} ${submission.modelVersion}`
  const open = informationRequests.filter((request) => request.state !== 'drafted')
  const entries = timeline.edges.map(({ node }) => node)
  return (
    <div className="ui-page status-page">
      <Breadcrumb>
        <TextLink to="/apply">
          <Trans>My dossiers</Trans>
        </TextLink>
        <TextLink to={base}>
          <bdi>{model}</bdi>
        </TextLink>
      </Breadcrumb>
      <PageTitle title={t`Where your dossier stands`} of={submission.reference}>
        <StatusTag kind={submissionStateKind(state)}>{t(wordOf(submissionStates, state))}</StatusTag>
      </PageTitle>
      <dl className="ui-facts">
        <dt>
          <Trans>Model</Trans>
        </dt>
        <dd>
          <bdi>{model}</bdi>
        </dd>
        <dt>
          <Trans>Number</Trans>
        </dt>
        <dd>
          <bdi>{submission.registerNo ?? submission.reference}</bdi>
        </dd>
        <dt>
          <Trans>Next step</Trans>
        </dt>
        <dd>{t(wordOf(nextSteps, submission.nextStep))}</dd>
        {submission.submittedAt && (
          <>
            <dt>
              <Trans>Sent</Trans>
            </dt>
            <dd>
              <DateTimeText value={submission.submittedAt} /> ·{' '}
              <TextLink to={`${base}/sent`}>
                <Trans>Receipt</Trans>
              </TextLink>
            </dd>
          </>
        )}
        {submission.decidedAt && (
          <>
            <dt>
              <Trans>Decided</Trans>
            </dt>
            <dd>
              <DateTimeText value={submission.decidedAt} />
            </dd>
          </>
        )}
        {submission.registerNo && (
          <>
            <dt>
              <Trans>Public entry</Trans>
            </dt>
            <dd>
              <TextLink to={`/register/${submission.registerNo}`}>
                <Trans>See it in the register</Trans>
              </TextLink>
            </dd>
          </>
        )}
      </dl>

      {submission.citations.length > 0 && state === 'returnedIncomplete' && (
        <section aria-labelledby="returned">
          <h2 id="returned" className="aksel-heading aksel-heading--small">
            <Trans>What the agency sent back</Trans>
          </h2>
          <ul>
            {submission.citations.map(({ field, section, reason }) => (
              <li key={field}>
                <TextLink to={`${base}/s/${section}#${controlId(field)}`}>
                  {findField(pack, field)?.label ?? field}
                </TextLink>
                <Colon />
                <span dir="auto">{reason}</span>
              </li>
            ))}
          </ul>
        </section>
      )}

      {open.length > 0 && (
        <section aria-labelledby="requests">
          <h2 id="requests" className="aksel-heading aksel-heading--small">
            <Trans>Requests for information</Trans>
          </h2>
          <ul className="status-page__requests">
            {open.map((request) => (
              <li key={request.id}>
                <TextLink to={`${base}/requests/${request.id}`}>
                  <Trans>Request {request.number}</Trans>
                </TextLink>{' '}
                · {t(wordOf(informationRequestStates, request.state))} ·{' '}
                <Plural value={request.questions.length} one="# question" other="# questions" />
                {request.dueAt && !request.answeredAt && (
                  <>
                    {' '}
                    ·{' '}
                    <Trans>
                      Due on <DateText value={request.dueAt.slice(0, 10)} />
                    </Trans>
                  </>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}

      {decisions
        .filter(({ noticeText }) => noticeText !== null)
        .map((decision) => (
          <NoticeOfIntent key={decision.id} decision={decision} />
        ))}

      {clocks.length > 0 && (
        <section aria-labelledby="clocks">
          <h2 id="clocks" className="aksel-heading aksel-heading--small">
            <Trans>Clocks</Trans>
          </h2>
          <p className="ui-subtle">
            <Trans>The agency sees the same dates.</Trans>
          </p>
          <div className="ui-stack">
            {clocks.map((clock) => (
              <ClockExplained key={clock.id} clock={clock} />
            ))}
          </div>
        </section>
      )}

      <section aria-labelledby="happened">
        <h2 id="happened" className="aksel-heading aksel-heading--small">
          <Trans>What has happened</Trans>
        </h2>
        <Timeline entries={entries} pack={pack} />
        {(timeline.pageInfo.hasNextPage || search.get('after')) && (
          <p className="ui-actions">
            {search.get('after') && (
              <TextLink to={`${base}/status`}>
                <Trans>Newest</Trans>
              </TextLink>
            )}
            {timeline.pageInfo.hasNextPage && (
              <TextLink to={`${base}/status?after=${encodeURIComponent(timeline.pageInfo.endCursor ?? '')}`}>
                <Trans>Older</Trans>
              </TextLink>
            )}
          </p>
        )}
      </section>
      <WithdrawSubmission id={id} version={submission.version} permits={submission.permits} />
    </div>
  )
}
