import { useLingui } from '@lingui/react/macro'
import { DatePicker, useDatepicker } from '@navikt/ds-react'
import { useRef } from 'react'
import { asText, type EditorProps } from './editor.ts'
import { FieldHint, FieldLabel } from './field-label.tsx'

/** A day as stored, YYYY-MM-DD, from the device's own midnight. */
function dayOf(date: Date): string {
  const two = (part: number) => String(part).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

function dateOf(day: string): Date | undefined {
  const [year, month, date] = day.split('-').map(Number)
  return year && month && date ? new Date(year, month - 1, date) : undefined
}

/** A day, typed or picked. News from elsewhere (a colleague, an import) build it anew. */
export function DateEditor(props: EditorProps) {
  const own = useRef<unknown>(props.value)
  const generation = useRef(0)
  if (own.current !== props.value) {
    own.current = props.value
    generation.current += 1
  }
  return (
    <DayPicker
      key={generation.current}
      {...props}
      onChange={(value) => {
        own.current = value
        props.onChange(value)
      }}
    />
  )
}

function DayPicker({ field, id, value, required, error, onChange, onLeave, onProblem }: EditorProps) {
  const { t } = useLingui()
  const selected = dateOf(asText(value))
  const { datepickerProps, inputProps } = useDatepicker({
    ...(selected ? { defaultSelected: selected } : {}),
    fromDate: new Date(1900, 0, 1),
    toDate: new Date(2200, 11, 31),
    allowTwoDigitYear: false,
    onDateChange: (date) => onChange(date ? dayOf(date) : null),
    onValidate: ({ isEmpty, isValidDate }) =>
      onProblem(isEmpty || isValidDate ? null : t`Enter a date with day, month and year, such as 31.03.2026`),
  })
  return (
    <DatePicker {...datepickerProps} dropdownCaption>
      <DatePicker.Input
        {...inputProps}
        id={id}
        label={<FieldLabel field={field} required={required} />}
        description={
          <>
            <FieldHint field={field} />
            <br />
            {t`For example, 31.03.2026`}
          </>
        }
        error={error}
        onBlur={(event) => {
          inputProps.onBlur?.(event)
          onLeave()
        }}
      />
    </DatePicker>
  )
}
