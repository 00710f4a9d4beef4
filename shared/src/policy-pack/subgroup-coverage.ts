import { answerOf, holds, isAnswered } from './condition.ts'
import type { AnyPack, Answers, PackAxis } from './pack-shape.ts'
import { rowsOf } from './table-rows.ts'
import { answersInForce, requiredFields } from './visibility.ts'

/**
 * The axes on which the dossier must report results by group: none where the subgroup table is not required, else
 * those that always apply and those whose condition holds.
 */
export const axesDemanded = <P extends AnyPack>(pack: P, answers: Answers): PackAxis<P>[] => {
  const inForce = answersInForce(pack, answers)
  if (!requiredFields(pack, answers).some((field) => field.axes === 'subgroupAxes')) return []
  const axes: readonly PackAxis[] = pack.vocabularies.subgroupAxes
  return axes.filter(
    (axis) =>
      axis.mode === 'always' ||
      (axis.mode === 'conditional' && axis.requiredWhen !== undefined && holds(axis.requiredWhen, inForce, pack)),
  ) as PackAxis<P>[]
}

/**
 * The demanded axes with neither a result (axis, group and estimate) nor a coded reason why there is none (axis and
 * why). The screen offers these as rows of `subgroupGaps`.
 */
export const axesUncovered = <P extends AnyPack>(pack: P, answers: Answers): PackAxis<P>[] => {
  const inForce = answersInForce(pack, answers)
  const covered = new Set<unknown>()
  for (const { cells } of rowsOf(answerOf(inForce, 'subgroupMetrics')))
    if (isAnswered(cells['group']) && isAnswered(cells['estimate'])) covered.add(cells['axis'])
  for (const { cells } of rowsOf(answerOf(inForce, 'subgroupGaps')))
    if (isAnswered(cells['why'])) covered.add(cells['axis'])
  return axesDemanded(pack, answers).filter((axis) => !covered.has(axis.id))
}
