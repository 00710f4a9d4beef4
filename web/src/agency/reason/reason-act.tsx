import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Textarea } from '@navikt/ds-react'
import { type ReactNode, useId, useState } from 'react'
import { focusById } from '../../ui/error-summary-form.tsx'
import { type PermitAnswer, PermitButton } from '../../ui/permit-button.tsx'
import type { RefusalPartsFragment } from '../../ui/refusal-alert.generated.ts'
import { RefusalAlert } from '../../ui/refusal-alert.tsx'
import { ServerFault } from '../../ui/server-fault.tsx'
import './reason-act.css'

/** What `useSend` gives, for any command. */
export interface SendState {
  refusal: RefusalPartsFragment | null
  fault: unknown
  sending: boolean
  clear: () => void
}

/** The message of an `Invalid` answer for one field of the input; undefined when that field is well. */
export function issueOf(refusal: RefusalPartsFragment | null, path: string): string | undefined {
  return refusal?.__typename === 'Invalid' ? refusal.issues.find((issue) => issue.path === path)?.message : undefined
}

/** The server's answer to a command that did not go through: a refusal or a fault. Nothing when it did. */
export function SendAnswer({
  command: { refusal, fault },
  onReadAgain,
  linkTo,
}: {
  command: SendState
  onReadAgain?: () => void
  linkTo?: (at: string) => string | undefined
}) {
  return (
    <>
      <RefusalAlert refusal={refusal} {...(onReadAgain ? { onReadAgain } : {})} {...(linkTo ? { linkTo } : {})} />
      <ServerFault fault={fault} />
    </>
  )
}

interface ReasonActProps {
  /** Opens the form; the server's permit for `event` opens or explains it. Without `event`, it is always open. */
  label: ReactNode
  permits?: readonly PermitAnswer[]
  event?: string
  /** The question above the text box. */
  question: ReactNode
  hint?: ReactNode
  /** The act in words: verb and object. */
  sendLabel: ReactNode
  command: SendState
  /** Sends; true when the server accepted, which closes the form. */
  onSend: (reason: string) => Promise<boolean>
  onReadAgain?: () => void
  variant?: 'primary' | 'secondary' | 'tertiary'
  danger?: boolean
  linkTo?: (at: string) => string | undefined
  /** The input's name for what is written; `reason` unless said. */
  path?: string
  /** Further questions, above the text box. */
  children?: ReactNode
}

/** An act that needs nothing but a reason: a button, under it a form that opens in place, and the server's answer. */
export function ReasonAct({
  label,
  permits,
  event,
  question,
  hint,
  sendLabel,
  command,
  onSend,
  onReadAgain,
  variant = 'secondary',
  danger = false,
  linkTo,
  path = 'reason',
  children,
}: ReasonActProps) {
  const { t } = useLingui()
  const id = useId()
  const [open, setOpen] = useState(false)
  // After the form closes, the focus returns to the button that opened it.
  const [wasOpen, setWasOpen] = useState(false)
  const [reason, setReason] = useState('')
  const [isMissing, setIsMissing] = useState(false)
  const color = danger ? { 'data-color': 'danger' as const } : {}

  async function submit(): Promise<void> {
    if (reason.trim() === '') {
      setIsMissing(true)
      focusById(id)
      return
    }
    if (await onSend(reason.trim())) {
      setOpen(false)
      setReason('')
    }
  }

  if (!open) {
    const start = (): void => {
      command.clear()
      setOpen(true)
      setWasOpen(true)
    }
    return event && permits ? (
      <PermitButton
        permits={permits}
        event={event}
        variant={variant}
        onClick={start}
        autoFocus={wasOpen}
        {...color}
        {...(linkTo ? { linkTo } : {})}
      >
        {label}
      </PermitButton>
    ) : (
      <Button type="button" variant={variant} onClick={start} autoFocus={wasOpen} {...color}>
        {label}
      </Button>
    )
  }
  return (
    <form
      className="agency-reason"
      noValidate
      onSubmit={(submitted) => {
        submitted.preventDefault()
        void submit()
      }}
    >
      {children}
      <Textarea
        dir="auto"
        id={id}
        label={question}
        description={hint}
        value={reason}
        autoFocus
        minRows={3}
        onChange={({ target }) => {
          setReason(target.value)
          setIsMissing(false)
        }}
        error={isMissing ? t`Enter a reason` : issueOf(command.refusal, path)}
      />
      <SendAnswer command={command} {...(onReadAgain ? { onReadAgain } : {})} {...(linkTo ? { linkTo } : {})} />
      <div className="agency-buttons">
        <Button type="submit" loading={command.sending} {...color}>
          {sendLabel}
        </Button>
        <Button type="button" variant="tertiary" onClick={() => setOpen(false)}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </form>
  )
}
