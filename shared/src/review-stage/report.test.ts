import { describe, expect, test } from 'vitest'
import type { ReportFact } from './report.ts'
import { reportReasons } from './report.ts'

const answered = (question: string): ReportFact['answers'][number] => ({
  question,
  answer: 'partly',
  reason: 'Two of three sites.',
  evidence: [{ kind: 'field', at: 'clinicalSites' }],
})
const report: ReportFact = {
  stage: 'clinical',
  questions: ['Q1', 'Q2', 'Q3'],
  answers: ['Q1', 'Q2', 'Q3'].map(answered),
  recommendation: 'approve',
}

describe('a report', () => {
  test('with every question answered, reasoned and pointed to evidence can be signed', () => {
    expect(reportReasons(report)).toEqual([])
  })

  test('names each gap and the question to mend', () => {
    const answers = [
      { ...answered('Q1'), answer: null },
      { ...answered('Q3'), reason: ' ', evidence: [] },
    ]
    expect(reportReasons({ ...report, answers, recommendation: null })).toEqual([
      { code: 'reviewAnswerMissing', params: { question: 'Q1' }, at: 'clinical/Q1' },
      { code: 'reviewAnswerMissing', params: { question: 'Q2' }, at: 'clinical/Q2' },
      { code: 'reviewReasonMissing', params: { question: 'Q3' }, at: 'clinical/Q3' },
      { code: 'reviewEvidenceMissing', params: { question: 'Q3' }, at: 'clinical/Q3' },
      { code: 'recommendationMissing', at: 'clinical/recommendation' },
    ])
  })

  test('is not kept back by an answer to a question that is not of this stage', () => {
    const answers = [...report.answers, { ...answered('Q9'), reason: '' }]
    expect(reportReasons({ ...report, answers })).toEqual([])
  })
})
