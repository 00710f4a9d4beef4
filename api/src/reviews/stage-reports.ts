import type { ReportFact } from '@placet/shared/review-stage/report'
import type { Tx } from '../kernel/db/run.ts'

export type Evidence = { kind: string; at: string; page: number | null }
export type AnswerRow = {
  question: string
  version: number
  answer: 'yes' | 'partly' | 'no' | null
  reason: string
  evidence: Evidence[]
  /** ISO 8601 */
  changedAt: string
}
export type ReportRow = {
  id: string
  stage_id: string
  assignment_id: string
  reviewer_id: string
  version: number
  recommendation: string | null
  summary: string
  dissent: string | null
  signed_at: Date | null
  revealed: boolean
  assignment_state: string
  answers: AnswerRow[]
}

/** Reports of these stages that the transaction may see; those of people who left the stage do not count. */
export async function readReports(tx: Tx, stageIds: readonly string[]): Promise<ReportRow[]> {
  return tx.rows<ReportRow>(
    `select r.id, r.stage_id, r.assignment_id, r.reviewer_id, r.version, r.recommendation, r.summary, r.dissent, r.signed_at, r.revealed, a.state as assignment_state,
       coalesce((select json_agg(json_build_object('question', q.question, 'version', q.version, 'answer', q.answer, 'reason', q.reason, 'evidence', q.evidence, 'changedAt', q.changed_at) order by q.question)
         from review_answer q where q.report_id = r.id), '[]') as answers
     from stage_report r join reviewer_assignment a on a.id = r.assignment_id
     where r.stage_id = any($1) and a.state not in ('recused', 'reassigned', 'lapsed', 'declined') order by r.id limit 2000`,
    [stageIds],
  )
}

/** Questions that signed reports answer differently, with the answers given. */
export function differences(reports: readonly ReportRow[]): Map<string, string[]> {
  const given = new Map<string, Set<string>>()
  for (const report of reports)
    if (report.signed_at !== null)
      for (const { question, answer } of report.answers)
        if (answer !== null) given.set(question, (given.get(question) ?? new Set()).add(answer))
  return new Map(
    [...given].filter(([, answers]) => answers.size > 1).map(([question, answers]) => [question, [...answers]]),
  )
}

/** A report as the guard of REPORT_SIGNED judges it. */
export const reportFact = (stage: string, questions: readonly string[], report: ReportRow): ReportFact => ({
  stage,
  questions: [...questions],
  answers: report.answers,
  recommendation: report.recommendation,
})
