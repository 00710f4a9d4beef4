import type { PreloadedQueryRef } from '@apollo/client/react'
import { useReadQuery } from '@apollo/client/react'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { type LoaderFunctionArgs, useLoaderData, useNavigate, useRevalidator } from 'react-router'
import { preload } from '../../apollo.ts'
import type { PackQuery } from '../../dossier/pack.generated.ts'
import { type Pack, preloadPack, readPack } from '../../dossier/pack.ts'
import { SignDialog } from '../../dossier/sign-dialog.tsx'
import { informationRequestStates, wordOf } from '../../dossier/status-words.ts'
import { DateText } from '../../ui/date-text.tsx'
import { Breadcrumb, PageTitle } from '../../ui/page-title.tsx'
import { PermitButton } from '../../ui/permit-button.tsx'
import { useSend } from '../../ui/send.ts'
import { StatusTag } from '../../ui/status-tag.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { SaveLine, SaveTrouble } from '../section/save-line.tsx'
import { AskExtension } from './ask-extension.tsx'
import { RequestQuestion } from './request-question.tsx'
import {
  AnswerInformationRequestDocument,
  CompleteInformationRequestDocument,
  RequestToAnswerPageDocument,
  type RequestToAnswerPageQuery,
} from './request-page.generated.ts'
import { useRequestAutosave } from './request-autosave.ts'
import './request-page.css'

interface RequestData {
  request: PreloadedQueryRef<RequestToAnswerPageQuery>
  pack: PreloadedQueryRef<PackQuery>
}

export async function loader({ params }: LoaderFunctionArgs): Promise<RequestData> {
  const submissionId = params['id'] ?? ''
  const request = preload(RequestToAnswerPageDocument, { id: params['rid'] ?? '', submissionId })
  return { request, pack: await preloadPack(submissionId) }
}

/** The agency's questions, each with an answer; sent with one signature. */
export function RequestPage() {
  const loaded = useLoaderData<RequestData>()
  const { data } = useReadQuery(loaded.request)
  const pack = readPack(useReadQuery(loaded.pack).data.policyPack.document)
  return <Answering data={data} pack={pack} />
}

function Answering({ data, pack }: { data: RequestToAnswerPageQuery; pack: Pack }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const { revalidate } = useRevalidator()
  const { submission, informationRequest: request } = data
  const autosave = useRequestAutosave(request)
  const answering = useSend(AnswerInformationRequestDocument, { keepPage: true, refetch: ['DossierStatus'] })
  const completing = useSend(CompleteInformationRequestDocument, { keepPage: true, refetch: ['DossierStatus'] })
  const [open, setOpen] = useState(false)
  const isCompleting = request.state === 'incomplete'
  const sealing = isCompleting ? completing : answering
  const canEdit = ['issued', 'extensionAsked', 'incomplete'].includes(request.state)
  const base = `/apply/${submission.id}`
  const model = `${submission.modelName} ${submission.modelVersion}`
  const number = request.number ?? ''
  const toQuestion = (at: string) => `#q-${at.split('/').pop() ?? ''}`

  async function sign(): Promise<void> {
    // The record is frozen from what the server holds, so what was just typed has to be there first.
    if (await autosave.flush()) setOpen(true)
  }

  return (
    <div className="ui-page ui-page--reading request-page">
      <Breadcrumb>
        <TextLink to="/apply">
          <Trans>My dossiers</Trans>
        </TextLink>
        <TextLink to={`${base}/status`}>
          <bdi>{model}</bdi>
        </TextLink>
      </Breadcrumb>
      <PageTitle title={t`Request for information ${number}`} of={submission.reference}>
        <StatusTag kind={canEdit ? 'attention' : 'information'}>
          {t(wordOf(informationRequestStates, request.state))}
        </StatusTag>
        <SaveLine autosave={autosave} />
      </PageTitle>
      <p>
        {request.dueAt && canEdit && (
          <Trans>
            Answer by <DateText value={request.dueAt.slice(0, 10)} />.
          </Trans>
        )}{' '}
        {request.stopsClock ? (
          <Trans>The review clock stands still until your answers are found complete.</Trans>
        ) : (
          <Trans>The review goes on meanwhile.</Trans>
        )}
      </p>
      <SaveTrouble autosave={autosave} onReadAgain={() => void revalidate()} />
      <ol className="request-page__questions">
        {request.questions.map((question, at) => (
          <RequestQuestion
            key={question.id}
            {...{ question, pack, autosave, canEdit }}
            submissionId={submission.id}
            number={at + 1}
            current={submission.answers.find(({ field }) => field === question.field)?.value}
            documents={submission.documents}
          />
        ))}
      </ol>
      <div className="ui-actions">
        <PermitButton
          permits={request.permits}
          event={isCompleting ? 'COMPLETE' : 'ANSWER'}
          linkTo={toQuestion}
          onClick={() => void sign()}
        >
          <Trans>Sign and send the answers</Trans>
        </PermitButton>
      </div>
      <AskExtension request={request} />
      <SignDialog
        open={open}
        onClose={() => {
          setOpen(false)
          sealing.clear()
        }}
        process="informationRequest"
        id={request.id}
        meaning="answered"
        title={t`Sign and send the answers`}
        seal={(proof) => sealing.send({ id: request.id, version: request.version, ...proof })}
        refusal={sealing.refusal}
        fault={sealing.fault}
        sealing={sealing.sending}
        onSealed={() => void navigate(`${base}/status`)}
        onReadAgain={() => void revalidate()}
        linkTo={toQuestion}
      />
    </div>
  )
}
