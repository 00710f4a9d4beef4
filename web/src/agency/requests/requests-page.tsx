import type { FragmentType } from '@apollo/client'
import { useReadQuery } from '@apollo/client/react'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { clockStopsAllowed } from '@placet/shared/information-request/clock-stops'
import { BodyLong } from '@navikt/ds-react'
import { type LoaderFunctionArgs, useLoaderData } from 'react-router'
import { useLiveFragment } from '../../ui/use-live-fragment.ts'
import { preload } from '../../apollo.ts'
import type { Pack } from '../../dossier/pack.ts'
import { CaseHead } from '../case/case-head.tsx'
import { CaseRecused } from '../case/case-recused.tsx'
import { useHashFocus } from '../case/use-hash-focus.ts'
import { usePack } from '../pack/use-pack.ts'
import { NewRequest } from './new-request.tsx'
import { RequestCard } from './request-card.tsx'
import {
  type RequestsCaseFragment,
  RequestsCaseFragmentDoc,
  RequestsDeskDocument,
  type RequestsDeskQuery,
} from './requests-page.generated.ts'
import './requests-page.css'

export function loader({ params }: LoaderFunctionArgs) {
  return preload(RequestsDeskDocument, { id: params['id'] ?? '' })
}

/** Letters that ask the applicant for information: collect, send, rule, judge. */
export function RequestsPage() {
  const { data } = useReadQuery(useLoaderData<ReturnType<typeof loader>>())
  return data.submission.recused ? <CaseRecused /> : <Desk submission={data.submission} />
}

function Desk({ submission }: { submission: RequestsDeskQuery['submission'] }) {
  const { t } = useLingui()
  const pack = usePack(submission.packId)
  return (
    <div className="ui-page">
      <CaseHead submission={submission} page={t`Information requests`} />
      <Requests submission={submission} pack={pack} />
    </div>
  )
}

/** A draft is what one works on; a discarded one is history. */
const placeInList = ({ number, state }: RequestsCaseFragment['informationRequests'][number]): number =>
  number ?? (state === 'drafted' ? Infinity : 0)

/** Every request of the case, newest first, and the way to a new one. */
export function Requests({ submission, pack }: { submission: FragmentType<RequestsCaseFragment>; pack: Pack }) {
  const { data: shown } = useLiveFragment({
    fragment: RequestsCaseFragmentDoc,
    fragmentName: 'RequestsCase',
    from: submission,
  })
  useHashFocus()
  const requests = shown.informationRequests.toSorted((one, other) => placeInList(other) - placeInList(one))
  const stops = requests.filter(({ stopsClock, number }) => stopsClock && number !== null).length
  const hasDraft = requests.some(({ state }) => state === 'drafted')
  const mayBegin = shown.state === 'inReview' || shown.state === 'consolidation'
  return (
    <div className="ui-stack">
      <BodyLong>
        <Plural
          value={stops}
          one={`# request has stopped the clock. At most ${clockStopsAllowed} may; one more needs the decision maker.`}
          other={`# requests have stopped the clock. At most ${clockStopsAllowed} may; one more needs the decision maker.`}
        />
      </BodyLong>
      {!hasDraft && mayBegin && <NewRequest shown={shown} pack={pack} />}
      {requests.length === 0 && !mayBegin && (
        <BodyLong>
          <Trans>Nothing has been asked. Questions can be sent while the case is in review.</Trans>
        </BodyLong>
      )}
      {requests.map((request) => (
        <RequestCard key={request.id} request={request} pack={pack} stages={shown.stages.map(({ stage }) => stage)} />
      ))}
    </div>
  )
}
