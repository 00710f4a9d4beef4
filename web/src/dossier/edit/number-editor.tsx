import { useLingui } from '@lingui/react/macro'
import { TextField } from '@navikt/ds-react'
import { useState } from 'react'
import { type EditorProps, readNumber } from './editor.ts'
import { FieldHint, FieldLabel } from './field-label.tsx'

/**
 * The text of a number while it is typed: "3." is on its way to a number, "abc" is none.
 *
 * @returns what to show, and a handler that reports the number, or the problem in words.
 */
export function useTypedNumber(
  value: unknown,
  onChange: (value: unknown) => void,
  onProblem: (isProblem: boolean) => void,
): { text: string; type: (text: string) => void } {
  const [typed, setTyped] = useState<{ text: string; means: unknown } | null>(null)
  // What was typed stands as long as it means the stored value; news from elsewhere replace it.
  const text = typed && typed.means === value ? typed.text : typeof value === 'number' ? String(value) : ''
  return {
    text,
    type(next) {
      const number = readNumber(next)
      if (number === undefined) {
        setTyped({ text: next, means: value })
        onProblem(true)
        return
      }
      setTyped({ text: next, means: number })
      onProblem(false)
      onChange(number)
    },
  }
}

/** A number or a percentage. */
export function NumberEditor({ field, id, value, required, error, onChange, onLeave, onProblem }: EditorProps) {
  const { t } = useLingui()
  const label = field.label
  const { text, type } = useTypedNumber(value, onChange, (isProblem) =>
    onProblem(isProblem ? t`${label} must be a number` : null),
  )
  return (
    <TextField
      id={id}
      label={
        <>
          <FieldLabel field={field} required={required} />
          {field.type === 'percent' && ' (%)'}
        </>
      }
      description={<FieldHint field={field} />}
      value={text}
      error={error}
      inputMode="decimal"
      autoComplete="off"
      htmlSize={12}
      dir="ltr"
      onChange={({ target }) => type(target.value)}
      onBlur={onLeave}
    />
  )
}
