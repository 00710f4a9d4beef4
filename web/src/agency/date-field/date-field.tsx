import { DatePicker, useDatepicker } from '@navikt/ds-react'
import type { ReactNode } from 'react'

interface DateFieldProps {
  label: ReactNode
  description?: ReactNode
  /** `YYYY-MM-DD`, or '' when nothing is chosen. */
  value: string
  onChange: (value: string) => void
  error?: ReactNode
  /** The earliest day that may be chosen, `YYYY-MM-DD`. */
  from?: string
  id?: string
}

const dayText = (date: Date | undefined): string =>
  date
    ? `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`
    : ''

const dayOf = (text: string): Date | undefined => {
  const [year, month, day] = text.split('-').map(Number)
  return year && month && day ? new Date(year, month - 1, day) : undefined
}

/** A day, typed or chosen from a calendar. */
export function DateField({ label, description, value, onChange, error, from, id }: DateFieldProps) {
  const selected = dayOf(value)
  const fromDate = from ? dayOf(from) : undefined
  const { datepickerProps, inputProps } = useDatepicker({
    ...(selected ? { defaultSelected: selected } : {}),
    ...(fromDate ? { fromDate } : {}),
    onDateChange: (date) => onChange(dayText(date)),
  })
  return (
    <DatePicker {...datepickerProps}>
      <DatePicker.Input {...inputProps} {...(id ? { id } : {})} label={label} description={description} error={error} />
    </DatePicker>
  )
}
