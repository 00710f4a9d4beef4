import type { ApolloClient } from '@apollo/client'
import { useApolloClient } from '@apollo/client/react'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { newCommandId } from '../../ui/command.ts'
import { watchLeaving } from '../../ui/leaving.ts'
import type { RefusalPartsFragment } from '../../ui/refusal-alert.generated.ts'
import { faultCode } from '../../ui/server-fault.tsx'
import { Autosave, type Batch, type FieldState, type Reply, type SaveStatus, type StoredAnswer } from './autosave.ts'
import { SaveAnswersDocument } from './saved-answers.generated.ts'
import { keepSaved } from './saved-answers.ts'

export type DossierAutosave = Autosave<RefusalPartsFragment>

// Unsent words outlive the page they were typed on: the next section does not stop the last one from being saved.
const open = new WeakMap<ApolloClient, Map<string, DossierAutosave>>()

type Door = Pick<ConstructorParameters<typeof Autosave<RefusalPartsFragment>>[0], 'send' | 'most'>

/** The one autosave of a dossier or a request, by its id; made at the first call, and watched until the browser's page ends. */
export function keptAutosave(client: ApolloClient, id: string, door: Door): DossierAutosave {
  const known = open.get(client) ?? new Map<string, DossierAutosave>()
  open.set(client, known)
  const found = known.get(id)
  if (found) return found
  const autosave = new Autosave<RefusalPartsFragment>({ newId: newCommandId, ...door })
  known.set(id, autosave)
  watchLeaving(autosave)
  return autosave
}

/** The one autosave of a dossier. */
export function autosaveOf(client: ApolloClient, submissionId: string): DossierAutosave {
  return keptAutosave(client, submissionId, { send: (batch) => sendAnswers(client, submissionId, batch) })
}

async function sendAnswers(client: ApolloClient, id: string, batch: Batch): Promise<Reply<RefusalPartsFragment>> {
  try {
    const { data } = await client.mutate({
      mutation: SaveAnswersDocument,
      variables: { input: { id, commandId: batch.commandId, answers: [...batch.answers] } },
      // A session that has ended must not take away a page with unsent words.
      context: { keepPage: true },
    })
    const answer = data?.saveAnswers
    if (!answer) return { kind: 'failed', signedOut: false }
    if (answer.__typename !== 'AnswersSaved') return { kind: 'refused', refusal: answer }
    keepSaved(client.cache, answer)
    tellOtherTabs(
      id,
      answer.outcomes.flatMap((outcome) => (outcome.answer ? [outcome.answer] : [])),
    )
    return { kind: 'saved', outcomes: answer.outcomes, savedAt: answer.savedAt }
  } catch (fault) {
    return { kind: 'failed', signedOut: faultCode(fault) === 'UNAUTHENTICATED' }
  }
}

function channelOf(submissionId: string): BroadcastChannel | null {
  return typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(`placet.dossier.${submissionId}`)
}

function tellOtherTabs(submissionId: string, answers: readonly StoredAnswer[]): void {
  const channel = channelOf(submissionId)
  channel?.postMessage(answers)
  channel?.close()
}

/** The answers of a dossier, saved as they are typed. `answers` are the server's; they are taken in where nobody edits. */
export function useAutosave(submissionId: string, answers: readonly StoredAnswer[]): DossierAutosave {
  const client = useApolloClient()
  const [autosave] = useState(() => {
    const found = autosaveOf(client, submissionId)
    found.receive(answers)
    return found
  })

  useEffect(() => autosave.receive(answers), [autosave, answers])

  useEffect(() => {
    const channel = channelOf(submissionId)
    channel?.addEventListener('message', ({ data }: MessageEvent<StoredAnswer[]>) => autosave.receive(data))
    return () => channel?.close()
  }, [autosave, submissionId])

  return autosave
}

/** One field; its editor is drawn again only when this field changes. */
export function useFieldState(autosave: DossierAutosave, field: string): FieldState {
  return useSyncExternalStore(autosave.subscribe, () => autosave.field(field))
}

/** Every answer as it stands on the page. */
export function useAnswers(autosave: DossierAutosave): Readonly<Record<string, unknown>> {
  return useSyncExternalStore(autosave.subscribe, autosave.answers)
}

export function useSaveStatus(autosave: DossierAutosave): SaveStatus<RefusalPartsFragment> {
  return useSyncExternalStore(autosave.subscribe, autosave.status)
}
