import type { FragmentType } from '@apollo/client'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { BodyShort, Heading } from '@navikt/ds-react'
import type { Pack } from '../../dossier/pack.ts'
import { informationRequestStates, wordOf } from '../../dossier/status-words.ts'
import { TakenBack } from '../../dossier/taken-back.tsx'
import { DateText } from '../../ui/date-text.tsx'
import { permitFor } from '../../ui/permit-button.tsx'
import { Colon } from '../../ui/punctuation.tsx'
import { useSend } from '../../ui/send.ts'
import { useLiveFragment } from '../../ui/use-live-fragment.ts'
import { useStartAgain } from '../autosave/use-start-again.ts'
import { fieldLabel, stageLabel } from '../pack/use-pack.ts'
import { ReasonAct } from '../reason/reason-act.tsx'
import { AllowClockStop } from './allow-clock-stop.tsx'
import { DiscardDraft } from './discard-draft.tsx'
import { JudgeAnswers } from './judge-answers.tsx'
import { RequestDraft } from './request-draft.tsx'
import {
  CancelInformationRequestDocument,
  type RequestToHandleFragment,
  RequestToHandleFragmentDoc,
  RuleExtensionDocument,
} from './requests-page.generated.ts'

interface RequestCardProps {
  request: FragmentType<RequestToHandleFragment>
  pack: Pack
  /** Keys of the case's review stages. */
  stages: readonly string[]
}

/** One request in its state: a draft to write, a letter that waits, an answer to judge. */
export function RequestCard({ request, pack, stages }: RequestCardProps) {
  const { t } = useLingui()
  const { data: shown } = useLiveFragment({ fragment: RequestToHandleFragmentDoc, from: request })
  const { round, startAgain } = useStartAgain('RequestsDesk')
  return (
    <article className="request" id={`request-${shown.number ?? shown.id}`} tabIndex={-1}>
      <Heading level="2" size="medium">
        {shown.number === null ? <Trans>Draft of a request</Trans> : <Trans>Request {shown.number}</Trans>}
      </Heading>
      <BodyShort>
        {t(wordOf(informationRequestStates, shown.state))} ·{' '}
        {shown.stopsClock ? <Trans>stops the review clock</Trans> : <Trans>does not stop the clock</Trans>}
        {shown.issuedAt && (
          <>
            {' '}
            ·{' '}
            <Trans>
              sent <DateText value={shown.issuedAt} />
            </Trans>
          </>
        )}
        {shown.dueAt && (
          <>
            {' '}
            ·{' '}
            <Trans>
              answer due <DateText value={shown.dueAt} />
            </Trans>
          </>
        )}
        {shown.answeredAt && (
          <>
            {' '}
            ·{' '}
            <Trans>
              answered <DateText value={shown.answeredAt} />
            </Trans>
          </>
        )}
      </BodyShort>
      {shown.state === 'drafted' && permitFor(shown.permits, 'APPROVE_AND_SEND') ? (
        <RequestDraft
          key={`${shown.id} ${round}`}
          shown={shown}
          pack={pack}
          stages={stages}
          onStartAgain={startAgain}
        />
      ) : shown.state === 'answered' ? (
        <JudgeAnswers key={`${shown.id} ${shown.version}`} shown={shown} pack={pack} />
      ) : (
        <Questions shown={shown} pack={pack} />
      )}
      {shown.state === 'drafted' && !permitFor(shown.permits, 'APPROVE_AND_SEND') && (
        <DiscardDraft shown={shown} versionNow={() => Promise.resolve(shown.version)} onReadAgain={startAgain} />
      )}
      {permitFor(shown.permits, 'ALLOW_CLOCK_STOP')?.allowed && (
        <AllowClockStop request={shown} refetch={['RequestsDesk']} />
      )}
      {shown.state === 'extensionAsked' && <RuleExtension shown={shown} />}
      {shown.state === 'issued' && permitFor(shown.permits, 'CANCEL') && <CancelRequest shown={shown} />}
    </article>
  )
}

function Questions({ shown, pack }: { shown: RequestToHandleFragment; pack: Pack }) {
  const { t } = useLingui()
  return (
    <ol className="request__questions">
      {shown.questions.map((question) => (
        <li key={question.id}>
          <strong dir="auto">{question.question}</strong>
          <div className="ui-subtle">
            {stageLabel(pack, question.stage)}
            {question.field !== '' && <> · {fieldLabel(pack, question.field)}</>}
          </div>
          {question.answer && <div dir="auto">{question.answer}</div>}
          {question.takenBack && <TakenBack of={question.takenBack} field={question.field} pack={pack} />}
          {question.complete !== null && (
            <div>
              {question.complete ? t`Complete` : t`Not complete`}
              {question.judgement && (
                <>
                  <Colon />
                  <bdi>{question.judgement}</bdi>
                </>
              )}
            </div>
          )}
        </li>
      ))}
    </ol>
  )
}

/** The applicant asked for more time: grant or refuse it, with a reason that the applicant reads. */
function RuleExtension({ shown }: { shown: RequestToHandleFragment }) {
  const { t } = useLingui()
  const grant = useSend(RuleExtensionDocument, { refetch: ['RequestsDesk'] })
  const refuse = useSend(RuleExtensionDocument, { refetch: ['RequestsDesk'] })
  const target = { id: shown.id, version: shown.version }
  return (
    <section className="request__rule" aria-labelledby={`extension-${shown.id}`}>
      <Heading level="3" size="small" id={`extension-${shown.id}`}>
        <Plural
          value={shown.extensionDays ?? 0}
          one="The applicant asks for # more day"
          other="The applicant asks for # more days"
        />
      </Heading>
      <BodyShort dir="auto">{shown.extensionReason}</BodyShort>
      <div className="agency-buttons">
        <ReasonAct
          label={<Trans>Grant the time</Trans>}
          permits={shown.permits}
          event="RULE"
          question={t`Why do you grant the time?`}
          sendLabel={<Trans>Grant the time</Trans>}
          command={grant}
          onSend={async (reason) => (await grant.send({ ...target, grant: true, reason })) !== null}
        />
        <ReasonAct
          label={<Trans>Refuse the time</Trans>}
          permits={shown.permits}
          event="RULE"
          question={t`Why do you refuse the time?`}
          sendLabel={<Trans>Refuse the time</Trans>}
          command={refuse}
          onSend={async (reason) => (await refuse.send({ ...target, grant: false, reason })) !== null}
        />
      </div>
    </section>
  )
}

function CancelRequest({ shown }: { shown: RequestToHandleFragment }) {
  const { t } = useLingui()
  const command = useSend(CancelInformationRequestDocument, { refetch: ['RequestsDesk'] })
  return (
    <ReasonAct
      label={<Trans>Cancel the request</Trans>}
      variant="tertiary"
      permits={shown.permits}
      event="CANCEL"
      question={t`Why is the request cancelled?`}
      hint={t`The applicant reads this. The review clock goes on.`}
      sendLabel={<Trans>Cancel the request</Trans>}
      command={command}
      onSend={async (reason) => (await command.send({ id: shown.id, version: shown.version, reason })) !== null}
      danger
    />
  )
}
