import { useLingui } from '@lingui/react/macro'
import { optionsOf, suggestionsOf } from '@placet/shared/policy-pack/options'
import type { Answers } from '@placet/shared/policy-pack/policy-pack.schema'
import { rowsOf, type TableRow } from '@placet/shared/policy-pack/table-rows'
import { type ClipboardEvent, type ReactNode, useId } from 'react'
import { formatNumber } from '../../ui/date-text.tsx'
import type { Column, Field, Pack } from '../pack.ts'
import { asList, asText, type FileDoor, textOrNull } from './editor.ts'
import { FileCell } from './file-editor.tsx'
import { useTypedNumber } from './number-editor.tsx'
import { isSheet } from './paste-cells.ts'
import { withoutContradiction } from './choice-editor.tsx'

interface CellEditorProps {
  id: string
  /** Column and row in words, for those who do not see the header. */
  name: string
  field: Field
  column: Column
  row: TableRow
  number: number
  pack: Pack
  answers: Answers
  files: FileDoor
  error: string | undefined
  onChange: (cell: unknown) => void
  onPaste: (text: string) => void
  onProblem: (problem: string | null) => void
}

/** The control of one cell, by its column's type. Native controls: a table has hundreds. */
export function CellEditor(props: CellEditorProps) {
  const { id, column, error } = props
  const errorId = `${id}-error`
  const isGroup = column.type === 'multiSelect' || column.type === 'file' || column.computed === true
  return (
    <div className={`rows__cell rows__cell--${column.type}`}>
      {isGroup ? (
        <span id={`${id}-label`} className="rows__label">
          {column.label}
        </span>
      ) : (
        <label htmlFor={id} className="rows__label">
          {column.label}
        </label>
      )}
      <Control {...props} describedBy={error ? errorId : undefined} />
      {error && (
        <span id={errorId} className="rows__error">
          {error}
        </span>
      )}
    </div>
  )
}

type ControlProps = CellEditorProps & { describedBy: string | undefined }

function Control(props: ControlProps): ReactNode {
  const { id, name, field, column, row, pack, answers, files, describedBy, onChange, onPaste } = props
  const { t } = useLingui()
  const value = row.cells[column.id] ?? null
  const common: CommonProps = {
    id,
    'aria-label': name,
    'aria-invalid': describedBy ? true : undefined,
    'aria-describedby': describedBy,
    className: 'rows__control',
    onPaste: (event: ClipboardEvent) => pasteSheet(event, onPaste),
  }
  if (column.computed) return <Computed {...{ id, field, row, answers }} />
  switch (column.type) {
    case 'number':
    case 'percent':
      return <NumberCell {...props} common={common} value={value} />
    case 'select':
      return (
        <select {...common} value={asText(value)} onChange={({ target }) => onChange(textOrNull(target.value))}>
          <option value="">{t`Select`}</option>
          {optionsOf(pack, column, answers, row.cells).map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )
    case 'boolean':
      return (
        <select
          {...common}
          value={typeof value === 'boolean' ? String(value) : ''}
          onChange={({ target }) => onChange(target.value === '' ? null : target.value === 'true')}
        >
          <option value="">{t`Select`}</option>
          <option value="true">{t`Yes`}</option>
          <option value="false">{t`No`}</option>
        </select>
      )
    case 'date':
      return (
        <input
          {...common}
          type="date"
          min="1900-01-01"
          max="2200-12-31"
          value={asText(value)}
          onChange={({ target }) => onChange(textOrNull(target.value))}
        />
      )
    case 'url':
      return (
        <input
          {...common}
          type="url"
          dir="ltr"
          value={asText(value)}
          onChange={({ target }) => onChange(textOrNull(target.value))}
        />
      )
    case 'multiSelect':
      return (
        <div id={id} role="group" aria-label={name} aria-describedby={describedBy} className="rows__ticks">
          {optionsOf(pack, column, answers, row.cells).map((option) => (
            <label key={option.value} className="rows__tick">
              <input
                type="checkbox"
                checked={asList(value).includes(option.value)}
                onChange={({ target }) => {
                  const chosen = asList(value)
                  const next = target.checked
                    ? withoutContradiction(chosen, [...chosen, option.value])
                    : chosen.filter((each) => each !== option.value)
                  onChange(next.length === 0 ? null : next)
                }}
              />
              <span>{option.label}</span>
            </label>
          ))}
        </div>
      )
    case 'file':
      return (
        <div id={id} role="group" aria-label={name} aria-describedby={describedBy}>
          <FileCell
            value={value}
            files={files}
            at={`${field.id}.${column.id}`}
            label={name}
            accept={column.accept}
            onChange={onChange}
          />
        </div>
      )
    default:
      return column.suggestionsFrom || (column.id === 'metric' && field.suggestedMetrics) ? (
        <SuggestedCell {...props} common={common} value={value} />
      ) : (
        <textarea
          {...common}
          rows={1}
          dir="auto"
          value={asText(value)}
          onChange={({ target }) => onChange(textOrNull(target.value))}
        />
      )
  }
}

interface CommonProps {
  id: string
  'aria-label': string
  'aria-invalid': true | undefined
  'aria-describedby': string | undefined
  className: string
  onPaste: (event: ClipboardEvent) => void
}

type TypedCellProps = ControlProps & { common: CommonProps; value: unknown }

function NumberCell({ common, value, name, onChange, onProblem }: TypedCellProps) {
  const { t } = useLingui()
  const { text, type } = useTypedNumber(value, onChange, (isProblem) =>
    onProblem(isProblem ? t`${name} must be a number` : null),
  )
  return (
    <input
      {...common}
      type="text"
      inputMode="decimal"
      dir="ltr"
      value={text}
      onChange={({ target }) => type(target.value)}
    />
  )
}

/** A text with proposals: the usual metrics, or what was written in another table. */
function SuggestedCell({ common, value, field, column, answers, onChange }: TypedCellProps) {
  const listId = useId()
  const proposals = column.suggestionsFrom
    ? suggestionsOf(column, answers).map((word) => ({ value: word, label: word }))
    : field.suggestedMetrics
  return (
    <>
      <input
        {...common}
        type="text"
        list={listId}
        dir="auto"
        value={asText(value)}
        onChange={({ target }) => onChange(textOrNull(target.value))}
      />
      <datalist id={listId}>
        {proposals?.map((proposal) => (
          <option key={proposal.value} value={proposal.value}>
            {proposal.label}
          </option>
        ))}
      </datalist>
    </>
  )
}

/** The gap to the reference group, worked out here for the eye; the portal works it out again and stores its own. */
function Computed({ id, field, row, answers }: { id: string; field: Field; row: TableRow; answers: Answers }) {
  const { i18n } = useLingui()
  const { axis, metric, dataset, referenceGroup, estimate } = row.cells
  const reference = rowsOf(answers[field.id]).find(
    ({ cells }) =>
      cells['axis'] === axis &&
      cells['metric'] === metric &&
      cells['dataset'] === dataset &&
      cells['group'] === referenceGroup,
  )?.cells['estimate']
  const gap = typeof estimate === 'number' && typeof reference === 'number' ? estimate - reference : null
  return (
    <output id={id} aria-labelledby={`${id}-label`} className="rows__computed">
      {gap === null ? (
        '–'
      ) : (
        <bdi dir="ltr">{formatNumber(gap, i18n.locale, { maximumFractionDigits: 3, signDisplay: 'exceptZero' })}</bdi>
      )}
    </output>
  )
}

function pasteSheet(event: ClipboardEvent, onPaste: (text: string) => void): void {
  const text = event.clipboardData.getData('text/plain')
  if (!isSheet(text)) return
  event.preventDefault()
  onPaste(text)
}
