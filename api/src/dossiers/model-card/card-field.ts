/** How sure the reading is. `high`: the card states it in a field of its own; `low`: read out of prose. */
export type Confidence = 'high' | 'medium' | 'low'

/** One value that a card proposes for a field of the dossier; a person confirms it. */
export type CardField = {
  /** Field id of the policy pack. */
  field: string
  /** Answer value by the field's type, well-formed by the pack. */
  value: unknown
  /** What stands in the card, at most 200 characters. */
  found: string
  /** File and place: `README.md, front matter: license`. */
  sourceNote: string
  confidence: Confidence
}

/** A reading before it is fitted to the pack. `place` completes the source note after the file's name. */
export type Reading = { field: string; value: unknown; found: string; place: string; confidence: Confidence }

export const inFrontMatter = (...keys: string[]): string => `front matter: ${keys.join(', ')}`

/** The titles of at most three sections; the rest is counted. */
export function inSections(titles: readonly string[]): string {
  const named = [...new Set(titles)].map((title) => `"${title.slice(0, 80)}"`)
  if (named.length === 0) return 'introduction'
  const more = named.length > 3 ? ` and ${named.length - 3} more` : ''
  return `${named.length === 1 ? 'section' : 'sections'} ${named.slice(0, 3).join(', ')}${more}`
}

/** Most rows that an import puts into a table: what is more belongs into a file, and a table must stay editable. */
const mostRows = 200

/** Table rows with ids of their own, stable from one import to the next. Cells without a value are left out. */
export function rowsOfCells(
  rows: readonly Readonly<Record<string, unknown>>[],
): { id: string; cells: Record<string, unknown> }[] {
  return rows.slice(0, mostRows).map((cells, at) => ({
    id: `card${String(at + 1).padStart(4, '0')}`,
    cells: Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== undefined && value !== '')),
  }))
}

/** Says in the source note that a table holds only the first rows. */
export const firstRowsNote = (count: number, what: string): string =>
  count > mostRows ? ` (first ${mostRows} of ${count} ${what})` : ''
