import { useApolloClient } from '@apollo/client/react'
import { useRef, useState } from 'react'
import { isSame } from '../../dossier/edit/is-same.ts'
import { useSend } from '../../ui/send.ts'
import { useAutosave } from '../autosave/use-autosave.ts'
import { SaveReviewAnswerDocument } from './answer-question.generated.ts'
import { ReviewDeskDocument, type ReviewDeskStageFragment } from './review-page.generated.ts'

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

/** What another window stored while mine was written. */
export interface OtherAnswer extends AnswerDraft {
  version: number
  changedBy: string
  changedAt: string
}

const emptyAnswer: AnswerDraft = { answer: null, reason: '', evidence: [] }

type Report = ReviewDeskStageFragment['reports'][number]

const draftOf = ({ answer, reason, evidence }: AnswerDraft): AnswerDraft => ({
  answer,
  reason,
  evidence: evidence.map(({ kind, at, page }) => ({ kind, at, page })),
})

const draftsOf = (report: Report | undefined): Readonly<Record<string, AnswerDraft>> =>
  Object.fromEntries((report?.answers ?? []).map((given) => [given.question, draftOf(given)]))

const without = <T>(all: Readonly<Record<string, T>>, question: string): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(all).filter(([key]) => key !== question))

/**
 * The answers of my report. Each question is saved by itself a moment after it changes, against the version that the
 * page has read; the words of a question that could not be saved stay on the page. Where another window wrote the same
 * question first, both answers stay until one is chosen, and the other questions are saved as before.
 */
export function useReviewAnswers(stageId: string, report: Report | undefined) {
  const [drafts, setDrafts] = useState(() => draftsOf(report))
  const newest = useRef(drafts)
  const versions = useRef(new Map((report?.answers ?? []).map(({ question, version }) => [question, version])))
  const changed = useRef(new Set<string>())
  const lastSent = useRef(new Map<string, AnswerDraft>())
  const [others, setOthers] = useState<Readonly<Record<string, OtherAnswer>>>({})
  const undecided = useRef(new Set<string>())
  const client = useApolloClient()
  const command = useSend(SaveReviewAnswerDocument, { keepPage: true })

  async function saveOne(question: string): Promise<boolean> {
    const draft = newest.current[question] ?? emptyAnswer
    const before = lastSent.current.get(question)
    lastSent.current.set(question, draft)
    const stage = await command.send({
      id: stageId,
      question,
      baseVersion: versions.current.get(question) ?? 0,
      answer: draft.answer,
      reason: draft.reason,
      evidence: draft.evidence.map(({ kind, at, page }) => ({ kind, at, page })),
    })
    if (!stage) return await settle(question, draft, before)
    const stored = stage.reports.find(({ mine }) => mine)?.answers.find((each) => each.question === question)
    if (stored) versions.current.set(question, stored.version)
    if (newest.current[question] === draft) changed.current.delete(question)
    return true
  }

  /** Not saved: perhaps another window was faster. Its answer is read, and stands beside mine. */
  async function settle(question: string, sent: AnswerDraft, before: AnswerDraft | undefined): Promise<boolean> {
    const { data } = await client.query({
      query: ReviewDeskDocument,
      variables: { stageId },
      fetchPolicy: 'network-only',
      errorPolicy: 'all',
      context: { keepPage: true },
    })
    const mine = data?.reviewStage.reports.find((each) => each.mine)
    const stored = mine?.answers.find((each) => each.question === question)
    if (!mine || !stored || stored.version === (versions.current.get(question) ?? 0)) return false
    const other = draftOf(stored)
    // Where the same was stored, or what this page sent before and never heard of again, nobody is asked.
    if (isSame(other, sent) || isSame(other, before)) {
      versions.current.set(question, stored.version)
      if (!isSame(other, sent)) return await saveOne(question)
      if (newest.current[question] === sent) changed.current.delete(question)
      command.clear()
      return true
    }
    undecided.current.add(question)
    const { version, changedAt } = stored
    setOthers((known) => ({ ...known, [question]: { ...other, version, changedAt, changedBy: mine.reviewer.name } }))
    return false
  }

  function decide(question: string): void {
    undecided.current.delete(question)
    setOthers((known) => without(known, question))
    command.clear()
  }

  const autosave = useAutosave<null>(async () => {
    for (const question of [...changed.current])
      if (!undecided.current.has(question) && !(await saveOne(question)) && !undecided.current.has(question))
        return false
    return undecided.current.size === 0
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
    /** Answers that another window stored first, by question, while it is not chosen which one is kept. */
    others,
    /** Writes mine over what was stored in the meantime. */
    keepMine(question: string): void {
      const other = others[question]
      if (!other) return
      versions.current.set(question, other.version)
      decide(question)
      autosave.change(null)
    },
    takeStored(question: string): void {
      const other = others[question]
      if (!other) return
      versions.current.set(question, other.version)
      changed.current.delete(question)
      newest.current = { ...newest.current, [question]: draftOf(other) }
      setDrafts(newest.current)
      decide(question)
      autosave.change(null)
    },
    flush: autosave.flush,
    saving: autosave.state,
    command,
  }
}

export type ReviewAnswers = ReturnType<typeof useReviewAnswers>
