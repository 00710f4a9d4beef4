import type { Unmet } from '../kernel/process.ts'

/** A reviewer's report as it stands; `answers` holds at most one entry per question. */
export type ReportFact = {
  stage: string
  /** Every review question of the stage for the class of the case, by id, in the pack's order. */
  questions: string[]
  answers: { question: string; answer: 'yes' | 'partly' | 'no' | null; reason: string; evidence: unknown[] }[]
  recommendation: string | null
}

/**
 * What keeps a report from being signed: each question of the stage is answered with a reason and a pointer to
 * evidence, and a recommendation is given.
 */
export function reportReasons({ stage, questions, answers, recommendation }: ReportFact): Unmet[] {
  const missing = questions.flatMap((question) => {
    const found = answers.find((answer) => answer.question === question)
    const place = { params: { question }, at: `${stage}/${question}` }
    if (found === undefined || found.answer === null) return [{ code: 'reviewAnswerMissing', ...place }]
    return [
      ...(found.reason.trim() === '' ? [{ code: 'reviewReasonMissing', ...place }] : []),
      ...(found.evidence.length === 0 ? [{ code: 'reviewEvidenceMissing', ...place }] : []),
    ]
  })
  return recommendation === null
    ? [...missing, { code: 'recommendationMissing', at: `${stage}/recommendation` }]
    : missing
}
