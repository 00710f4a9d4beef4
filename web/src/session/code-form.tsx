import { useLingui } from '@lingui/react/macro'
import { Button, TextField } from '@navikt/ds-react'
import { type FormEvent, type ReactNode, useState } from 'react'

interface CodeFormProps {
  kind: 'code' | 'recoveryCode'
  label: string
  description?: ReactNode
  sending: boolean
  onCode: (code: string) => void
  /** What the button says. */
  children: ReactNode
}

/** One code: six digits of an app, or a recovery code as it was written down. */
export function CodeForm({ kind, label, description, sending, onCode, children }: CodeFormProps) {
  const { t } = useLingui()
  const [code, setCode] = useState('')
  const [problem, setProblem] = useState<string | undefined>(undefined)

  function submit(event: FormEvent): void {
    event.preventDefault()
    const typed = code.trim()
    const digits = typed.replaceAll(/\s/g, '')
    if (typed === '') setProblem(t`Enter the code`)
    else if (kind === 'code' && !/^\d{6}$/.test(digits)) setProblem(t`The code must have six digits`)
    else {
      setProblem(undefined)
      onCode(kind === 'code' ? digits : typed)
    }
  }

  return (
    <form noValidate onSubmit={submit} className="ui-stack">
      <TextField
        label={label}
        description={description}
        inputMode={kind === 'code' ? 'numeric' : 'text'}
        autoComplete={kind === 'code' ? 'one-time-code' : 'off'}
        dir="ltr"
        error={problem}
        value={code}
        onChange={({ target }) => setCode(target.value)}
      />
      <div>
        <Button type="submit" variant="secondary" loading={sending}>
          {children}
        </Button>
      </div>
    </form>
  )
}
