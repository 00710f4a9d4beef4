import { Trans, useLingui } from '@lingui/react/macro'
import { useSearchParams } from 'react-router'
import { registerStatuses, wordOf } from '../../dossier/status-words.ts'
import { type RegisterFilters, riskClasses, statuses, uses, withRegisterFilter } from './register-filters.ts'

interface FacetProps {
  name: string
  title: string
  value: string | null
  choices: readonly { value: string; label: string }[]
}

function Facet({ name, title, value, choices }: FacetProps) {
  const [search, setSearch] = useSearchParams()
  const choose = (chosen: string) => setSearch(withRegisterFilter(search, name, chosen))
  return (
    <details open={value !== null || undefined}>
      <summary>{title}</summary>
      <fieldset className="register__choices">
        <legend className="ui-visually-hidden">{title}</legend>
        <label>
          <input type="radio" name={name} checked={value === null} onChange={() => choose('')} />
          <Trans>Any</Trans>
        </label>
        {choices.map((choice) => (
          <label key={choice.value}>
            <input type="radio" name={name} checked={value === choice.value} onChange={() => choose(choice.value)} />
            {choice.label}
          </label>
        ))}
      </fieldset>
    </details>
  )
}

/** The ways to narrow the register down; each choice is kept in the address. */
export function RegisterFacets({ filters }: { filters: RegisterFilters }) {
  const { t } = useLingui()
  return (
    <section aria-label={t`Filters`} className="register__facets">
      <Facet
        name="status"
        title={t`Status`}
        value={filters.status}
        choices={statuses.map((status) => ({ value: status, label: t(wordOf(registerStatuses, status)) }))}
      />
      <Facet
        name="use"
        title={t({ message: 'Use', context: 'what a model is for' })}
        value={filters.use}
        choices={Object.entries(uses).map(([value, word]) => ({ value, label: t(word) }))}
      />
      <Facet
        name="class"
        title={t`Risk class`}
        value={filters.riskClass}
        choices={riskClasses.map((riskClass) => ({ value: riskClass, label: t`Class ${riskClass}` }))}
      />
    </section>
  )
}
