import { Trans } from '@lingui/react/macro'
import { ErrorSummary } from '@navikt/ds-react'
import { type MouseEvent, useEffect, useRef } from 'react'

/** One error of a form: the message in the same words as under the field, and the id of the control it is about. */
export interface FormError {
  fieldId: string
  message: string
}

interface ErrorSummaryFormProps {
  errors: readonly FormError[]
  /** Counts failed submits: each one moves the focus here again. */
  attempt: number
}

/** The list of a form's errors, at its top. Takes the focus after a failed submit; each line leads to its control. */
export function ErrorSummaryForm({ errors, attempt }: ErrorSummaryFormProps) {
  const summary = useRef<HTMLDivElement>(null)
  const shown = errors.length > 0
  useEffect(() => {
    if (attempt > 0 && shown) summary.current?.focus()
  }, [attempt, shown])
  if (!shown) return null
  return (
    <ErrorSummary ref={summary} heading={<Trans>There is a problem</Trans>} className="ui-error-summary">
      {errors.map(({ fieldId, message }) => (
        <ErrorSummary.Item
          key={`${fieldId} ${message}`}
          href={`#${fieldId}`}
          onClick={(click) => focusControl(click, fieldId)}
        >
          {message}
        </ErrorSummary.Item>
      ))}
    </ErrorSummary>
  )
}

/** Focuses a control by id, or the first control inside the group of that id. */
export function focusById(id: string): void {
  const element = document.getElementById(id)
  if (!element) return
  const control = element.matches('input, select, textarea, button, a, [tabindex]')
    ? element
    : element.querySelector<HTMLElement>('input:not([type=hidden]), select, textarea, button')
  ;(control ?? element).focus()
  element.scrollIntoView?.({ block: 'center' })
}

function focusControl(click: MouseEvent, fieldId: string): void {
  click.preventDefault()
  focusById(fieldId)
}
