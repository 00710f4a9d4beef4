import { useReadQuery } from '@apollo/client/react'
import type { FragmentType } from '@apollo/client'
import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, BodyShort, Heading } from '@navikt/ds-react'
import { type LoaderFunctionArgs, useLoaderData } from 'react-router'
import { preload } from '../../apollo.ts'
import { wordOf } from '../../dossier/status-words.ts'
import { DateText } from '../../ui/date-text.tsx'
import { Breadcrumb, PageTitle } from '../../ui/page-title.tsx'
import { PermitButton } from '../../ui/permit-button.tsx'
import { useSend } from '../../ui/send.ts'
import { StatusTag } from '../../ui/status-tag.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { useLiveFragment } from '../../ui/use-live-fragment.ts'
import { SendAnswer } from '../reason/reason-act.tsx'
import { assignmentStates, interestKinds, stageNames } from '../words.ts'
import { LinkButton } from '../link-button/link-button.tsx'
import { NewInterest } from './new-interest.tsx'
import { DeclarationForm } from './declaration-form.tsx'
import {
  type AssignmentToDeclareFragment,
  AssignmentToDeclareFragmentDoc,
  DeclareInterestsDocument,
  OpenAssignmentDocument,
} from './declare-page.generated.ts'

export function loader({ params }: LoaderFunctionArgs) {
  return preload(DeclareInterestsDocument, { id: params['id'] ?? '' })
}

/** A proposed review: only the names that one needs to declare interests, until one has. */
export function DeclarePage() {
  const { data } = useReadQuery(useLoaderData<ReturnType<typeof loader>>())
  return <Declare assignment={data.assignment} />
}

const waiting = 'integrity-check'

/** The assignment in its state: to open, to declare, waiting, active or over. */
export function Declare({ assignment }: { assignment: FragmentType<AssignmentToDeclareFragment> }) {
  const { t } = useLingui()
  const { data: shown } = useLiveFragment({ fragment: AssignmentToDeclareFragmentDoc, from: assignment })
  const stage = t(wordOf(stageNames, shown.stageKey))
  const isReviewing = shown.state === 'active' || shown.state === 'completed'
  return (
    <div className="ui-page ui-page--form ui-stack">
      <div>
        <Breadcrumb>
          <TextLink to="/agency">
            <Trans>My day</Trans>
          </TextLink>
          <bdi>{shown.reference}</bdi>
        </Breadcrumb>
        <PageTitle title={t`Declare your interests`} of={shown.reference}>
          <StatusTag kind={isReviewing ? 'done' : 'information'}>{t(wordOf(assignmentStates, shown.state))}</StatusTag>
        </PageTitle>
        <BodyShort>
          {isReviewing ? (
            <Trans>You review the stage “{stage}”.</Trans>
          ) : shown.state === 'proposed' || shown.state === 'declaring' ? (
            <Trans>You are proposed as a reviewer for the stage “{stage}”.</Trans>
          ) : (
            <Trans>It is about the stage “{stage}”.</Trans>
          )}{' '}
          {shown.dueAt && (
            <Trans>
              Declare by <DateText value={shown.dueAt} />.
            </Trans>
          )}
        </BodyShort>
      </div>
      <NamesToDeclare shown={shown} />
      {shown.state === 'proposed' && <OpenAssignment shown={shown} />}
      {shown.state === 'declaring' && <DeclarationForm shown={shown} />}
      {shown.state === 'integrityCheck' && (
        <BodyLong id={waiting} tabIndex={-1}>
          <Trans>
            The integrity officer looks at what you declared. Your access to the case stays closed until then.
          </Trans>{' '}
          <Trans>
            When the interest is cleared, you find the case again on the page “My day”. What you have written is kept.
          </Trans>
        </BodyLong>
      )}
      {shown.declaration && shown.declaration.kinds.length > 0 && (
        <section aria-labelledby="declared">
          <Heading level="2" size="small" id="declared" spacing>
            <Trans>What you declared</Trans>
          </Heading>
          <ul>
            {shown.declaration.kinds.map((kind) => (
              <li key={kind}>{t(wordOf(interestKinds, kind))}</li>
            ))}
          </ul>
          <BodyLong dir="auto">{shown.declaration.detail}</BodyLong>
        </section>
      )}
      {isReviewing && shown.submissionId && (
        <>
          <div>
            <LinkButton to={`/agency/cases/${shown.submissionId}/review?stage=${shown.stageKey}`}>
              <Trans>Open the review</Trans>
            </LinkButton>
          </div>
          <NewInterest shown={shown} waitingId={waiting} />
        </>
      )}
      {isReviewing && !shown.submissionId && (
        <BodyLong>
          <Trans>
            The case is closed to you while the integrity officer looks at an interest that you declared in another
            stage.
          </Trans>
        </BodyLong>
      )}
      {['recused', 'declined', 'lapsed', 'reassigned', 'released'].includes(shown.state) && (
        <BodyLong>
          <Trans>This assignment is over. You have no access to the case.</Trans>
        </BodyLong>
      )}
    </div>
  )
}

function NamesToDeclare({ shown }: { shown: AssignmentToDeclareFragment }) {
  const { t } = useLingui()
  const { applicant, model, upstreamDevelopers, funders } = shown.namesToDeclare
  return (
    <section aria-labelledby="names">
      <Heading level="2" size="small" id="names" spacing>
        <Trans>Who is concerned</Trans>
      </Heading>
      <dl className="ui-facts">
        <dt>{t`Applicant`}</dt>
        <dd>
          <bdi>{applicant}</bdi>
        </dd>
        <dt>{t`Model`}</dt>
        <dd>
          <bdi>{model}</bdi>
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
      </dl>
    </section>
  )
}

function OpenAssignment({ shown }: { shown: AssignmentToDeclareFragment }) {
  const command = useSend(OpenAssignmentDocument, { refetch: ['DeclareInterests'] })
  return (
    <div className="ui-stack">
      <BodyLong>
        <Trans>Open the assignment to declare. The dossier itself opens after you have declared no interest.</Trans>
      </BodyLong>
      <SendAnswer command={command} />
      <div>
        <PermitButton
          permits={shown.permits}
          event="OPEN"
          loading={command.sending}
          onClick={() => void command.send({ id: shown.id, version: shown.version })}
        >
          <Trans>Open the assignment</Trans>
        </PermitButton>
      </div>
    </div>
  )
}
