import { Trans, useLingui } from '@lingui/react/macro'
import { useSend } from '../../ui/send.ts'
import { ReasonAct } from '../reason/reason-act.tsx'
import { AllowClockStopDocument, type ClockStopToAllowFragment } from './allow-clock-stop.generated.ts'

interface AllowClockStopProps {
  request: Pick<ClockStopToAllowFragment, 'id' | 'version' | 'permits'>
  /** Names of the queries that show whether leave is waited for. */
  refetch: string[]
}

/** The decision maker's leave: without it, this request may not stop the clock. */
export function AllowClockStop({ request, refetch }: AllowClockStopProps) {
  const { t } = useLingui()
  const command = useSend(AllowClockStopDocument, { refetch })
  return (
    <ReasonAct
      label={<Trans>Let this request stop the clock</Trans>}
      permits={request.permits}
      event="ALLOW_CLOCK_STOP"
      question={t`Why may the clock be stopped once more?`}
      hint={t`The agency reads this; the applicant does not.`}
      sendLabel={<Trans>Let it stop the clock</Trans>}
      command={command}
      onSend={async (reason) => (await command.send({ id: request.id, version: request.version, reason })) !== null}
    />
  )
}
