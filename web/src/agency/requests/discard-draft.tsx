import { Trans, useLingui } from '@lingui/react/macro'
import { useSend } from '../../ui/send.ts'
import { ReasonAct } from '../reason/reason-act.tsx'
import { DiscardInformationRequestDocument, type RequestToHandleFragment } from './requests-page.generated.ts'

interface DiscardDraftProps {
  shown: RequestToHandleFragment
  /** The version that the server holds once everything typed has reached it. */
  versionNow: () => Promise<number>
  onReadAgain: () => void
}

/** A draft that is not sent after all: it has no number, the applicant never hears of it, the case's history does. */
export function DiscardDraft({ shown, versionNow, onReadAgain }: DiscardDraftProps) {
  const { t } = useLingui()
  const command = useSend(DiscardInformationRequestDocument, { refetch: ['RequestsDesk'] })
  return (
    <ReasonAct
      label={<Trans>Discard the draft</Trans>}
      variant="tertiary"
      permits={shown.permits}
      event="DISCARD"
      question={t`Why is the draft not sent?`}
      hint={t`The agency reads this; the applicant does not. The draft stays in the history of the case.`}
      sendLabel={<Trans>Discard the draft</Trans>}
      command={command}
      onSend={async (reason) => (await command.send({ id: shown.id, version: await versionNow(), reason })) !== null}
      onReadAgain={onReadAgain}
      danger
    />
  )
}
