import { useLingui } from '@lingui/react/macro'
import { TextField } from '@navikt/ds-react'

export const leastLength = 8

/** A new password, and whether it is shown is for the browser: it may be pasted, and a password manager may make it. */
export function NewPasswordField({
  value,
  onChange,
  error,
}: {
  value: string
  onChange: (typed: string) => void
  error: string | undefined
}) {
  const { t } = useLingui()
  return (
    <TextField
      id="new-password"
      type="password"
      label={t`New password`}
      description={t`At least ${leastLength} characters. Several words are easier to remember than signs.`}
      autoComplete="new-password"
      value={value}
      onChange={({ target }) => onChange(target.value)}
      error={error}
    />
  )
}
