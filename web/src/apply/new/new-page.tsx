import type { PreloadedQueryRef } from '@apollo/client/react'
import { useApolloClient, useReadQuery } from '@apollo/client/react'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, Button, TextField } from '@navikt/ds-react'
import { isBlank } from '@placet/shared/kernel/blank'
import { isAnswered } from '@placet/shared/policy-pack/condition'
import { findField } from '@placet/shared/policy-pack/fields'
import type { Answers } from '@placet/shared/policy-pack/policy-pack.schema'
import { type FormEvent, useState } from 'react'
import { useLoaderData, useNavigate } from 'react-router'
import type { FileDoor } from '../../dossier/edit/editor.ts'
import { controlId } from '../../dossier/edit/editor.ts'
import { FieldEditor } from '../../dossier/edit/field-editor.tsx'
import { autosaveOf } from '../../dossier/edit/use-autosave.ts'
import type { PackQuery } from '../../dossier/pack.generated.ts'
import { preloadPack, readPack } from '../../dossier/pack.ts'
import { ErrorSummaryForm, type FormError } from '../../ui/error-summary-form.tsx'
import { Breadcrumb, PageTitle } from '../../ui/page-title.tsx'
import { RefusalAlert } from '../../ui/refusal-alert.tsx'
import { useSend } from '../../ui/send.ts'
import { ServerFault } from '../../ui/server-fault.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { LikelyClass } from './likely-class.tsx'
import { StartDossierDocument } from './new-page.generated.ts'

export async function loader(): Promise<PreloadedQueryRef<PackQuery>> {
  return await preloadPack()
}

const noFiles: FileDoor = { submissionId: '', documents: [], unfinished: [], onArrived: () => undefined }

/** Before a dossier is begun: what decides its class, and how much it will ask for. */
export function NewPage() {
  const { t } = useLingui()
  const client = useApolloClient()
  const navigate = useNavigate()
  const pack = readPack(useReadQuery(useLoaderData<PreloadedQueryRef<PackQuery>>()).data.policyPack.document)
  const [modelName, setModelName] = useState('')
  const [modelVersion, setModelVersion] = useState('')
  const [answers, setAnswers] = useState<Answers>({})
  const [attempt, setAttempt] = useState(0)
  const { send, refusal, fault, sending } = useSend(StartDossierDocument, { refetch: ['MyDossiers'], keepPage: true })
  const questions = pack.riskClassification.inputs.flatMap((id) => findField(pack, id) ?? [])
  const answered = questions.filter(({ id }) => isAnswered(answers[id] ?? null)).length

  const errors: FormError[] = [
    ...(isBlank(modelName) ? [{ fieldId: 'new-name', message: t`Enter the name of the model` }] : []),
    ...(isBlank(modelVersion) ? [{ fieldId: 'new-version', message: t`Enter the version of the model` }] : []),
  ]
  const shown = attempt > 0 ? errors : []
  const errorOf = (id: string) => shown.find(({ fieldId }) => fieldId === id)?.message

  async function start(event: FormEvent): Promise<void> {
    event.preventDefault()
    setAttempt(attempt + 1)
    if (errors.length > 0) return
    const dossier = await send({ modelName: modelName.trim(), modelVersion: modelVersion.trim() })
    if (!dossier) return
    const autosave = autosaveOf(client, dossier.id)
    // What was said once is not asked again: name and version are answers of the dossier too.
    const said: Answers = { ...answers, modelName: modelName.trim(), modelVersion: modelVersion.trim() }
    for (const [field, value] of Object.entries(said)) if (findField(pack, field)) autosave.edit(field, value)
    // A lost connection keeps these words waiting; the dossier stands already.
    await autosave.flush()
    await navigate(`/apply/${dossier.id}`)
  }

  return (
    <div className="ui-page ui-page--form">
      <Breadcrumb>
        <TextLink to="/apply">
          <Trans>My dossiers</Trans>
        </TextLink>
      </Breadcrumb>
      <PageTitle title={t`Before you start`} hasErrors={shown.length > 0} />
      <BodyLong spacing>
        <Trans>
          The class of a model decides how much evidence a dossier needs, and how long the review takes. Answer what you
          can; every answer can be changed later.
        </Trans>
      </BodyLong>
      <form noValidate onSubmit={(event) => void start(event)} className="ui-stack">
        <ErrorSummaryForm errors={shown} attempt={attempt} />
        <TextField
          id="new-name"
          label={t`Name of the model`}
          description={t`As users see it, without the version`}
          value={modelName}
          error={errorOf('new-name')}
          autoComplete="off"
          dir="auto"
          onChange={({ target }) => setModelName(target.value)}
        />
        <TextField
          id="new-version"
          label={t`Version`}
          description={t`Each version has its own dossier, for example 3.1`}
          value={modelVersion}
          error={errorOf('new-version')}
          autoComplete="off"
          htmlSize={16}
          onChange={({ target }) => setModelVersion(target.value)}
        />
        <h2 className="aksel-heading aksel-heading--small">
          <Trans>Questions that decide the class</Trans>
        </h2>
        {questions.map((field) => (
          <FieldEditor
            key={field.id}
            field={field}
            id={controlId(field.id)}
            value={answers[field.id] ?? null}
            pack={pack}
            answers={answers}
            required
            issues={[]}
            files={noFiles}
            onChange={(value) => setAnswers((before) => ({ ...before, [field.id]: value }))}
            onLeave={() => undefined}
            onProblem={() => undefined}
          />
        ))}
        <p role="status" className="ui-subtle">
          <Plural
            value={questions.length - answered}
            _0="All questions are answered"
            one="# question is open"
            other="# questions are open"
          />
        </p>
        <LikelyClass pack={pack} answers={answers} />
        <RefusalAlert refusal={refusal} linkTo={() => undefined} />
        <ServerFault fault={fault} />
        <div className="ui-actions">
          <Button type="submit" loading={sending}>
            <Trans>Create the dossier</Trans>
          </Button>
        </div>
      </form>
    </div>
  )
}
