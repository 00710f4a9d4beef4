import type { RefusalPartsFragment } from '../../ui/refusal-alert.generated.ts'
import { useCallback, useRef } from 'react'
import { ConfirmAnswersDocument } from '../../dossier/edit/saved-answers.generated.ts'
import { keepSaved } from '../../dossier/edit/saved-answers.ts'
import type { DossierAutosave } from '../../dossier/edit/use-autosave.ts'
import { useSend } from '../../ui/send.ts'

export interface Confirming {
  one: (field: string) => void
  all: (fields: readonly string[]) => void
  refusal: RefusalPartsFragment | null
  fault: unknown
  sending: boolean
}

/** Confirms imported answers: one, or a section's at once. */
export function useConfirm(submissionId: string, autosave: DossierAutosave): Confirming {
  const { send, refusal, fault, sending } = useSend(ConfirmAnswersDocument, {
    keepPage: true,
    update: keepSaved,
  })
  async function confirm(fields: readonly string[]): Promise<void> {
    const saved = await send({ id: submissionId, fields: [...fields] })
    if (saved) autosave.receive(saved.outcomes.flatMap(({ answer }) => (answer ? [answer] : [])))
  }
  const newest = useRef(confirm)
  newest.current = confirm
  const one = useCallback((field: string) => void newest.current([field]), [])
  const all = useCallback((fields: readonly string[]) => void newest.current(fields), [])
  return { one, all, refusal, fault, sending }
}
