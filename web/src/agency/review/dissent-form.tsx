import { Trans, useLingui } from '@lingui/react/macro'
import { useSend } from '../../ui/send.ts'
import { ReasonAct } from '../reason/reason-act.tsx'
import { FileDissentDocument } from './sign-report.generated.ts'

/** A reviewer who disagrees with the stage says so; the dissent reaches the signer and the public report. */
export function DissentForm({ stageId }: { stageId: string }) {
  const { t } = useLingui()
  const command = useSend(FileDissentDocument, { refetch: ['ReviewDesk'] })
  return (
    <ReasonAct
      label={<Trans>File a dissent</Trans>}
      question={t`Where do you disagree, and why?`}
      hint={t`It stands beside the report, is shown to the signer, and is mentioned in the public report.`}
      sendLabel={<Trans>File the dissent</Trans>}
      command={command}
      path="text"
      onSend={async (text) => (await command.send({ id: stageId, text })) !== null}
    />
  )
}
