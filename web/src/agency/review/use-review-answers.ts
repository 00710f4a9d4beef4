import { useRef, useState } from 'react'
import { useSend } from '../../ui/send.ts'
import { useAutosave } from '../autosave/use-autosave.ts'
import { SaveReviewAnswerDocument } from './answer-question.generated.ts'
import type { ReviewDeskStageFragment } from './review-page.generated.ts'

/** Where the evidence stands: a field of the dossier, or a document and perhaps its page. */
export interface EvidencePointer {
  kind: string
  at: string
  page: number | null
}

export interface AnswerDraft {
  answer: string | null
  reason: string
  evidence: readonly EvidencePointer[]
}

const emptyAnswer: AnswerDraft = { answer: null, reason: '', evidence: [] }

type Report = ReviewDeskStageFragment['reports'][number]

const draftsOf = (report: Report | undefined): Readonly<Record<string, AnswerDraft>> =>
  Object.fromEntries(
    (report?.answers ?? []).map(({ question, answer, reason, evidence }) => [
      question,
      { answer, reason, evidence: evidence.map(({ kind, at, page }) => ({ kind, at, page })) },
    ]),
  )

/**
 * The answers of my report. Each question is saved by itself a moment after it changes, against the version that the
 * page has read; the words of a question that could not be saved stay on the page.
 */
export function useReviewAnswers(stageId: string, report: Report | undefined) {
  const [drafts, setDrafts] = useState(() => draftsOf(report))
  const newest = useRef(drafts)
  const versions = useRef(new Map((report?.answers ?? []).map(({ question, version }) => [question, version])))
  const changed = useRef(new Set<string>())
  // The question of the save under way: a refusal is about that one.
  const [savedQuestion, setSavedQuestion] = useState<string | null>(null)
  const command = useSend(SaveReviewAnswerDocument, { keepPage: true })

  async function saveOne(question: string): Promise<boolean> {
    const draft = newest.current[question] ?? emptyAnswer
    setSavedQuestion(question)
    const stage = await command.send({
      id: stageId,
      question,
      baseVersion: versions.current.get(question) ?? 0,
      answer: draft.answer,
      reason: draft.reason,
      evidence: draft.evidence.map(({ kind, at, page }) => ({ kind, at, page })),
    })
    if (!stage) return false
    const stored = stage.reports.find(({ mine }) => mine)?.answers.find((each) => each.question === question)
    if (stored) versions.current.set(question, stored.version)
    if (newest.current[question] === draft) changed.current.delete(question)
    return true
  }

  const autosave = useAutosave<null>(async () => {
    for (const question of [...changed.current]) if (!(await saveOne(question))) return false
    return true
  }, Boolean(command.fault))

  return {
    drafts,
    of: (question: string): AnswerDraft => drafts[question] ?? emptyAnswer,
    change(question: string, part: Partial<AnswerDraft>): void {
      const next = { ...newest.current, [question]: { ...(newest.current[question] ?? emptyAnswer), ...part } }
      newest.current = next
      changed.current.add(question)
      setDrafts(next)
      autosave.change(null)
    },
    /** After `Stale`: writes mine over what was stored in the meantime. */
    keepMine(currentVersion: number): void {
      if (savedQuestion === null) return
      versions.current.set(savedQuestion, currentVersion)
      autosave.change(null)
    },
    savedQuestion,
    flush: autosave.flush,
    saving: autosave.state,
    command,
  }
}

export type ReviewAnswers = ReturnType<typeof useReviewAnswers>
