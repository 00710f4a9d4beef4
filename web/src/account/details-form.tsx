import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Heading, Select, TextField } from '@navikt/ds-react'
import { type FormEvent, useState } from 'react'
import { ask, Nothing } from '../session/rest.ts'
import { ProofRefused } from '../session/sign-in-refused.tsx'
import { useProof } from '../session/use-proof.ts'
import { ServerFault } from '../ui/server-fault.tsx'
import { languageNames, languages } from '../ui/language.ts'

interface DetailsFormProps {
  details: { name: string; language: 'en' | 'fr' | 'ar' | null }
  /** After the change was stored. */
  onChanged: () => void
}

/** The name that is printed under what the person signs, and the language that letters are written in. */
export function DetailsForm({ details, onChanged }: DetailsFormProps) {
  const { t } = useLingui()
  const proof = useProof()
  const [name, setName] = useState(details.name)
  const [language, setLanguage] = useState(details.language ?? '')
  const [problem, setProblem] = useState<string | undefined>(undefined)
  const [isSaved, setIsSaved] = useState(false)

  function submit(event: FormEvent): void {
    event.preventDefault()
    setIsSaved(false)
    setProblem(name.trim() === '' ? t`Enter your name` : undefined)
    if (name.trim() === '') return
    void proof.run(
      () => ask('/auth/account', Nothing, { name, language: language === '' ? null : language }),
      () => {
        setIsSaved(true)
        onChanged()
      },
    )
  }

  return (
    <form noValidate onSubmit={submit} className="ui-stack" onInput={() => setIsSaved(false)}>
      <Heading level="2" size="small">
        <Trans>Name and language</Trans>
      </Heading>
      <ProofRefused refusal={proof.refusal} level="h3">
        <Trans>Nothing was changed</Trans>
      </ProofRefused>
      <ServerFault fault={proof.fault} />
      <TextField
        label={t`Your full name`}
        description={<Trans>It is printed under what you sign.</Trans>}
        autoComplete="name"
        maxLength={200}
        error={problem}
        value={name}
        onChange={({ target }) => setName(target.value)}
      />
      <Select
        label={t`Language of letters to you`}
        value={language}
        onChange={({ target }) => setLanguage(target.value as typeof language)}
      >
        <option value="">{t`As the portal is shown to you`}</option>
        {languages.map((each) => (
          <option key={each} value={each} lang={each}>
            {languageNames[each]}
          </option>
        ))}
      </Select>
      <div className="ui-actions">
        <Button type="submit" variant="secondary" loading={proof.sending}>
          <Trans>Save name and language</Trans>
        </Button>
        <span role="status">{isSaved && <Trans>Saved</Trans>}</span>
      </div>
    </form>
  )
}
