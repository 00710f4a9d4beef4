import { Trans, useLingui } from '@lingui/react/macro'
import { BodyShort, Button, Heading, Textarea } from '@navikt/ds-react'
import { useRef, useState } from 'react'
import { DateText } from '../../ui/date-text.tsx'
import { ErrorSummaryForm, focusById, type FormError } from '../../ui/error-summary-form.tsx'
import { VisuallyHidden } from '../../ui/page-title.tsx'
import { DateField } from '../date-field/date-field.tsx'
import type { DraftCondition } from './use-draft.ts'

interface ConditionsProps {
  conditions: readonly DraftCondition[]
  onChange: (conditions: DraftCondition[]) => void
}

/** The conditions of an approval, in their order: add, edit, move, remove. */
export function Conditions({ conditions, onChange }: ConditionsProps) {
  const { t } = useLingui()
  const [editing, setEditing] = useState<DraftCondition | null>(null)
  const add = useRef<HTMLButtonElement>(null)

  function keep(condition: DraftCondition): void {
    const isNew = !conditions.some(({ key }) => key === condition.key)
    onChange(
      isNew ? [...conditions, condition] : conditions.map((each) => (each.key === condition.key ? condition : each)),
    )
    close()
  }

  function close(): void {
    setEditing(null)
    setTimeout(() => add.current?.focus())
  }

  function move(from: number, to: number): void {
    const moved = conditions[from]
    if (!moved || to < 0 || to >= conditions.length) return
    const rest = conditions.filter(({ key }) => key !== moved.key)
    onChange([...rest.slice(0, to), moved, ...rest.slice(to)])
  }

  function remove(index: number): void {
    onChange(conditions.filter((_, at) => at !== index))
    setTimeout(() =>
      conditions.length > 1
        ? focusById(`conditions-${Math.min(index + 1, conditions.length - 1)}`)
        : add.current?.focus(),
    )
  }

  return (
    <section aria-labelledby="conditions" className="ui-stack ui-stack--tight">
      <Heading level="3" size="small" id="conditions" tabIndex={-1}>
        <Trans>Conditions</Trans>
      </Heading>
      {conditions.length === 0 && (
        <BodyShort>
          <Trans>No condition yet. Each needs a due date and the evidence that shows it is met.</Trans>
        </BodyShort>
      )}
      <ol className="decision__conditions">
        {conditions.map((condition, index) => (
          <li key={condition.key} id={`conditions-${index + 1}`} tabIndex={-1}>
            <div dir="auto">{condition.text}</div>
            <div className="ui-subtle">
              <Trans>
                Due <DateText value={condition.dueAt} />, shown by: <bdi>{condition.evidence}</bdi>
              </Trans>
            </div>
            <div className="agency-buttons">
              <RowButton label={t`Edit`} number={index + 1} onClick={() => setEditing(condition)} />
              <RowButton label={t`Up`} number={index + 1} onClick={() => move(index, index - 1)} isOff={index === 0} />
              <RowButton
                label={t`Down`}
                number={index + 1}
                onClick={() => move(index, index + 1)}
                isOff={index === conditions.length - 1}
              />
              <RowButton label={t`Remove`} number={index + 1} onClick={() => remove(index)} />
            </div>
          </li>
        ))}
      </ol>
      {editing ? (
        <ConditionForm key={editing.key} condition={editing} onKeep={keep} onCancel={close} />
      ) : (
        <div>
          <Button
            ref={add}
            type="button"
            variant="secondary"
            onClick={() => setEditing({ key: crypto.randomUUID(), text: '', dueAt: '', evidence: '' })}
          >
            <Trans>Add a condition</Trans>
          </Button>
        </div>
      )}
    </section>
  )
}

interface RowButtonProps {
  label: string
  number: number
  onClick: () => void
  isOff?: boolean
}

function RowButton({ label, number, onClick, isOff = false }: RowButtonProps) {
  return (
    <Button type="button" size="xsmall" variant="tertiary" aria-disabled={isOff} onClick={isOff ? undefined : onClick}>
      {label}{' '}
      <VisuallyHidden>
        <Trans>condition {number}</Trans>
      </VisuallyHidden>
    </Button>
  )
}

interface ConditionFormProps {
  condition: DraftCondition
  onKeep: (condition: DraftCondition) => void
  onCancel: () => void
}

/** One condition: what must be done, by when, and what shows that it was done. */
function ConditionForm({ condition, onKeep, onCancel }: ConditionFormProps) {
  const { t } = useLingui()
  const [edited, setEdited] = useState(condition)
  const [errors, setErrors] = useState<readonly FormError[]>([])
  const [attempt, setAttempt] = useState(0)
  const at = (name: string): string => `condition-${name}`
  const errorOf = (name: string): string | undefined => errors.find(({ fieldId }) => fieldId === at(name))?.message

  function keep(): void {
    const found: FormError[] = []
    if (edited.text.trim() === '') found.push({ fieldId: at('text'), message: t`Enter what must be done` })
    if (edited.dueAt === '') found.push({ fieldId: at('due'), message: t`Enter the due date` })
    if (edited.evidence.trim() === '') {
      found.push({ fieldId: at('evidence'), message: t`Enter what shows that it was done` })
    }
    setErrors(found)
    setAttempt((before) => before + 1)
    if (found.length === 0) onKeep(edited)
  }

  return (
    <fieldset className="decision__condition-form">
      <legend>
        <Trans>Condition</Trans>
      </legend>
      <ErrorSummaryForm errors={errors} attempt={attempt} />
      <Textarea
        dir="auto"
        id={at('text')}
        label={t`What must be done?`}
        minRows={2}
        autoFocus
        value={edited.text}
        onChange={({ target }) => setEdited({ ...edited, text: target.value })}
        error={errorOf('text')}
      />
      <DateField
        id={at('due')}
        label={t`Due date`}
        description={t`The last day on which the evidence may be filed.`}
        value={edited.dueAt}
        onChange={(dueAt) => setEdited((before) => ({ ...before, dueAt }))}
        error={errorOf('due')}
      />
      <Textarea
        dir="auto"
        id={at('evidence')}
        label={t`What shows that it was done?`}
        minRows={2}
        value={edited.evidence}
        onChange={({ target }) => setEdited({ ...edited, evidence: target.value })}
        error={errorOf('evidence')}
      />
      <div className="agency-buttons">
        <Button type="button" onClick={keep}>
          <Trans>Keep this condition</Trans>
        </Button>
        <Button type="button" variant="tertiary" onClick={onCancel}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </fieldset>
  )
}
