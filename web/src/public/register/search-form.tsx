import { useLingui } from '@lingui/react/macro'
import { Search } from '@navikt/ds-react'
import { useState } from 'react'

interface SearchFormProps {
  label: string
  description?: string
  /** What was searched before; a change of it (Back, a removed filter) is shown. */
  query: string
  onSearch: (query: string) => void
}

/** The one search of the public: by name, developer or number. */
export function SearchForm({ label, description, query, onSearch }: SearchFormProps) {
  const { t } = useLingui()
  const [typed, setTyped] = useState({ of: query, text: query })
  if (typed.of !== query) setTyped({ of: query, text: query })
  return (
    <form
      role="search"
      aria-label={t`Register`}
      onSubmit={(submitted) => {
        submitted.preventDefault()
        onSearch(typed.text.trim())
      }}
    >
      <Search
        label={label}
        description={description}
        hideLabel={false}
        name="q"
        value={typed.text}
        onChange={(text) => setTyped({ of: typed.of, text })}
        onClear={() => {
          setTyped({ of: typed.of, text: '' })
          if (query !== '') onSearch('')
        }}
      />
    </form>
  )
}
