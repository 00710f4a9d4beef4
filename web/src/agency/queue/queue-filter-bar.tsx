import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Search, Select } from '@navikt/ds-react'
import { type RefObject, useState } from 'react'
import { useSearchParams } from 'react-router'
import { submissionStates, wordOf } from '../../dossier/status-words.ts'
import { type QueueFilters, queueSorts, queueStates, riskClasses, withFilter } from './queue-filters.ts'

interface QueueFilterBarProps {
  filters: QueueFilters
  findField: RefObject<HTMLInputElement | null>
}

/** Find, state, class and – on phones, where the table has no header – the order. Each is kept in the address. */
export function QueueFilterBar({ filters, findField }: QueueFilterBarProps) {
  const { t } = useLingui()
  const [search, setSearch] = useSearchParams()
  const [typed, setTyped] = useState({ of: filters.q ?? '', text: filters.q ?? '' })
  // The address has changed by Back or by a view: show what it says.
  if (typed.of !== (filters.q ?? '')) setTyped({ of: filters.q ?? '', text: filters.q ?? '' })
  const choose = (name: string, value: string): void => setSearch(withFilter(search, name, value || null))
  const sortNames = {
    dueAt: t`Clock`,
    submittedAt: t`Received`,
    reference: t`Number`,
    modelName: t`Model`,
  }
  const hasFilters = filters.state !== null || filters.riskClass !== null || filters.q !== null

  return (
    <form
      role="search"
      className="queue__filters"
      onSubmit={(submitted) => {
        submitted.preventDefault()
        choose('q', typed.text.trim())
      }}
    >
      <Search
        ref={findField}
        label={t`Find by number, model or applicant`}
        hideLabel={false}
        variant="secondary"
        size="small"
        value={typed.text}
        onChange={(text) => setTyped({ of: typed.of, text })}
        onClear={() => choose('q', '')}
      />
      <Select
        label={t`State`}
        size="small"
        value={filters.state ?? ''}
        onChange={({ target }) => choose('stage', target.value)}
      >
        <option value="">{t`All states`}</option>
        {queueStates.map((state) => (
          <option key={state} value={state}>
            {t(wordOf(submissionStates, state))}
          </option>
        ))}
      </Select>
      <Select
        label={t`Class`}
        size="small"
        value={filters.riskClass ?? ''}
        onChange={({ target }) => choose('class', target.value)}
      >
        <option value="">{t`All classes`}</option>
        {riskClasses.map((riskClass) => (
          <option key={riskClass} value={riskClass}>
            {t`Class ${riskClass}`}
          </option>
        ))}
      </Select>
      <Select
        label={t`Order by`}
        size="small"
        value={filters.sort}
        onChange={({ target }) => choose('sort', target.value)}
        className="queue__order"
      >
        {queueSorts.map((sort) => (
          <option key={sort} value={sort}>
            {sortNames[sort]}
          </option>
        ))}
      </Select>
      {hasFilters && (
        <Button
          type="button"
          size="small"
          variant="tertiary"
          onClick={() => setSearch(withFilter(withFilter(withFilter(search, 'q', null), 'stage', null), 'class', null))}
        >
          <Trans>Clear filters</Trans>
        </Button>
      )}
    </form>
  )
}
