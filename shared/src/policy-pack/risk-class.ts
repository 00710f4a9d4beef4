import { answerOf, holds, isAnswered } from './condition.ts'
import { riskClasses } from './pack-shape.ts'
import type { AnyPack, Answers, PackText, RiskClass } from './pack-shape.ts'

/** One step of the published rule: whether it holds here, and the class after it. */
export type ClassificationStep<P extends AnyPack> = {
  id: string
  label: PackText<P>
  holds: boolean
  riskClass: RiskClass
}

export type Classification<P extends AnyPack> = {
  /** null until every input is answered */
  riskClass: RiskClass | null
  base: RiskClass | null
  /** ids of the uplifts and floors that hold, in the order of the pack */
  uplifts: string[]
  floors: string[]
  /** empty until the base class is known */
  steps: ClassificationStep<P>[]
  /** ids of the inputs not answered yet */
  missing: string[]
}

const rank = (riskClass: RiskClass): number => riskClasses.indexOf(riskClass)
const higher = (a: RiskClass, b: RiskClass): RiskClass => (rank(a) >= rank(b) ? a : b)
const lower = (a: RiskClass, b: RiskClass): RiskClass => (rank(a) <= rank(b) ? a : b)
const raise = (riskClass: RiskClass, by: number): RiskClass => riskClasses[rank(riskClass) + by] ?? 'IV'

const own = <T>(table: Readonly<Record<string, T>>, key: unknown): T | undefined =>
  typeof key === 'string' && Object.hasOwn(table, key) ? table[key] : undefined

const stepLabel = <P extends AnyPack>(pack: P, step: 'base' | 'raise' | 'cap'): PackText<P> =>
  pack.riskClassification.algorithm.find((line) => line.step === step)?.text ?? pack.title

/** The risk class by the pack's published rule, with every step, as the applicant and the public see it. */
export const classify = <P extends AnyPack>(pack: P, answers: Answers): Classification<P> => {
  const rule = pack.riskClassification
  const missing = rule.inputs.filter((field) => !isAnswered(answerOf(answers, field)))
  const uplifts = rule.uplifts.filter((uplift) => holds(uplift.when, answers, pack)).map((uplift) => uplift.id)
  const floors = rule.floors.filter((floor) => holds(floor.when, answers, pack)).map((floor) => floor.id)

  const row = own(rule.baseMatrix, answerOf(answers, 'conditionSeverity'))
  const base = (row && own(row, answerOf(answers, 'informationSignificance'))) ?? null
  if (base === null) return { riskClass: null, base, uplifts, floors, steps: [], missing }

  const steps: ClassificationStep<P>[] = [
    { id: 'base', label: stepLabel(pack, 'base'), holds: true, riskClass: base },
    ...rule.uplifts.map(({ id, label }) => ({ id, label, holds: uplifts.includes(id), riskClass: base })),
  ]
  const applies = holds(rule.upliftAppliesWhen, answers, pack)
  const raiseBy = applies
    ? Math.max(
        0,
        ...rule.upliftSteps.filter((step) => uplifts.length >= step.triggersAtLeast).map((step) => step.raiseBy),
      )
    : 0
  let riskClass = raise(base, raiseBy)
  steps.push({ id: 'raise', label: stepLabel(pack, 'raise'), holds: raiseBy > 0, riskClass })
  for (const floor of rule.floors) {
    const isReached = floors.includes(floor.id)
    if (isReached) riskClass = higher(riskClass, floor.atLeast)
    steps.push({ id: floor.id, label: floor.label, holds: isReached, riskClass })
  }
  const isCapped = rank(riskClass) > rank(rule.cap)
  riskClass = lower(riskClass, rule.cap)
  steps.push({ id: 'cap', label: stepLabel(pack, 'cap'), holds: isCapped, riskClass })
  return { riskClass: missing.length === 0 ? riskClass : null, base, uplifts, floors, steps, missing }
}
