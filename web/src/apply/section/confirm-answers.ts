import type { RefusalPartsFragment } from '../../ui/refusal-alert.generated.ts'
import { useApolloClient } from '@apollo/client/react'
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
  const client = useApolloClient()
  const { send, refusal, fault, sending } = useSend(ConfirmAnswersDocument, { keepPage: true })
  async function confirm(fields: readonly string[]): Promise<void> {
    const seen = fields.map((field) => ({ field, baseVersion: autosave.field(field).stored?.version ?? 0 }))
    const saved = await send({ id: submissionId, fields: seen })
    if (!saved) return
    // Before the cache: what it tells the page would take the place of the text that was confirmed here.
    autosave.confirmed(saved.outcomes)
    keepSaved(client.cache, saved)
  }
  const newest = useRef(confirm)
  newest.current = confirm
  const one = useCallback((field: string) => void newest.current([field]), [])
  const all = useCallback((fields: readonly string[]) => void newest.current(fields), [])
  return { one, all, refusal, fault, sending }
}
