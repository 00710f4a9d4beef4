/** One row of a table or metricTable; a cell that was left empty is absent or null. */
export type TableRow = { id: string; cells: Record<string, unknown> }

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The rows of a table's answer; what is not a row is left out, so an unchecked value may be given. */
export const rowsOf = (value: unknown): TableRow[] =>
  Array.isArray(value)
    ? value.filter((row): row is TableRow => isRecord(row) && typeof row['id'] === 'string' && isRecord(row['cells']))
    : []
