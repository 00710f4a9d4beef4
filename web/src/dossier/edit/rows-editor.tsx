import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { ArrowDownIcon, ArrowUpIcon, PlusIcon, TrashIcon } from '@navikt/aksel-icons'
import { Button, Fieldset } from '@navikt/ds-react'
import { answerLimits } from '@placet/shared/policy-pack/answer'
import type { Answers } from '@placet/shared/policy-pack/policy-pack.schema'
import { rowsOf, type TableRow } from '@placet/shared/policy-pack/table-rows'
import { type CSSProperties, memo, useEffect, useRef } from 'react'
import { focusById } from '../../ui/error-summary-form.tsx'
import type { Column, Field, Pack } from '../pack.ts'
import { CellEditor } from './cell-editor.tsx'
import { cellId, type EditorProps, type FileDoor } from './editor.ts'
import { FieldHint, FieldLabel } from './field-label.tsx'
import { cellsPasted } from './paste-cells.ts'
import { newRowId, proposedRows } from './proposed-rows.ts'
import { type RemovedRow, UndoRemoval, useRemovedRows } from './removed-rows.tsx'
import './rows-editor.css'

/** Up to here, a row fits on a line of its own on a wide screen. */
const mostColumnsOnALine = 5

/**
 * A table as rows of controls: each cell has the control of its column's type and its own label. Rows are added,
 * removed and moved by buttons. Narrow screens and tables with many columns show each row as a card.
 */
export function RowsEditor(props: EditorProps) {
  const { field, id, value, pack, answers, required, error, issues, files, onChange, onLeave, onProblem } = props
  const { t } = useLingui()
  const rows = rowsOf(value)
  const columns = field.columns ?? []
  // Handlers of all rows read the newest rows, so that a row is drawn again only when it changed itself.
  const removed = useRemovedRows()
  const newest = useRef({ rows, removed, onChange, onProblem })
  useEffect(() => {
    newest.current = { rows, removed, onChange, onProblem }
  })

  const commit = (next: readonly TableRow[]) => newest.current.onChange(next.length === 0 ? null : next)
  const acts = useRef<RowActs>({
    change(rowId, column, cell) {
      commit(
        newest.current.rows.map((row) =>
          row.id === rowId ? { ...row, cells: withCell(row.cells, column, cell) } : row,
        ),
      )
    },
    remove(rowId) {
      const { rows: now } = newest.current
      const at = now.findIndex((row) => row.id === rowId)
      const row = now[at]
      if (!row) return
      commit(now.filter((each) => each !== row))
      newest.current.removed.keep({ row, at })
      focusSoon(`${id}-undo`)
    },
    move(rowId, by) {
      const next = [...newest.current.rows]
      const at = next.findIndex((row) => row.id === rowId)
      const moved = next[at]
      if (!moved || !next[at + by]) return
      next.splice(at, 1)
      next.splice(at + by, 0, moved)
      commit(next)
    },
    paste(rowId, column, text) {
      commit(cellsPasted(newest.current.rows, columns, rowId, column, text))
    },
    problem(problem) {
      newest.current.onProblem(problem)
    },
  })

  function add(cells: Record<string, unknown>): void {
    const row = { id: newRowId(), cells }
    commit([...rows, row])
    focusSoon(`${id}-row-${row.id}`)
  }

  function putBack({ row, at }: RemovedRow): void {
    commit(rows.toSpliced(at, 0, row))
    focusSoon(`${id}-row-${row.id}`)
  }

  const proposed = proposedRows(pack, field, answers)
  const onALine = columns.length <= mostColumnsOnALine || field.type === 'metricTable'
  return (
    <Fieldset
      id={id}
      className={onALine ? 'rows rows--line' : 'rows'}
      legend={<FieldLabel field={field} required={required} />}
      description={<FieldHint field={field} />}
      error={error}
      errorPropagation={false}
      onBlur={onLeave}
    >
      <div
        className="rows__scroll"
        role="group"
        aria-label={t`Rows: ${field.label}`}
        tabIndex={onALine ? 0 : undefined}
      >
        <ol className="rows__list">
          {rows.map((row, at) => (
            <Row
              key={row.id}
              {...{ field, row, at, pack, files, id }}
              last={at === rows.length - 1}
              answers={followsAnswers(field) ? answers : noAnswers}
              issues={issues.filter(({ path }) => path.includes(row.id))}
              acts={acts.current}
            />
          ))}
        </ol>
      </div>
      {rows.length === 0 && (
        <p className="ui-subtle">
          <Trans>No rows yet.</Trans>
        </p>
      )}
      <UndoRemoval id={`${id}-undo`} removed={removed} onUndo={putBack} />
      <div className="rows__add">
        <Button
          id={`${id}-add`}
          type="button"
          size="small"
          variant="secondary"
          icon={<PlusIcon aria-hidden />}
          disabled={rows.length >= answerLimits.rows}
          onClick={() => add({})}
        >
          <Trans>Add a row</Trans>
        </Button>
        {proposed.length > 0 && (
          <Button
            type="button"
            size="small"
            variant="tertiary"
            onClick={() => commit([...rows, ...proposed.map((cells) => ({ id: newRowId(), cells }))])}
          >
            <Plural
              value={proposed.length}
              one="Add the row that is still asked for"
              other="Add the # rows that are still asked for"
            />
          </Button>
        )}
      </div>
    </Fieldset>
  )
}

const noAnswers: Answers = {}

/** Only tables whose choices, proposals or sums come from other answers are drawn again when those change. */
function followsAnswers({ columns = [] }: Field): boolean {
  return columns.some(
    ({ optionsFrom, suggestionsFrom, computed }) => optionsFrom === 'groupsOfAxis' || suggestionsFrom || computed,
  )
}

interface RowActs {
  change: (rowId: string, column: string, cell: unknown) => void
  remove: (rowId: string) => void
  move: (rowId: string, by: 1 | -1) => void
  paste: (rowId: string, column: string, text: string) => void
  problem: (problem: string | null) => void
}

interface RowProps {
  field: Field
  row: TableRow
  at: number
  last: boolean
  id: string
  pack: Pack
  answers: Answers
  files: FileDoor
  issues: readonly { path: string; message: string }[]
  acts: RowActs
}

const Row = memo(function Row({ field, row, at, last, id, pack, answers, files, issues, acts }: RowProps) {
  const { t } = useLingui()
  const number = at + 1
  const columns = field.columns ?? []
  return (
    <li className="rows__row" id={`${id}-row-${row.id}`} tabIndex={-1} aria-label={t`Row ${number}`}>
      <span className="rows__number" aria-hidden>
        {number}
      </span>
      <div className="rows__cells" style={columnWidths(columns)}>
        {columns.map((column) => (
          <CellEditor
            key={column.id}
            id={cellId(field.id, row.id, column.id)}
            name={t`${column.label}, row ${number}`}
            {...{ field, column, row, pack, answers, files, number }}
            error={messageFor(issues, row, column)}
            onChange={(cell) => acts.change(row.id, column.id, cell)}
            onPaste={(text) => acts.paste(row.id, column.id, text)}
            onProblem={acts.problem}
          />
        ))}
      </div>
      <div className="rows__acts">
        <Button
          type="button"
          size="small"
          variant="tertiary"
          disabled={at === 0}
          icon={<ArrowUpIcon title={t`Move row ${number} up`} />}
          onClick={() => acts.move(row.id, -1)}
        />
        <Button
          type="button"
          size="small"
          variant="tertiary"
          disabled={last}
          icon={<ArrowDownIcon title={t`Move row ${number} down`} />}
          onClick={() => acts.move(row.id, 1)}
        />
        <Button
          type="button"
          size="small"
          variant="tertiary"
          icon={<TrashIcon title={t`Remove row ${number}`} />}
          onClick={() => acts.remove(row.id)}
        />
      </div>
    </li>
  )
}, sameRow)

/** Widths by type, the same in every row, so that the cells of a column stand under each other. */
function columnWidths(columns: readonly Column[]): CSSProperties {
  const widths = columns.map(({ type, computed }) =>
    type === 'number' || type === 'percent' || computed ? '6.5rem' : '11rem',
  )
  return { '--rows-columns': widths.join(' ') } as CSSProperties
}

/** Issues are filtered anew at each drawing, so they are compared by what they say. */
function sameRow(before: RowProps, after: RowProps): boolean {
  const { issues: was, ...rest } = before
  const { issues: is, ...now } = after
  return (
    was.map(({ path, message }) => path + message).join() === is.map(({ path, message }) => path + message).join() &&
    Object.entries(rest).every(([key, value]) => now[key as keyof typeof now] === value)
  )
}

function messageFor(issues: RowProps['issues'], row: TableRow, column: Column): string | undefined {
  return issues.find(({ path }) => path.endsWith(`${row.id}/${column.id}`))?.message
}

function withCell(cells: Readonly<Record<string, unknown>>, column: string, cell: unknown): Record<string, unknown> {
  const rest = Object.entries(cells).filter(([key]) => key !== column)
  return Object.fromEntries(cell === null ? rest : [...rest, [column, cell]])
}

/** After React has drawn the change. */
function focusSoon(id: string): void {
  setTimeout(() => focusById(id))
}
