import { holds } from './condition.ts'
import type { AnyPack, Answers, PackClass, PackText, RiskClass } from './pack-shape.ts'
import { answersInForce } from './visibility.ts'

/** A question that a reviewer answers yes, partly or no, with reasons and evidence. */
export type ReviewQuestion<P extends AnyPack = AnyPack> = {
  id: string
  stage: string
  text: PackText<P>
  /** fields of the dossier to look at */
  fields: string[]
  answers: string[]
  /** title of the WHO recommendation it serves, and what would satisfy it */
  who: PackText<P> | null
  evidence: PackText<P> | null
}

/** Throws a RangeError for a class that the pack does not have; a parsed pack has all four. */
export const classOf = <P extends AnyPack>(pack: P, riskClass: RiskClass): PackClass<P> => {
  const classes: readonly PackClass[] = pack.classes
  const found = classes.find((each) => each.id === riskClass)
  if (found === undefined) throw new RangeError(`The policy pack has no class ${riskClass}`)
  return found as PackClass<P>
}

/** Answers that any question of review may be given. */
const answerValues = (pack: AnyPack): string[] => pack.vocabularies.reviewAnswers.map((answer) => answer.value)

/**
 * The questions of one stage for one class: first the pack's own, then those that WHO's recommendations raise in
 * review. `screening` is asked of the screener, `decision` of the case manager, the others of the stage's reviewers.
 */
export const questionsOf = <P extends AnyPack>(pack: P, stage: string, riskClass: RiskClass): ReviewQuestion<P>[] => [
  ...pack.reviewQuestions
    .filter((question) => question.stage === stage && question.classes.includes(riskClass))
    .map(({ id, question, fields, answers }) => ({
      id,
      stage,
      text: question,
      fields,
      answers,
      who: null,
      evidence: null,
    })),
  ...pack.whoRecommendations
    .filter((item) => item.askAt === 'review' && item.reviewStage === stage && item.classes.includes(riskClass))
    .map(({ id, reviewQuestion, dossierFields, title, evidence }) => ({
      id,
      stage,
      text: reviewQuestion,
      fields: dossierFields,
      answers: answerValues(pack),
      who: title,
      evidence,
    })),
]

/** Neither is a stage with reviewers: screening comes before the review, the decision after it. */
const outsideReview = ['screening', 'decision']

/** Keys of the review stages that a case opens when it is accepted, in the pack's order. */
export const stagesOf = (pack: AnyPack, riskClass: RiskClass, answers: Answers): string[] => {
  const { reviewStages, conditionalStages } = classOf(pack, riskClass)
  const inForce = answersInForce(pack, answers)
  const conditional = (conditionalStages ?? []).filter((stage) => holds(stage.when, inForce, pack))
  const wanted = new Set([...reviewStages, ...conditional.map((each) => each.stage)])
  return pack.stages.map((stage) => stage.key).filter((key) => wanted.has(key) && !outsideReview.includes(key))
}

/** Number of signed reports that a stage needs. */
export const reviewersNeeded = (pack: AnyPack, riskClass: RiskClass, stage: string): number => {
  const { minReviewersPerStage, clinicalReviewers } = classOf(pack, riskClass)
  return stage === 'clinical' ? Math.max(minReviewersPerStage, clinicalReviewers ?? 0) : minReviewersPerStage
}

/** Number of signatures on a decision: 2 means signer and countersigner. `departs`: from a stage's recommendation. */
export const signaturesNeeded = (
  pack: AnyPack,
  riskClass: RiskClass,
  { kind, outcome, departs }: { kind: string; outcome: string | null; departs: boolean },
): number => {
  const { approve, otherwise } = classOf(pack, riskClass).signatures
  const { otherwiseForKinds, otherwiseForOutcomes, otherwiseWhenDeparting } = pack.signatures
  const isOtherwise =
    otherwiseForKinds.includes(kind) ||
    (outcome !== null && otherwiseForOutcomes.includes(outcome)) ||
    (otherwiseWhenDeparting && departs)
  return isOtherwise ? otherwise : approve
}

/** What the pack asks for this class and this version of the portal does not have; shown on the case and the decision. */
export const notAvailable = (pack: AnyPack, riskClass: RiskClass): ('advisoryPanel' | 'publicComment')[] => {
  const riskClassRules = classOf(pack, riskClass)
  return (['advisoryPanel', 'publicComment'] as const).filter((demand) => riskClassRules[demand] === true)
}
