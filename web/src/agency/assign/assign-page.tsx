import { useReadQuery } from '@apollo/client/react'
import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong } from '@navikt/ds-react'
import { type LoaderFunctionArgs, useLoaderData } from 'react-router'
import { preload } from '../../apollo.ts'
import { CaseHead } from '../case/case-head.tsx'
import { CaseRecused } from '../case/case-recused.tsx'
import { usePack } from '../pack/use-pack.ts'
import { AssignDeskDocument, type AssignDeskQuery } from './assign-page.generated.ts'
import { AssignStage } from './assign-stage.tsx'
import './assign-page.css'

export function loader({ params }: LoaderFunctionArgs) {
  return preload(AssignDeskDocument, { id: params['id'] ?? '' })
}

/** Who reviews what: for each stage its lead, its reviewers, and those who may be proposed. */
export function AssignPage() {
  const { data } = useReadQuery(useLoaderData<ReturnType<typeof loader>>())
  return data.submission.recused ? <CaseRecused /> : <AssignDesk desk={data} />
}

function AssignDesk({ desk: { me, submission } }: { desk: AssignDeskQuery }) {
  const { t } = useLingui()
  const pack = usePack(submission.packId)
  return (
    <div className="ui-page">
      <CaseHead submission={submission} page={t`Assignment`} />
      {submission.stages.length === 0 ? (
        <BodyLong>
          <Trans>The stages open when the dossier is accepted. There is nobody to assign before.</Trans>
        </BodyLong>
      ) : (
        submission.stages.map((stage) => (
          <AssignStage
            key={stage.id}
            stage={stage}
            pack={pack}
            mayNameLead={me?.roles.includes('caseManager') ?? false}
          />
        ))
      )}
    </div>
  )
}
