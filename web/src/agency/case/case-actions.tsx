import type { FragmentType } from '@apollo/client'
import { Trans, useLingui } from '@lingui/react/macro'
import { BodyShort, InlineMessage } from '@navikt/ds-react'
import { PermitButton, permitFor } from '../../ui/permit-button.tsx'
import { useSend } from '../../ui/send.ts'
import { TextLink } from '../../ui/text-link.tsx'
import { useLiveFragment } from '../../ui/use-live-fragment.ts'
import { ReasonAct, SendAnswer } from '../reason/reason-act.tsx'
import { LinkButton } from '../link-button/link-button.tsx'
import { AllowClockStop } from '../requests/allow-clock-stop.tsx'
import { managed } from './case-facts.tsx'
import { caseAddress } from './case-address.ts'
import {
  AcknowledgeSubmissionDocument,
  type CaseActionsFragment,
  CaseActionsFragmentDoc,
  ConfirmOutOfScopeDocument,
  RecuseSelfDocument,
  RejectOutOfScopeDocument,
} from './case-actions.generated.ts'
import { ExtendHold } from './extend-hold.tsx'
import { NameManager } from './name-manager.tsx'

const refetch = ['CaseOverview', 'CaseTimelinePage']

/** What may be done with the case now, here or on the page where it is done. */
export function CaseActions({ submission }: { submission: FragmentType<CaseActionsFragment> }) {
  const { data: shown } = useLiveFragment({
    fragment: CaseActionsFragmentDoc,
    fragmentName: 'CaseActions',
    from: submission,
  })
  const at = `/agency/cases/${shown.id}`
  const reviewing = shown.stages
    .flatMap(({ assignments }) => assignments)
    .find(({ permits }) => permitFor(permits, 'NEW_INTEREST')?.allowed)
  const mayName = permitFor(shown.permits, 'NAME_MANAGER')
  return (
    <>
      {shown.manager === null && managed.includes(shown.state) && (
        <InlineMessage status="warning" className="case__unmanaged">
          <Trans>Nobody manages this case. It waits until a case manager is named.</Trans>
        </InlineMessage>
      )}
      <div className="case__actions">
        {shown.informationRequests
          .filter(({ permits }) => permitFor(permits, 'ALLOW_CLOCK_STOP')?.allowed)
          .map((request) => (
            <ClockStopAsked key={request.id} at={at} request={request} />
          ))}
        {shown.state === 'submitted' && <Acknowledge shown={shown} />}
        {shown.state === 'screening' && (
          <LinkButton to={`${at}/screen`}>
            <Trans>Screen this dossier</Trans>
          </LinkButton>
        )}
        {shown.state === 'outOfScopeProposed' && <RuleOnScope shown={shown} />}
        {shown.state === 'inReview' && (
          <LinkButton to={`${at}/assign`}>
            <Trans>Assign reviewers</Trans>
          </LinkButton>
        )}
        {shown.state === 'onHold' && (
          <LinkButton to={`${at}/requests`}>
            <Trans>See the information requests</Trans>
          </LinkButton>
        )}
        {(shown.state === 'consolidation' || shown.state === 'decisionPending') && (
          <LinkButton to={`${at}/decision`}>
            <Trans>Go to the decision room</Trans>
          </LinkButton>
        )}
        {shown.state === 'returnedIncomplete' && <ExtendHold shown={shown} refetch={refetch} />}
        {mayName && (shown.manager === null || mayName.allowed) && <NameManager shown={shown} refetch={refetch} />}
        {reviewing && (
          <LinkButton to={`/agency/assignments/${reviewing.id}#new-interest`} variant="tertiary">
            <Trans>Declare a new interest</Trans>
          </LinkButton>
        )}
        <Recuse id={shown.id} />
      </div>
    </>
  )
}

/** A letter would stop the clock once more than it may: the decision maker reads it, and gives leave or lets it be. */
function ClockStopAsked({ at, request }: { at: string; request: CaseActionsFragment['informationRequests'][number] }) {
  const { number } = request
  return (
    <section className="case__asked">
      <BodyShort>
        <Trans>Request {number} waits for your leave to stop the clock once more.</Trans>{' '}
        <TextLink to={`${at}/requests#request-${number}`}>
          <Trans>Read request {number}</Trans>
        </TextLink>
      </BodyShort>
      <AllowClockStop request={request} refetch={refetch} />
    </section>
  )
}

function Acknowledge({ shown }: { shown: CaseActionsFragment }) {
  const command = useSend(AcknowledgeSubmissionDocument, { refetch })
  return (
    <>
      <PermitButton
        permits={shown.permits}
        event="ACKNOWLEDGE"
        loading={command.sending}
        onClick={() => void command.send({ id: shown.id, version: shown.version })}
        linkTo={(reason) => caseAddress(shown.id, reason)}
      >
        <Trans>Acknowledge receipt</Trans>
      </PermitButton>
      <SendAnswer command={command} />
    </>
  )
}

/** A second person rules on the proposal that the model is out of scope. */
function RuleOnScope({ shown }: { shown: CaseActionsFragment }) {
  const { t } = useLingui()
  const confirm = useSend(ConfirmOutOfScopeDocument, { refetch })
  const reject = useSend(RejectOutOfScopeDocument, { refetch })
  const target = { id: shown.id, version: shown.version }
  return (
    <>
      <ReasonAct
        label={<Trans>Confirm: out of scope</Trans>}
        permits={shown.permits}
        event="CONFIRM_OUT_OF_SCOPE"
        question={t`Why is the model out of scope?`}
        hint={t`The applicant reads this. It ends the case; the applicant may appeal.`}
        sendLabel={<Trans>Confirm out of scope</Trans>}
        command={confirm}
        onSend={async (reason) => (await confirm.send({ ...target, reason })) !== null}
        danger
      />
      <ReasonAct
        label={<Trans>Reject: back to screening</Trans>}
        permits={shown.permits}
        event="REJECT_OUT_OF_SCOPE"
        question={t`Why is the model in scope?`}
        sendLabel={<Trans>Send back to screening</Trans>}
        command={reject}
        onSend={async (reason) => (await reject.send({ ...target, reason })) !== null}
      />
    </>
  )
}

/** Anybody with a part in the case may leave it; the access closes at once. */
function Recuse({ id }: { id: string }) {
  const { t } = useLingui()
  const command = useSend(RecuseSelfDocument, { refetch: ['CaseOverview'] })
  return (
    <ReasonAct
      label={<Trans>Recuse myself</Trans>}
      variant="tertiary"
      question={t`Which interest do you have in this case?`}
      hint={t`Your access to this case closes at once. Your work so far is kept and marked.`}
      sendLabel={<Trans>Recuse myself and close my access</Trans>}
      command={command}
      onSend={async (reason) => (await command.send({ id, reason })) !== null}
      danger
    />
  )
}
