import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@navikt/ds-react'
import { useId, useState } from 'react'
import './search-form.css'

interface SearchFormProps {
  label: string
  description?: string
  /** What was searched before; a change of it (Back, a removed filter) is shown. */
  query: string
  onSearch: (query: string) => void
}

/** The one search of the public: by name, developer or number. Plain markup, because every visit begins with it. */
export function SearchForm({ label, description, query, onSearch }: SearchFormProps) {
  const { t } = useLingui()
  const id = useId()
  const [typed, setTyped] = useState({ of: query, text: query })
  if (typed.of !== query) setTyped({ of: query, text: query })
  return (
    <form
      role="search"
      aria-label={t`Register`}
      className="search-form"
      onSubmit={(submitted) => {
        submitted.preventDefault()
        onSearch(typed.text.trim())
      }}
    >
      <label htmlFor={id} className="aksel-label">
        {label}
      </label>
      {description && (
        <p id={`${id}-description`} className="ui-subtle search-form__description">
          {description}
        </p>
      )}
      <div className="search-form__line">
        <input
          id={id}
          type="search"
          name="q"
          maxLength={200}
          dir="auto"
          autoComplete="off"
          className="search-form__box"
          value={typed.text}
          {...(description ? { 'aria-describedby': `${id}-description` } : {})}
          onChange={({ target }) => setTyped({ of: typed.of, text: target.value })}
        />
        <Button type="submit">
          <Trans>Search</Trans>
        </Button>
      </div>
    </form>
  )
}
