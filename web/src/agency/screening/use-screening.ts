import { useRef, useState } from 'react'
import { useSend } from '../../ui/send.ts'
import { useAutosave } from '../autosave/use-autosave.ts'
import type { OfficerAnswer } from '../officer-questions/officer-questions.tsx'
import { SaveScreeningDocument } from './record-screening.generated.ts'
import type { ScreeningCaseFragment } from './screening-page.generated.ts'

export interface CitedField {
  field: string
  reason: string
}

/** The screener's work in progress. */
export interface ScreeningWork {
  answers: readonly OfficerAnswer[]
  citations: readonly CitedField[]
  classConfirmed: string | null
  classReason: string
}

const nothingYet: ScreeningWork = { answers: [], citations: [], classConfirmed: null, classReason: '' }

function stored(screening: ScreeningCaseFragment['screening']): ScreeningWork {
  if (!screening) return nothingYet
  return {
    answers: screening.answers.map(({ question, answer, reason }) => ({ question, answer, reason })),
    citations: screening.citations.map(({ field, reason }) => ({ field, reason })),
    classConfirmed: screening.classConfirmed,
    classReason: screening.classReason ?? '',
  }
}

/** Holds the screener's work and saves it as it is typed. Questions without an answer are not sent. */
export function useScreening(shown: ScreeningCaseFragment) {
  const [work, setWork] = useState(() => stored(shown.screening))
  const version = useRef(shown.screening?.version ?? 0)
  const command = useSend(SaveScreeningDocument, { keepPage: true })
  const autosave = useAutosave<ScreeningWork>(async (newest) => {
    const answer = await command.send({
      id: shown.id,
      screeningVersion: version.current,
      answers: newest.answers.filter((each) => each.answer !== ''),
      citations: [...newest.citations],
      classConfirmed: newest.classConfirmed,
      classReason: newest.classReason === '' ? null : newest.classReason,
    })
    if (!answer) return false
    version.current = answer.screening?.version ?? version.current
    return true
  }, Boolean(command.fault))

  return {
    work,
    change(next: ScreeningWork) {
      setWork(next)
      autosave.change(next)
    },
    flush: autosave.flush,
    saving: autosave.state,
    command,
  }
}
