import { useReadQuery } from '@apollo/client/react'
import { type LoaderFunctionArgs, useLoaderData, useRevalidator } from 'react-router'
import { preload } from '../../apollo.ts'
import { NewsNote } from '../../session/news-note.tsx'
import { usePack } from '../pack/use-pack.ts'
import { CaseActions } from './case-actions.tsx'
import { CaseClaims } from './case-claims.tsx'
import { CaseClocks } from './case-clocks.tsx'
import { CaseDocuments } from './case-documents.tsx'
import { CaseFacts } from './case-facts.tsx'
import { CaseHead } from './case-head.tsx'
import { CaseOverviewDocument, type CaseOverviewQuery } from './case-page.generated.ts'
import { CaseReadings } from './case-readings.tsx'
import { CaseRecord } from './case-record.tsx'
import { CaseRecused } from './case-recused.tsx'
import { CaseStages } from './case-stages.tsx'
import { CaseTimeline } from './case-timeline.tsx'

export function loader({ params }: LoaderFunctionArgs) {
  return preload(CaseOverviewDocument, { id: params['id'] ?? '' })
}

/** One case at a glance: what it is, who has a part in it, its clocks and stages, and everything that happened. */
export function CasePage() {
  const { data } = useReadQuery(useLoaderData<ReturnType<typeof loader>>())
  return <CaseOverview submission={data.submission} />
}

/** The overview, or what a recused person sees in its place. */
export function CaseOverview({ submission }: { submission: CaseOverviewQuery['submission'] }) {
  return submission.recused ? <CaseRecused /> : <OpenCase submission={submission} />
}

function OpenCase({ submission }: { submission: CaseOverviewQuery['submission'] }) {
  const pack = usePack(submission.packId)
  const { revalidate } = useRevalidator()
  return (
    <div className="ui-page ui-page--desk">
      <CaseHead submission={submission} />
      <NewsNote caseId={submission.id} onShow={() => void revalidate()} />
      <CaseActions submission={submission} />
      <div className="case__columns">
        <div className="case__column">
          <CaseStages submission={submission} />
          <CaseClaims submission={submission} pack={pack} />
          <CaseClocks submission={submission} pack={pack} />
          <CaseDocuments submission={submission} />
          <CaseTimeline id={submission.id} pack={pack} />
          {submission.readings && <CaseReadings id={submission.id} />}
        </div>
        <div className="case__column">
          <CaseFacts submission={submission} pack={pack} />
          <CaseRecord submission={submission} />
        </div>
      </div>
    </div>
  )
}
