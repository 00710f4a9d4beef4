import type { PreloadedQueryRef } from '@apollo/client/react'
import { useReadQuery } from '@apollo/client/react'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { LocalAlert, ProgressBar } from '@navikt/ds-react'
import { useId } from 'react'
import { type LoaderFunctionArgs, useLoaderData, useNavigate } from 'react-router'
import { preload } from '../../apollo.ts'
import type { PackQuery } from '../../dossier/pack.generated.ts'
import { type Pack, preloadPack, readPack } from '../../dossier/pack.ts'
import { submissionStateKind, submissionStates, wordOf } from '../../dossier/status-words.ts'
import { LinkButton } from '../../ui/link-button.tsx'
import { Breadcrumb, PageTitle } from '../../ui/page-title.tsx'
import { PermitButton, permitFor } from '../../ui/permit-button.tsx'
import { StatusTag } from '../../ui/status-tag.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { addressIn } from '../dossier-address.ts'
import { DiscardDossier } from './discard-dossier.tsx'
import { SentBack } from './sent-back.tsx'
import { TaskRow } from './task-row.tsx'
import { DossierTasksDocument, type DossierTasksQuery } from './tasks-page.generated.ts'
import './tasks-page.css'

interface TasksData {
  tasks: PreloadedQueryRef<DossierTasksQuery>
  pack: PreloadedQueryRef<PackQuery>
}

export async function loader({ params }: LoaderFunctionArgs): Promise<TasksData> {
  const id = params['id'] ?? ''
  const tasks = preload(DossierTasksDocument, { id })
  return { tasks, pack: await preloadPack(id) }
}

/** All that a dossier asks for, how far each part is, and the way on. */
export function TasksPage() {
  const loaded = useLoaderData<TasksData>()
  const { submission } = useReadQuery(loaded.tasks).data
  const pack = readPack(useReadQuery(loaded.pack).data.policyPack.document)
  return <Tasks submission={submission} pack={pack} />
}

function Tasks({ submission, pack }: { submission: DossierTasksQuery['submission']; pack: Pack }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const progressId = useId()
  const { id, state, permits } = submission
  const base = `/apply/${id}`
  const sections = pack.sections
    .map((section) => ({ section, progress: submission.sections.find((each) => each.section === section.id) }))
    .filter(({ progress }) => progress !== undefined && progress.state !== 'hidden')
  const completed = sections.filter(({ progress }) => progress?.state === 'completed').length
  const withErrors = sections.filter(({ progress }) => progress?.state === 'hasErrors').length
  const next = sections.find(({ progress }) => progress?.state !== 'completed')?.section
  const sending = permitFor(permits, state === 'returnedIncomplete' ? 'RESUBMIT' : 'SUBMIT')
  const model = `${submission.modelName} ${submission.modelVersion}`
  const isOpen = state === 'draft' || state === 'returnedIncomplete'

  return (
    <div className="ui-page tasks">
      <Breadcrumb>
        <TextLink to="/apply">
          <Trans>My dossiers</Trans>
        </TextLink>
        <bdi>{model}</bdi>
      </Breadcrumb>
      <PageTitle title={model} of={submission.reference}>
        <StatusTag kind={submissionStateKind(state)}>{t(wordOf(submissionStates, state))}</StatusTag>
      </PageTitle>
      <p className="ui-subtle" id={progressId}>
        <bdi>{submission.reference}</bdi> ·{' '}
        {submission.riskClass ? (
          <Trans>
            Class {submission.riskClass} · rules <bdi>{submission.packVersion}</bdi>
          </Trans>
        ) : (
          <Trans>
            Class not known yet · rules <bdi>{submission.packVersion}</bdi>
          </Trans>
        )}{' '}
        ·{' '}
        <Trans>
          {completed} of {sections.length} sections completed
        </Trans>
      </p>
      <ProgressBar
        value={completed}
        valueMax={Math.max(sections.length, 1)}
        aria-labelledby={progressId}
        size="small"
      />

      {state === 'returnedIncomplete' && <SentBack {...{ submission, pack, base }} />}
      {!isOpen && (
        <p>
          <TextLink to={`${base}/status`}>
            <Trans>This dossier has been sent. See where it stands</Trans>
          </TextLink>
        </p>
      )}
      {withErrors > 0 && (
        <LocalAlert status="error" className="tasks__errors">
          <LocalAlert.Header>
            <LocalAlert.Title as="h2">
              <Plural value={withErrors} one="# section has errors" other="# sections have errors" />
            </LocalAlert.Title>
          </LocalAlert.Header>
          <LocalAlert.Content>
            <TextLink to={`${base}/check`}>
              <Trans>Show all errors</Trans>
            </TextLink>
          </LocalAlert.Content>
        </LocalAlert>
      )}

      {isOpen && (
        <div className="ui-actions">
          {next ? (
            <LinkButton to={`${base}/s/${next.id}`}>
              <Trans>Continue: {next.title}</Trans>
            </LinkButton>
          ) : (
            <LinkButton to={`${base}/check`}>
              <Trans>Check your answers</Trans>
            </LinkButton>
          )}
          <LinkButton to={`${base}/import`} variant="secondary">
            <Trans>Import a model card</Trans>
          </LinkButton>
        </div>
      )}

      <h2 className="aksel-heading aksel-heading--small tasks__heading">
        <Trans>Sections</Trans>
      </h2>
      <ol className="tasks__list">
        {sections.map(({ section, progress }, at) => (
          <TaskRow
            key={section.id}
            number={at + 1}
            to={`${base}/s/${section.id}`}
            title={section.title}
            progress={progress}
          />
        ))}
      </ol>

      {isOpen && (
        <>
          <h2 className="aksel-heading aksel-heading--small tasks__heading">
            <Trans>Send</Trans>
          </h2>
          <p>
            <TextLink to={`${base}/check`}>
              <Trans>Check your answers</Trans>
            </TextLink>
          </p>
          {sending && (
            <PermitButton
              permits={permits}
              event={sending.event}
              linkTo={addressIn(id)}
              variant="secondary"
              onClick={() => void navigate(`${base}/declare`)}
            >
              <Trans>Declare, sign and send</Trans>
            </PermitButton>
          )}
          <DiscardDossier {...{ id, permits }} version={submission.version} />
        </>
      )}
    </div>
  )
}
