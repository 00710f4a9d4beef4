import { Search } from '@navikt/ds-react'
import { type FormEvent, useState } from 'react'
import { useSearchParams } from 'react-router'

/** A search whose words stand in the address, and begin its pages anew. */
export function FindForm({ label, query }: { label: string; query: string }) {
  const [typed, setTyped] = useState(query)
  const [, setSearch] = useSearchParams()

  function find(words: string): void {
    setSearch((before) => {
      const next = new URLSearchParams(before)
      next.delete('after')
      next.delete('from')
      if (words === '') next.delete('q')
      else next.set('q', words)
      return next
    })
  }

  return (
    <form
      role="search"
      onSubmit={(submitted: FormEvent) => {
        submitted.preventDefault()
        find(typed.trim())
      }}
    >
      <Search
        label={label}
        hideLabel={false}
        variant="secondary"
        dir="auto"
        value={typed}
        onChange={setTyped}
        onClear={() => {
          setTyped('')
          find('')
        }}
      />
    </form>
  )
}
