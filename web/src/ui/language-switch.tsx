import { useApolloClient } from '@apollo/client/react'
import { useLingui } from '@lingui/react/macro'
import { useId } from 'react'
import { useRevalidator } from 'react-router'
import { activateLanguage, isLanguage, languageNames, languages } from './language.ts'

/** Changes the language in place: what is typed stays, and the server's words are read again in the new language. */
export function LanguageSwitch() {
  const { t, i18n } = useLingui()
  const id = useId()
  const client = useApolloClient()
  const { revalidate } = useRevalidator()

  async function choose(language: string): Promise<void> {
    if (!isLanguage(language)) return
    await activateLanguage(language)
    await revalidate()
    await client.refetchQueries({ include: 'active' })
  }

  return (
    <div className="ui-switch">
      <label htmlFor={id}>{t`Language`}</label>
      <select
        id={id}
        value={i18n.locale}
        onChange={({ target }) => void choose(target.value)}
        className="ui-switch__select"
      >
        {languages.map((language) => (
          <option key={language} value={language} lang={language}>
            {languageNames[language]}
          </option>
        ))}
      </select>
    </div>
  )
}
