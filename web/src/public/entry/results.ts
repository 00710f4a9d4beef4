/** A published result of one group, or of everyone in `headline`. Estimates are as filed: a share, a rate or a score. */
export interface GroupResult {
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

/** Metrics where less is better: rates of harm, of error and of successful attack. Any other metric rises with quality. */
const harms =
  /confabulat|hallucinat|omission|unsafe|unsupported|error|false (positive|negative)|attack|extraction|inference|re-identification/i

const isLowerBetter = (metric: string): boolean => harms.test(metric)

/** Above zero where `a` is the worse result of the two; results without an estimate come last. */
function compareWorse(metric: string, a: GroupResult, b: GroupResult): number {
  if (a.estimate === null || b.estimate === null) return Number(a.estimate === null) - Number(b.estimate === null)
  return isLowerBetter(metric) ? b.estimate - a.estimate : a.estimate - b.estimate
}

export interface MetricResults {
  metric: string
  dataset: string | null
  /** Weakest group first. */
  groups: GroupResult[]
  /** The result for everyone, where it was filed for the same metric and dataset. */
  overall: GroupResult | null
}

/** The results by group, one list for each metric and dataset, in the order in which they were filed. */
export function resultsByMetric(results: readonly GroupResult[], headline: readonly GroupResult[]): MetricResults[] {
  const lists = new Map<string, MetricResults>()
  for (const result of results) {
    const key = JSON.stringify([result.metric, result.dataset])
    const list = lists.get(key)
    if (list) list.groups.push(result)
    else {
      lists.set(key, {
        metric: result.metric,
        dataset: result.dataset,
        groups: [result],
        overall: overallOf(result, headline),
      })
    }
  }
  for (const list of lists.values()) list.groups.sort((a, b) => compareWorse(list.metric, a, b))
  return [...lists.values()]
}

function overallOf({ metric, dataset }: GroupResult, headline: readonly GroupResult[]): GroupResult | null {
  const same = headline.filter((result) => result.metric === metric)
  return same.find((result) => result.dataset === dataset) ?? (same.length === 1 ? (same[0] ?? null) : null)
}

/** The weakest group of the first metric that has an estimate for any group. */
export function weakestGroup(lists: readonly MetricResults[]): GroupResult | null {
  for (const { groups } of lists) {
    const [weakest] = groups
    if (weakest && weakest.estimate !== null) return weakest
  }
  return null
}

/** How far a group lies from everyone, in the unit of the estimate; below zero means worse. Null when not known. */
export function distanceFromOverall(result: GroupResult, overall: GroupResult | null): number | null {
  if (result.estimate === null || overall?.estimate === null || overall?.estimate === undefined) return null
  const distance = result.estimate - overall.estimate
  return isLowerBetter(result.metric) ? -distance : distance
}
