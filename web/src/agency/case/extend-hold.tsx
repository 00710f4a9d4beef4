import { Trans, useLingui } from '@lingui/react/macro'
import { TextField } from '@navikt/ds-react'
import { useId, useState } from 'react'
import { focusById } from '../../ui/error-summary-form.tsx'
import { useSend } from '../../ui/send.ts'
import { issueOf, ReasonAct } from '../reason/reason-act.tsx'
import { type CaseActionsFragment, ExtendScreeningHoldDocument } from './case-actions.generated.ts'

/** More days for the applicant to complete what was sent back. */
export function ExtendHold({ shown, refetch }: { shown: CaseActionsFragment; refetch: string[] }) {
  const { t } = useLingui()
  const id = useId()
  const command = useSend(ExtendScreeningHoldDocument, { refetch })
  const [days, setDays] = useState('')
  const [isWrong, setIsWrong] = useState(false)

  async function send(reason: string): Promise<boolean> {
    const count = Number(days)
    if (!Number.isInteger(count) || count < 1) {
      setIsWrong(true)
      focusById(id)
      return false
    }
    return (await command.send({ id: shown.id, version: shown.version, days: count, reason })) !== null
  }

  return (
    <ReasonAct
      label={<Trans>Give the applicant more time</Trans>}
      permits={shown.permits}
      event="EXTEND_HOLD"
      question={t`Why does the applicant get more time?`}
      hint={t`The applicant reads this.`}
      sendLabel={<Trans>Give more time</Trans>}
      command={command}
      onSend={send}
    >
      <TextField
        id={id}
        label={t`How many more days?`}
        inputMode="numeric"
        htmlSize={6}
        value={days}
        onChange={({ target }) => {
          setDays(target.value)
          setIsWrong(false)
        }}
        error={isWrong ? t`Days must be a whole number above 0` : issueOf(command.refusal, 'days')}
      />
    </ReasonAct>
  )
}
