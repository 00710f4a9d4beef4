import type { PreloadedQueryRef } from '@apollo/client/react'
import { useReadQuery } from '@apollo/client/react'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, LocalAlert } from '@navikt/ds-react'
import { answersInForce, requiredFields, visibleSections } from '@placet/shared/policy-pack/visibility'
import { type LoaderFunctionArgs, useLoaderData, useNavigate } from 'react-router'
import { preload } from '../../apollo.ts'
import type { PackQuery } from '../../dossier/pack.generated.ts'
import { type Pack, preloadPack, readPack } from '../../dossier/pack.ts'
import { Breadcrumb, PageTitle } from '../../ui/page-title.tsx'
import { PermitButton } from '../../ui/permit-button.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { addressIn } from '../dossier-address.ts'
import { openFields } from '../open-fields.ts'
import { CheckedSection } from './checked-section.tsx'
import { DossierCheckDocument, type DossierCheckQuery } from './check-page.generated.ts'
import './check-page.css'

interface CheckData {
  check: PreloadedQueryRef<DossierCheckQuery>
  pack: PreloadedQueryRef<PackQuery>
}

export async function loader({ params }: LoaderFunctionArgs): Promise<CheckData> {
  const id = params['id'] ?? ''
  const check = preload(DossierCheckDocument, { id })
  return { check, pack: await preloadPack(id) }
}

/** Every answer once more before it is sent, with all that is still missing. */
export function CheckPage() {
  const loaded = useLoaderData<CheckData>()
  const { submission } = useReadQuery(loaded.check).data
  const pack = readPack(useReadQuery(loaded.pack).data.policyPack.document)
  return <Check submission={submission} pack={pack} />
}

function Check({ submission, pack }: { submission: DossierCheckQuery['submission']; pack: Pack }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const { id, unmet, permits, state } = submission
  const base = `/apply/${id}`
  const model = `${submission.modelName} ${submission.modelVersion}`
  const stored = Object.fromEntries(submission.answers.map(({ field, value }) => [field, value]))
  const answers = answersInForce(pack, stored)
  const required = new Set(requiredFields(pack, stored).map((field) => field.id))
  const unconfirmed = new Set(
    submission.answers.filter(({ source, confirmed }) => source === 'imported' && !confirmed).map(({ field }) => field),
  )
  const canChange = openFields(submission)
  const event = state === 'returnedIncomplete' ? 'RESUBMIT' : 'SUBMIT'
  // The list above says it all; the button need only point there.
  const reasonsId = unmet.length > 0 ? 'unmet' : undefined

  return (
    <div className="ui-page check-page">
      <Breadcrumb>
        <TextLink to="/apply">
          <Trans>My dossiers</Trans>
        </TextLink>
        <TextLink to={base}>
          <bdi>{model}</bdi>
        </TextLink>
      </Breadcrumb>
      <PageTitle title={t`Check your answers`} of={submission.reference} hasErrors={unmet.length > 0} />
      {unmet.length > 0 ? (
        <LocalAlert status="error" id="unmet">
          <LocalAlert.Header>
            <LocalAlert.Title as="h2">
              <Plural
                value={unmet.length}
                one="# thing is missing before you can send"
                other="# things are missing before you can send"
              />
            </LocalAlert.Title>
          </LocalAlert.Header>
          <LocalAlert.Content>
            <UnmetBySection unmet={unmet} pack={pack} submissionId={id} />
          </LocalAlert.Content>
        </LocalAlert>
      ) : (
        <BodyLong>
          <Trans>Nothing is missing. Read your answers once more before you sign them.</Trans>
        </BodyLong>
      )}
      {visibleSections(pack, stored).map(({ section, fields }) => (
        <CheckedSection
          key={section.id}
          {...{ section, fields, pack, answers, base, required, unconfirmed }}
          documents={submission.documents}
          canChange={canChange}
        />
      ))}
      <div className="ui-actions">
        <PermitButton
          permits={permits}
          event={event}
          linkTo={addressIn(id)}
          {...(reasonsId ? { reasonsId } : {})}
          onClick={() => void navigate(`${base}/declare`)}
        >
          <Trans>Go on to declare and sign</Trans>
        </PermitButton>
        <TextLink to={base}>
          <Trans>Back to task list</Trans>
        </TextLink>
      </div>
    </div>
  )
}

interface UnmetBySectionProps {
  unmet: readonly { message: string; at: string | null }[]
  pack: Pack
  submissionId: string
}

/** All that is missing, under the title of its section, each line a link to its field. */
function UnmetBySection({ unmet, pack, submissionId }: UnmetBySectionProps) {
  const linkTo = addressIn(submissionId)
  const sectionOf = (at: string | null) => at?.split('/')[0] ?? ''
  const known = pack.sections.filter(({ id }) => unmet.some(({ at }) => sectionOf(at) === id))
  const elsewhere = unmet.filter(({ at }) => !known.some(({ id }) => id === sectionOf(at)))
  return (
    <>
      {known.map(({ id, title }) => (
        <div key={id}>
          <h3 className="aksel-label">{title}</h3>
          <ul className="ui-reasons">
            {unmet
              .filter(({ at }) => sectionOf(at) === id)
              .map(({ message, at }, index) => (
                <li key={`${at} ${index}`}>
                  <TextLink to={linkTo(at ?? '') ?? '.'}>{message}</TextLink>
                </li>
              ))}
          </ul>
        </div>
      ))}
      {elsewhere.length > 0 && (
        <ul className="ui-reasons">
          {elsewhere.map(({ message }, index) => (
            <li key={index}>{message}</li>
          ))}
        </ul>
      )}
    </>
  )
}
