import { rowsOf } from '@placet/shared/policy-pack/table-rows'

/** One result as the public sees it. Percentages and ratios as the dossier gives them. */
export type PublishedResult = {
  axis: string
  group: string
  metric: string
  dataset: string | null
  n: number | null
  nText: string
  estimate: number | null
  low: number | null
  high: number | null
  gap: number | null
  suppressed: boolean
}

const number = (value: unknown) => (typeof value === 'number' ? value : null)
const text = (value: unknown) => (typeof value === 'string' ? value : '')

/** Rows of a metric table without groups: the headline figures. */
export const publishedHeadline = (value: unknown): PublishedResult[] =>
  rowsOf(value).map(({ cells }) => ({
    axis: 'overall',
    group: text(cells['task']),
    metric: text(cells['metric']),
    dataset: text(cells['dataset']) || null,
    n: number(cells['n']),
    nText: number(cells['n']) === null ? '' : String(cells['n']),
    estimate: number(cells['estimate']),
    low: number(cells['ciLow']),
    high: number(cells['ciHigh']),
    gap: null,
    suppressed: false,
  }))

/**
 * Results by group, the weakest group first, with small cells hidden (dossier.json smallCellRule): a count below the
 * threshold is shown as "fewer than" it and its estimate not at all; where one hidden cell could be worked out from the
 * others of its axis and metric, the next smallest is hidden too.
 */
export function publishedGroups(value: unknown, suppressBelow: number): PublishedResult[] {
  const rows = rowsOf(value).map(({ cells }) => ({
    axis: text(cells['axis']),
    group: text(cells['group']),
    metric: text(cells['metric']),
    dataset: text(cells['dataset']) || null,
    n: number(cells['n']),
    estimate: number(cells['estimate']),
    low: number(cells['ciLow']),
    high: number(cells['ciHigh']),
    reference: text(cells['referenceGroup']),
  }))
  const family = (row: { axis: string; metric: string; dataset: string | null }) =>
    `${row.axis}\n${row.metric}\n${row.dataset ?? ''}`
  const hidden = new Set(rows.filter(({ n }) => n !== null && n < suppressBelow))
  for (const key of new Set(rows.map(family))) {
    const kin = rows.filter((row) => family(row) === key)
    const shown = kin.filter((row) => !hidden.has(row))
    if (kin.length - shown.length !== 1) continue
    const [next] = shown.filter(({ n }) => n !== null).sort((a, b) => (a.n ?? 0) - (b.n ?? 0))
    if (next !== undefined) hidden.add(next)
  }
  return rows
    .map((row) => {
      const { reference, ...kept } = row
      if (hidden.has(row))
        return {
          ...kept,
          n: null,
          nText: `<${suppressBelow}`,
          estimate: null,
          low: null,
          high: null,
          gap: null,
          suppressed: true,
        }
      const against = rows.find((other) => family(other) === family(row) && other.group === reference)
      const gap =
        against?.estimate == null || hidden.has(against) || row.estimate === null
          ? null
          : round(row.estimate - against.estimate)
      return { ...kept, nText: row.n === null ? '' : String(row.n), gap, suppressed: false }
    })
    .sort((a, b) => (a.estimate ?? Infinity) - (b.estimate ?? Infinity))
}

const round = (value: number) => Math.round(value * 1e6) / 1e6
