import type { TableRow } from '@placet/shared/policy-pack/table-rows'
import type { Column } from '../pack.ts'
import { readNumber } from './editor.ts'
import { newRowId } from './proposed-rows.ts'

/** Cells as a spreadsheet puts them on the clipboard: lines of tab-separated texts. */
export function isSheet(text: string): boolean {
  return text.includes('\t')
}

/**
 * The rows after a sheet was pasted into one cell: it fills cells to the right and rows below, and adds rows at the
 * end. A text that its column can not hold (letters for a number, no option of a select) leaves that cell as it was.
 */
export function cellsPasted(
  rows: readonly TableRow[],
  columns: readonly Column[],
  rowId: string,
  columnId: string,
  text: string,
): TableRow[] {
  const lines = text
    .replace(/\r\n?/g, '\n')
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => line.split('\t'))
  const firstRow = rows.findIndex((row) => row.id === rowId)
  const firstColumn = columns.findIndex((column) => column.id === columnId)
  const next = [...rows]
  for (const [below, cells] of lines.entries()) {
    const row = next[firstRow + below] ?? { id: newRowId(), cells: {} }
    const filled = { ...row.cells }
    for (const [beside, cell] of cells.entries()) {
      const column = columns[firstColumn + beside]
      const value = column && valueFrom(cell.trim(), column)
      if (column && value !== undefined) filled[column.id] = value
    }
    next[firstRow + below] = { ...row, cells: filled }
  }
  return next
}

function valueFrom(cell: string, column: Column): unknown {
  if (cell === '' || column.computed) return undefined
  switch (column.type) {
    case 'number':
    case 'percent':
      return readNumber(cell.replace(/%$/, '')) ?? undefined
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(cell) ? cell : undefined
    case 'select':
      return column.options?.find(({ value, label }) => value === cell || label === cell)?.value
    case 'text':
    case 'longText':
    case 'url':
      return cell
    default:
      return undefined
  }
}
