import { useLingui } from '@lingui/react/macro'
import { Fieldset, TextField } from '@navikt/ds-react'
import type { EditorProps } from './editor.ts'
import { FieldHint, FieldLabel } from './field-label.tsx'

type Part = 'name' | 'role' | 'email' | 'phone'

/** A person: name, position, e-mail and, if wished, a telephone number. */
export function PersonEditor({ field, id, value, required, error, issues, onChange, onLeave }: EditorProps) {
  const { t } = useLingui()
  const person: Readonly<Record<string, unknown>> = typeof value === 'object' && value !== null ? { ...value } : {}
  const of = (part: Part) => (typeof person[part] === 'string' ? person[part] : '')

  function change(part: Part, text: string): void {
    const next = { name: of('name'), role: of('role'), email: of('email'), phone: of('phone'), [part]: text }
    const { phone, ...needed } = next
    const isEmpty = Object.values(next).every((entry) => entry === '')
    onChange(isEmpty ? null : phone === '' ? needed : next)
  }

  const parts = [
    { part: 'name', label: t`Name`, autoComplete: 'name', type: 'text' },
    { part: 'role', label: t`Position`, autoComplete: 'organization-title', type: 'text' },
    { part: 'email', label: t`Email`, autoComplete: 'email', type: 'email' },
    { part: 'phone', label: t`Telephone (optional)`, autoComplete: 'tel', type: 'tel' },
  ] as const

  return (
    <Fieldset
      id={id}
      legend={<FieldLabel field={field} required={required} />}
      description={<FieldHint field={field} />}
      error={error}
      errorPropagation={false}
    >
      {parts.map(({ part, label, autoComplete, type }) => (
        <TextField
          key={part}
          id={`${id}-${part}`}
          label={label}
          type={type}
          autoComplete={autoComplete}
          dir={type === 'text' ? 'auto' : 'ltr'}
          value={of(part)}
          error={issues.find(({ path }) => path.endsWith(`${field.id}/${part}`))?.message}
          onChange={({ target }) => change(part, target.value)}
          onBlur={onLeave}
        />
      ))}
    </Fieldset>
  )
}
