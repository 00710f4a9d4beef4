import { addDays } from '../clock/working-days.ts'
import { groupsOfAxis } from './options.ts'
import type { AnyPack, Answers, PackField } from './pack-shape.ts'
import type { Scenario } from './sample-scenarios.ts'
import { axesDemanded, axesUncovered } from './subgroup-coverage.ts'
import type { TableRow } from './table-rows.ts'

export type SampleCase = { pack: AnyPack; scenario: Scenario; answers: Answers; random: () => number; today: string }

/** Results by group are withheld for this axis, with a reason, as real dossiers do. */
const withheldAxis = 'disability'

const rowId = (prefix: string, at: number): string => `${prefix}${String(at + 1).padStart(8 - prefix.length, '0')}`
const rounded = (value: number): number => Math.round(value * 1000) / 1000

/** A share with its 95% interval, as a result on `n` cases would have it (normal approximation, kept within 0 and 1). */
const share = (estimate: number, n: number) => {
  const half = 1.96 * Math.sqrt((estimate * (1 - estimate)) / n)
  return {
    n,
    estimate: rounded(estimate),
    ciLow: rounded(Math.max(0, Math.min(estimate, estimate - half))),
    ciHigh: rounded(Math.min(1, Math.max(estimate, estimate + half))),
  }
}

const isHarm = (metric: string): boolean =>
  /rate|inference|sensitivity, wording|wording/.test(metric) && !/refusal/.test(metric)

/** Rows of a metricTable: one for each of the first suggested metrics, each met. */
export const metricRows = ({ scenario, random }: SampleCase, field: PackField): TableRow[] => {
  const suggested = (field.suggestedMetrics ?? []).map((metric) => metric.value)
  const isMain = suggested.includes(scenario.metric)
  const metrics = isMain ? [scenario.metric, ...suggested.filter((each) => each !== scenario.metric)] : suggested
  const chosen = metrics.filter((metric) => !/time saved|slope/.test(metric)).slice(0, 4)
  return chosen.map((metric, at) => {
    const harm = isHarm(metric)
    const estimate = harm ? 0.01 + random() * 0.02 : 0.89 + random() * 0.06
    return {
      id: rowId('met', at),
      cells: {
        task: 'Main task',
        metric,
        dataset: 'North Coast 2024',
        ...share(estimate, 900 + Math.floor(random() * 1500)),
        threshold: harm ? 0.05 : 0.85,
        met: true,
      },
    }
  })
}

/** One row for every group of every demanded axis but the withheld one; small groups have wide intervals. */
export const subgroupRows = (sample: SampleCase): TableRow[] => {
  const { pack, scenario, answers, random } = sample
  const cases = axesDemanded<AnyPack>(pack, answers)
    .filter((axis) => axis.id !== withheldAxis)
    .flatMap((axis) =>
      groupsOfAxis<AnyPack>(pack, axis.id, answers).map((group) => ({ axis: axis.id, group: group.value })),
    )
  return cases.map(({ axis, group }, at) => {
    const isRare = /other|not recorded|more than one|0-4/.test(group)
    const n = isRare ? 6 + Math.floor(random() * 30) : 120 + Math.floor(random() * 700)
    return {
      id: rowId('grp', at),
      cells: {
        axis,
        group,
        metric: scenario.metric,
        dataset: 'North Coast 2024',
        ...share(0.86 + random() * 0.08, n),
        referenceGroup: cases.find((each) => each.axis === axis)?.group ?? group,
      },
    }
  })
}

/** A coded reason for every demanded axis without a result. */
export const subgroupGapRows = ({ pack, answers, today }: SampleCase): TableRow[] =>
  axesUncovered<AnyPack>(pack, answers).map((axis, at) => ({
    id: rowId('gap', at),
    cells: {
      axis: axis.id,
      group: 'all groups',
      why: 'too few people',
      explanation: 'The 40 people in the test set are too few for an interval that says anything.',
      plan: 'A further 300 people at two sites of the disability network.',
      due: addDays(today, 360),
    },
  }))
