import { useRef, useState } from 'react'
import { useSend } from '../../ui/send.ts'
import { useAutosave } from '../autosave/use-autosave.ts'
import type { OfficerAnswer } from '../officer-questions/officer-questions.tsx'
import { type DecisionToMakeFragment, SaveDecisionDocument } from './decision-page.generated.ts'

export interface DraftCondition {
  /** Names the condition on this page. */
  key: string
  text: string
  /** `YYYY-MM-DD`: the last day on which the evidence may be filed. */
  dueAt: string
  evidence: string
}

/** The drafter's work in progress. */
export interface Draft {
  outcome: string | null
  reasons: string
  publicSummary: string
  /** Stage key → why the draft does not follow its recommendation. */
  departures: Readonly<Record<string, string>>
  conditions: readonly DraftCondition[]
  answers: readonly OfficerAnswer[]
}

function stored(shown: DecisionToMakeFragment): Draft {
  return {
    outcome: shown.outcome,
    reasons: shown.reasons,
    publicSummary: shown.publicSummary,
    departures: Object.fromEntries(shown.departures.map(({ stage, reason }) => [stage, reason])),
    conditions: shown.conditions.map(({ id, text, dueAt, evidence }) => ({ key: id, text, dueAt, evidence })),
    answers: shown.decisionAnswers.map(({ question, answer, reason }) => ({ question, answer, reason })),
  }
}

/**
 * Stages whose recommendation an outcome does not follow. To add conditions where a stage asked for none takes nothing
 * away from its recommendation. The server judges again when the draft is sent for signature.
 */
export function departuresFrom(shown: DecisionToMakeFragment, outcome: string | null): string[] {
  if (outcome === null) return []
  return shown.recommendations
    .filter(({ recommendation }) => recommendation !== null && recommendation !== outcome)
    .filter(({ recommendation }) => !(outcome === 'approveWithConditions' && recommendation === 'approve'))
    .map(({ stage }) => stage)
}

/** Holds the draft of a decision and saves it as it is written. */
export function useDraft(shown: DecisionToMakeFragment) {
  const [draft, setDraft] = useState(() => stored(shown))
  const version = useRef(shown.version)
  const command = useSend(SaveDecisionDocument, { keepPage: true })
  const autosave = useAutosave<Draft>(async (newest) => {
    const answer = await command.send({
      id: shown.id,
      version: version.current,
      outcome: newest.outcome,
      reasons: newest.reasons,
      publicSummary: newest.publicSummary,
      departures: departuresFrom(shown, newest.outcome).map((stage) => ({
        stage,
        reason: newest.departures[stage] ?? '',
      })),
      conditions: newest.conditions.map(({ text, dueAt, evidence }) => ({ text, dueAt, evidence })),
      answers: newest.answers.filter((each) => each.answer !== ''),
    })
    if (!answer) return false
    version.current = answer.version
    return true
  }, Boolean(command.fault))
  return {
    draft,
    change(part: Partial<Draft>): void {
      const next = { ...draft, ...part }
      setDraft(next)
      autosave.change(next)
    },
    flush: autosave.flush,
    saving: autosave.state,
    command,
    /** The version after the last save. */
    version: () => version.current,
  }
}
