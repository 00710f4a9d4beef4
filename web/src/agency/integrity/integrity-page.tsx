import type { FragmentType } from '@apollo/client'
import { useReadQuery } from '@apollo/client/react'
import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, BodyShort, Heading } from '@navikt/ds-react'
import { type LoaderFunctionArgs, useLoaderData } from 'react-router'
import { preload } from '../../apollo.ts'
import { wordOf } from '../../dossier/status-words.ts'
import { Pager } from '../../ui/paged-table.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { Comma } from '../../ui/punctuation.tsx'
import { useSend } from '../../ui/send.ts'
import { useLiveFragment } from '../../ui/use-live-fragment.ts'
import { ReasonAct } from '../reason/reason-act.tsx'
import { interestKinds, stageNames } from '../words.ts'
import {
  ClearInterestDocument,
  IntegrityChecksDocument,
  type InterestToCheckFragment,
  InterestToCheckFragmentDoc,
  RecuseReviewerDocument,
} from './integrity-page.generated.ts'

const pageSize = 20

export function loader({ request }: LoaderFunctionArgs) {
  return preload(IntegrityChecksDocument, { first: pageSize, after: new URL(request.url).searchParams.get('after') })
}

/** Interests that reviewers declared or that were challenged: each is cleared with a reason, or the reviewer is recused. */
export function IntegrityPage() {
  const { t } = useLingui()
  const { data } = useReadQuery(useLoaderData<ReturnType<typeof loader>>())
  const { edges, pageInfo, total } = data.integrityChecks
  return (
    <div className="ui-page ui-page--reading">
      <PageTitle title={t`Interests to check`} />
      {edges.length === 0 ? (
        <BodyLong>
          <Trans>No declared interest waits for you. A reviewer who declares one appears here.</Trans>
        </BodyLong>
      ) : (
        <>
          {edges.map(({ node }) => (
            <InterestToCheck key={node.id} assignment={node} />
          ))}
          <Pager pageInfo={pageInfo} count={edges.length} total={total} totalIsExact />
        </>
      )}
    </div>
  )
}

/** One declared interest, with the names it is about, and the two ways to rule on it. */
export function InterestToCheck({ assignment }: { assignment: FragmentType<InterestToCheckFragment> }) {
  const { t } = useLingui()
  const { data: shown } = useLiveFragment({ fragment: InterestToCheckFragmentDoc, from: assignment })
  const clear = useSend(ClearInterestDocument, { refetch: ['IntegrityChecks'] })
  const recuse = useSend(RecuseReviewerDocument, { refetch: ['IntegrityChecks'] })
  const target = { id: shown.id, version: shown.version }
  const { applicant, model, upstreamDevelopers, funders } = shown.namesToDeclare
  return (
    <article className="integrity-check" aria-labelledby={`check-${shown.id}`}>
      <Heading level="2" size="small" id={`check-${shown.id}`}>
        <bdi>{shown.reviewer.name}</bdi> – {t(wordOf(stageNames, shown.stageKey))}
        <Comma />
        <bdi>{shown.reference}</bdi>
      </Heading>
      <dl className="ui-facts">
        <dt>{t`Model`}</dt>
        <dd>
          <bdi>{model}</bdi>
        </dd>
        <dt>{t`Applicant`}</dt>
        <dd>
          <bdi>{applicant}</bdi>
        </dd>
        <dt>{t`Developers of upstream models`}</dt>
        <dd>
          {upstreamDevelopers.length === 0
            ? t`None named`
            : upstreamDevelopers.map((name) => (
                <div key={name}>
                  <bdi>{name}</bdi>
                </div>
              ))}
        </dd>
        <dt>{t`Funders`}</dt>
        <dd dir="auto">{funders === '' ? t`None named` : funders}</dd>
        {shown.challenge !== null && (
          <>
            <dt>{t`Challenged by somebody else`}</dt>
            <dd dir="auto">{shown.challenge}</dd>
          </>
        )}
        {shown.declaration && shown.declaration.kinds.length > 0 && (
          <>
            <dt>{shown.challenge === null ? t`Interest` : t`Interest declared before`}</dt>
            <dd>
              {shown.declaration.kinds.map((kind) => (
                <div key={kind}>{t(wordOf(interestKinds, kind))}</div>
              ))}
            </dd>
            <dt>{t`In the reviewer’s words`}</dt>
            <dd dir="auto">{shown.declaration.detail}</dd>
          </>
        )}
      </dl>
      <BodyShort size="small">
        <Trans>The reviewer cannot read the case until you have ruled.</Trans>
      </BodyShort>
      <div className="agency-buttons">
        <ReasonAct
          label={<Trans>Clear the interest</Trans>}
          permits={shown.permits}
          event="CLEAR_WITH_REASON"
          question={t`Why does this interest not stand in the way?`}
          hint={t`A summary of this reason is published.`}
          sendLabel={<Trans>Clear and open the case to the reviewer</Trans>}
          command={clear}
          onSend={async (reason) => (await clear.send({ ...target, reason })) !== null}
        />
        <ReasonAct
          label={<Trans>Recuse the reviewer</Trans>}
          permits={shown.permits}
          event="RECUSE"
          question={t`Why must the reviewer leave the case?`}
          hint={t`The stage lead reads this. The access closes at once.`}
          sendLabel={<Trans>Recuse the reviewer</Trans>}
          command={recuse}
          onSend={async (reason) => (await recuse.send({ ...target, reason })) !== null}
          danger
        />
      </div>
    </article>
  )
}
