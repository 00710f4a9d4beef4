import type { PreloadedQueryRef } from '@apollo/client/react'
import { useReadQuery } from '@apollo/client/react'
import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong } from '@navikt/ds-react'
import { isAnswered } from '@placet/shared/policy-pack/condition'
import { findField } from '@placet/shared/policy-pack/fields'
import { visibleSections } from '@placet/shared/policy-pack/visibility'
import { useState } from 'react'
import { type LoaderFunctionArgs, useLoaderData, useNavigate, useRevalidator } from 'react-router'
import { preload } from '../../apollo.ts'
import { FieldView } from '../../dossier/field-view.tsx'
import type { PackQuery } from '../../dossier/pack.generated.ts'
import { type Pack, preloadPack, readPack } from '../../dossier/pack.ts'
import { SignDialog } from '../../dossier/sign-dialog.tsx'
import { Breadcrumb, PageTitle } from '../../ui/page-title.tsx'
import { PermitButton } from '../../ui/permit-button.tsx'
import { useSend } from '../../ui/send.ts'
import { TextLink } from '../../ui/text-link.tsx'
import { addressIn } from '../dossier-address.ts'
import {
  DossierDeclareDocument,
  type DossierDeclareQuery,
  ResubmitDossierDocument,
  SubmitDossierDocument,
} from './declare-page.generated.ts'

interface DeclareData {
  declare: PreloadedQueryRef<DossierDeclareQuery>
  pack: PreloadedQueryRef<PackQuery>
}

export async function loader({ params }: LoaderFunctionArgs): Promise<DeclareData> {
  const id = params['id'] ?? ''
  const declare = preload(DossierDeclareDocument, { id })
  return { declare, pack: await preloadPack(id) }
}

/** The declaration in full, and the signature that sends the dossier. */
export function DeclarePage() {
  const loaded = useLoaderData<DeclareData>()
  const { submission } = useReadQuery(loaded.declare).data
  const pack = readPack(useReadQuery(loaded.pack).data.policyPack.document)
  return <Declare submission={submission} pack={pack} />
}

function Declare({ submission, pack }: { submission: DossierDeclareQuery['submission']; pack: Pack }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const { revalidate } = useRevalidator()
  const [open, setOpen] = useState(false)
  const submitting = useSend(SubmitDossierDocument, { keepPage: true, refetch: ['MyDossiers'] })
  const resubmitting = useSend(ResubmitDossierDocument, { keepPage: true, refetch: ['MyDossiers'] })
  const { id, version, state, permits } = submission
  const isAgain = state === 'returnedIncomplete'
  const sealing = isAgain ? resubmitting : submitting
  const base = `/apply/${id}`
  const model = `${submission.modelName} ${submission.modelVersion}`
  const answers = Object.fromEntries(submission.answers.map(({ field, value }) => [field, value]))
  const statements = visibleSections(pack, answers)
    .flatMap(({ fields }) => fields)
    .filter(({ mustBe }) => mustBe === true)
  const viewOf = (key: string, value: unknown) => {
    const field = findField(pack, key)
    return field && !field.computed ? (
      <FieldView field={field} value={value} pack={pack} answers={answers} documents={submission.documents} />
    ) : undefined
  }
  const labelOf = (key: string) => findField(pack, key)?.label ?? pack.sections.find((each) => each.id === key)?.title

  return (
    <div className="ui-page ui-page--reading">
      <Breadcrumb>
        <TextLink to="/apply">
          <Trans>My dossiers</Trans>
        </TextLink>
        <TextLink to={base}>
          <bdi>{model}</bdi>
        </TextLink>
        <TextLink to={`${base}/check`}>
          <Trans>Check your answers</Trans>
        </TextLink>
      </Breadcrumb>
      <PageTitle title={t`Declare, sign and send`} of={submission.reference} />
      <BodyLong spacing>
        <Trans>
          You send the dossier of <bdi>{model}</bdi> to the agency. From then on its answers are fixed: only what the
          agency sends back can be changed.
        </Trans>
      </BodyLong>
      <h2 className="aksel-heading aksel-heading--small">
        <Trans>What you declare</Trans>
      </h2>
      <ul>
        {statements.map((field) => (
          <li key={field.id}>
            <strong>{field.label}</strong>
            <br />
            {field.help}{' '}
            {isAnswered(answers[field.id]) ? (
              <FieldView field={field} value={answers[field.id]} pack={pack} />
            ) : (
              <TextLink
                to={addressIn(id)(submission.unmet.find(({ at }) => at?.endsWith(`/${field.id}`))?.at ?? '') ?? base}
              >
                <Trans>Not declared yet</Trans>
              </TextLink>
            )}
          </li>
        ))}
        <li>
          <Trans>
            Your signature says that you have read the record that is shown when you sign, and that you send it.
          </Trans>
        </li>
      </ul>
      <div className="ui-actions">
        <PermitButton
          permits={permits}
          event={isAgain ? 'RESUBMIT' : 'SUBMIT'}
          linkTo={addressIn(id)}
          onClick={() => setOpen(true)}
        >
          <Trans>Read, sign and send</Trans>
        </PermitButton>
        <TextLink to={`${base}/check`}>
          <Trans>Back to your answers</Trans>
        </TextLink>
      </div>
      <SignDialog
        open={open}
        onClose={() => {
          setOpen(false)
          sealing.clear()
        }}
        process="submission"
        id={id}
        meaning="submitted"
        title={t`Sign and send the dossier`}
        affirmation={
          <Trans>I declare that what this record says is true and complete to the best of my knowledge.</Trans>
        }
        labelOf={labelOf}
        viewOf={viewOf}
        seal={(proof) => sealing.send({ id, version, ...proof })}
        refusal={sealing.refusal}
        fault={sealing.fault}
        sealing={sealing.sending}
        onSealed={() => void navigate(`${base}/sent`)}
        onReadAgain={() => void revalidate()}
        linkTo={addressIn(id)}
      />
    </div>
  )
}
