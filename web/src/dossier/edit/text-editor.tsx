import { Textarea, TextField } from '@navikt/ds-react'
import { answerLimits } from '@placet/shared/policy-pack/answer'
import { asText, type EditorProps, textOrNull } from './editor.ts'
import { FieldHint, FieldLabel } from './field-label.tsx'

/** One line of text, or a web address. */
export function TextEditor({ field, id, value, required, error, onChange, onLeave }: EditorProps) {
  const isAddress = field.type === 'url'
  return (
    <TextField
      id={id}
      label={<FieldLabel field={field} required={required} />}
      description={<FieldHint field={field} />}
      value={asText(value)}
      error={error}
      autoComplete="off"
      dir={isAddress ? 'ltr' : 'auto'}
      {...(isAddress ? { type: 'url' as const, inputMode: 'url' as const } : {})}
      onChange={({ target }) => onChange(textOrNull(target.value))}
      onBlur={onLeave}
    />
  )
}

/** Several lines of text, with the number of characters left. */
export function LongTextEditor({ field, id, value, required, error, onChange, onLeave }: EditorProps) {
  return (
    <Textarea
      id={id}
      label={<FieldLabel field={field} required={required} />}
      description={<FieldHint field={field} />}
      value={asText(value)}
      error={error}
      maxLength={field.maxLength ?? answerLimits.longText}
      minRows={4}
      dir="auto"
      resize="vertical"
      onChange={({ target }) => onChange(textOrNull(target.value))}
      onBlur={onLeave}
    />
  )
}
