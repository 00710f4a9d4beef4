import { useReadQuery, useSuspenseQuery } from '@apollo/client/react'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, BodyShort, Heading } from '@navikt/ds-react'
import { Suspense } from 'react'
import { type LoaderFunctionArgs, NavLink, useLoaderData, useSearchParams } from 'react-router'
import { preload } from '../../apollo.ts'
import { wordOf } from '../../dossier/status-words.ts'
import { LoadingSkeleton } from '../../ui/loading-skeleton.tsx'
import { permitFor } from '../../ui/permit-button.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { useStartAgain } from '../autosave/use-start-again.ts'
import { caseAddress } from '../case/case-address.ts'
import { CaseHead } from '../case/case-head.tsx'
import { CaseRecused } from '../case/case-recused.tsx'
import { useHashFocus } from '../case/use-hash-focus.ts'
import { stageLabel, usePack } from '../pack/use-pack.ts'
import { assignmentStates, stageStates } from '../words.ts'
import { DissentForm } from './dissent-form.tsx'
import { LeadDesk, ReopenStage } from './lead-desk.tsx'
import { MyReview } from './my-review.tsx'
import { ReportsRead } from './reports-read.tsx'
import { ReviewCaseDocument, type ReviewCaseQuery, ReviewDeskDocument } from './review-page.generated.ts'
import './review-page.css'

export function loader({ params }: LoaderFunctionArgs) {
  return preload(ReviewCaseDocument, { id: params['id'] ?? '' })
}

/** The review desk of one stage (`?stage=`): to review, to reconcile, or to read. */
export function ReviewPage() {
  const { data } = useReadQuery(useLoaderData<ReturnType<typeof loader>>())
  return data.submission.recused ? <CaseRecused /> : <Review shown={data} />
}

type Stage = ReviewCaseQuery['submission']['stages'][number]

const reviewing = new Set(['active', 'completed'])

const isReviewer = ({ assignments }: Stage, me: string): boolean =>
  assignments.some(({ state, reviewer }) => reviewer.id === me && reviewing.has(state))

/** The desk within its case: the stages, and the one that is open. */
export function Review({ shown: { me, submission } }: { shown: ReviewCaseQuery }) {
  const { t } = useLingui()
  const [search] = useSearchParams()
  const pack = usePack(submission.packId)
  const { stages } = submission
  const mine = me ? stages.find((stage) => isReviewer(stage, me.id) || stage.lead?.id === me.id) : undefined
  const stage = stages.find((each) => each.stage === search.get('stage')) ?? mine ?? stages[0]
  useHashFocus()
  return (
    <div className="ui-page ui-page--desk">
      <CaseHead submission={submission} page={stage ? t`Review: ${stageLabel(pack, stage.stage)}` : t`Reviews`} />
      {stage ? (
        <>
          <nav aria-label={t`Stages`} className="review__stages">
            {stages.map((each) => (
              <NavLink
                key={each.id}
                to={{ search: `?stage=${encodeURIComponent(each.stage)}` }}
                className={() => (each.id === stage.id ? 'review__stage review__stage--current' : 'review__stage')}
                aria-current={each.id === stage.id ? 'page' : 'false'}
              >
                {stageLabel(pack, each.stage)} <span className="ui-subtle">{t(wordOf(stageStates, each.state))}</span>
              </NavLink>
            ))}
          </nav>
          <NewInterestLink stage={stage} />
          <Suspense fallback={<LoadingSkeleton />}>
            <StageDesk key={stage.id} stageId={stage.id} shown={{ me, submission }} />
          </Suspense>
        </>
      ) : (
        <BodyLong>
          <Trans>The stages of the review open when the dossier is accepted.</Trans>
        </BodyLong>
      )}
    </div>
  )
}

/** The way to declare an interest that the reviewer of this stage learns of while at work. */
function NewInterestLink({ stage }: { stage: Stage }) {
  const mine = stage.assignments.find(({ permits }) => permitFor(permits, 'NEW_INTEREST')?.allowed)
  if (!mine) return null
  return (
    <BodyShort size="small" spacing>
      <Trans>Did you learn of an interest in this case?</Trans>{' '}
      <TextLink to={`/agency/assignments/${mine.id}#new-interest`}>
        <Trans>Declare a new interest</Trans>
      </TextLink>
    </BodyShort>
  )
}

/** Assignments that a report is still to come from. */
const awaited = new Set(['proposed', 'declaring', 'integrityCheck', 'active'])

/** Whose report is waited for, and how far each of them is; or that somebody has to be proposed first. */
function WaitedFor({ stage, needed }: { stage: Stage; needed: number }) {
  const { t } = useLingui()
  const people = stage.assignments.filter(({ state }) => awaited.has(state) || state === 'completed')
  return (
    <>
      {people.length > 0 && (
        <section aria-labelledby="waited-for">
          <Heading level="2" size="small" id="waited-for" spacing>
            <Trans>Who reviews this stage</Trans>
          </Heading>
          <ul>
            {people.map(({ id, state, reviewer }) => (
              <li key={id}>
                <bdi>{reviewer.name}</bdi> – {t(wordOf(assignmentStates, state))}
              </li>
            ))}
          </ul>
        </section>
      )}
      {people.length < needed && (
        <BodyShort>
          <Plural
            value={needed - people.length}
            one="# more reviewer has to be proposed."
            other="# more reviewers have to be proposed."
          />
        </BodyShort>
      )}
    </>
  )
}

function StageDesk({ stageId, shown: { me, submission } }: { stageId: string; shown: ReviewCaseQuery }) {
  const pack = usePack(submission.packId)
  const { data } = useSuspenseQuery(ReviewDeskDocument, {
    variables: { stageId },
    fetchPolicy: 'cache-and-network',
  })
  const { round, startAgain } = useStartAgain('ReviewDesk')
  const stage = data.reviewStage
  const own = submission.stages.find(({ id }) => id === stageId)
  const report = stage.reports.find(({ mine }) => mine)
  const mayWrite =
    me !== null &&
    own !== undefined &&
    (isReviewer(own, me.id) || report !== undefined) &&
    !report?.signedAt &&
    ['notStarted', 'inProgress', 'awaitingApplicant', 'reopened'].includes(stage.state)
  // The lead's reasons name a question of this page, `<stage>/<question>`, or the recommendation.
  const linkTo = (at: string): string | undefined => {
    const [of, question = ''] = at.split('/')
    if (of !== stage.stage) return caseAddress(submission.id, at)
    const place = question === 'recommendation' ? 'stage-recommendation' : encodeURIComponent(question)
    return `/agency/cases/${submission.id}/review?stage=${encodeURIComponent(stage.stage)}#${place}`
  }

  if (mayWrite) {
    return <MyReview key={round} stage={stage} reviewed={submission} pack={pack} onStartAgain={startAgain} />
  }
  return (
    <div className="review__reading">
      {own && ['notStarted', 'inProgress', 'awaitingApplicant', 'reopened'].includes(stage.state) && (
        <WaitedFor stage={own} needed={stage.reviewersNeeded} />
      )}
      {stage.state === 'leadCheck' && stage.lead?.id !== me?.id && (
        <BodyShort>
          {stage.lead ? (
            <Trans>
              All reports are signed. <bdi>{stage.lead.name}</bdi> leads the stage and checks them.
            </Trans>
          ) : (
            <Trans>All reports are signed. Nobody leads the stage: a case manager names a lead.</Trans>
          )}
        </BodyShort>
      )}
      <ReportsRead stage={stage} pack={pack} documents={submission.documents} />
      {report?.signedAt && <DissentForm stageId={stage.id} report={report} />}
      {stage.state === 'leadCheck' && stage.lead?.id === me?.id && (
        <LeadDesk key={round} stage={stage} linkTo={linkTo} onStartAgain={startAgain} />
      )}
      {stage.state === 'reported' && <ReopenStage stage={stage} />}
    </div>
  )
}
