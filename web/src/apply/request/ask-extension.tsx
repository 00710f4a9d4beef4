import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Textarea, TextField } from '@navikt/ds-react'
import { useState } from 'react'
import { type PermitAnswer, PermitButton, permitFor } from '../../ui/permit-button.tsx'
import { RefusalAlert } from '../../ui/refusal-alert.tsx'
import { useSend } from '../../ui/send.ts'
import { ServerFault } from '../../ui/server-fault.tsx'
import { AskExtensionDocument } from './request-page.generated.ts'

interface AskExtensionProps {
  request: {
    id: string
    version: number
    state: string
    extensionDays: number | null
    extensionReason: string | null
    permits: readonly PermitAnswer[]
  }
}

/** Asks the agency for more days, with a reason. */
export function AskExtension({ request }: AskExtensionProps) {
  const { t } = useLingui()
  const [days, setDays] = useState('30')
  const [reason, setReason] = useState('')
  const [problems, setProblems] = useState<{ days?: string; reason?: string }>({})
  const { send, refusal, fault, sending } = useSend(AskExtensionDocument, { keepPage: true })

  async function ask(): Promise<void> {
    const count = Number(days)
    const found = {
      ...(Number.isInteger(count) && count > 0 ? {} : { days: t`Days must be a whole number above 0` }),
      ...(reason.trim() === '' ? { reason: t`Enter the reason` } : {}),
    }
    setProblems(found)
    if (Object.keys(found).length > 0) return
    await send({ id: request.id, version: request.version, days: count, reason: reason.trim() })
  }

  if (request.state === 'extensionAsked' && request.extensionDays !== null) {
    return (
      <p>
        <Plural
          value={request.extensionDays}
          one="You asked for # more day. The agency has not ruled on it yet."
          other="You asked for # more days. The agency has not ruled on it yet."
        />
      </p>
    )
  }
  if (!permitFor(request.permits, 'ASK_EXTENSION')) return null
  return (
    <details className="request-page__extension">
      <summary>
        <Trans>Ask for more time</Trans>
      </summary>
      <div className="ui-stack">
        <TextField
          label={t`Days`}
          value={days}
          error={problems.days}
          inputMode="numeric"
          htmlSize={6}
          onChange={({ target }) => setDays(target.value)}
        />
        <Textarea
          label={t`Reason`}
          value={reason}
          error={problems.reason}
          maxLength={4000}
          dir="auto"
          onChange={({ target }) => setReason(target.value)}
        />
        <RefusalAlert refusal={refusal} />
        <ServerFault fault={fault} />
        <PermitButton
          permits={request.permits}
          event="ASK_EXTENSION"
          variant="secondary"
          loading={sending}
          onClick={() => void ask()}
        >
          <Trans>Ask for more time</Trans>
        </PermitButton>
      </div>
    </details>
  )
}
