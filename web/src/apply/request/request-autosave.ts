import type { ApolloClient } from '@apollo/client'
import { useApolloClient } from '@apollo/client/react'
import { useEffect, useState } from 'react'
import type { Batch, Reply, StoredAnswer } from '../../dossier/edit/autosave.ts'
import { type DossierAutosave, keptAutosave } from '../../dossier/edit/use-autosave.ts'
import type { RefusalPartsFragment } from '../../ui/refusal-alert.generated.ts'
import { faultCode } from '../../ui/server-fault.tsx'
import {
  type RequestToAnswerFragment,
  RequestVersionsDocument,
  SaveRequestAnswerDocument,
} from './request-page.generated.ts'

type Request = Omit<RequestToAnswerFragment, ' $fragmentName'>
type Question = Request['questions'][number]

function storedFrom({ id, answer, answeredVersion }: Question): StoredAnswer {
  return {
    field: id,
    value: answer === '' ? null : answer,
    version: answeredVersion,
    source: 'typed',
    sourceNote: null,
    confirmed: true,
    changedBy: null,
    changedAt: new Date().toISOString(),
  }
}

/** Questions are answered one by one: a batch holds a single answer. */
async function sendAnswer(client: ApolloClient, requestId: string, batch: Batch): Promise<Reply<RefusalPartsFragment>> {
  const [answer] = batch.answers
  if (!answer) return { kind: 'saved', outcomes: [], savedAt: new Date().toISOString() }
  try {
    const { data } = await client.mutate({
      mutation: SaveRequestAnswerDocument,
      variables: {
        input: {
          commandId: batch.commandId,
          id: requestId,
          question: answer.field,
          baseVersion: answer.baseVersion,
          answer: typeof answer.value === 'string' ? answer.value : '',
        },
      },
      context: { keepPage: true },
    })
    const saved = data?.saveRequestAnswer
    if (!saved || saved.__typename === 'Done') return { kind: 'failed', signedOut: false }
    if (saved.__typename === 'InformationRequest') return settled('saved', saved, answer.field)
    if (saved.__typename !== 'Stale') return { kind: 'refused', refusal: saved }
    const now = await client.query({
      query: RequestVersionsDocument,
      variables: { id: requestId },
      fetchPolicy: 'network-only',
    })
    return now.data
      ? settled('conflict', now.data.informationRequest, answer.field)
      : { kind: 'failed', signedOut: false }
  } catch (fault) {
    return { kind: 'failed', signedOut: faultCode(fault) === 'UNAUTHENTICATED' }
  }
}

function settled(outcome: string, request: Request, question: string): Reply<RefusalPartsFragment> {
  const found = request.questions.find(({ id }) => id === question)
  return {
    kind: 'saved',
    savedAt: new Date().toISOString(),
    outcomes: [{ field: question, outcome, answer: found ? storedFrom(found) : null, message: null, issues: [] }],
  }
}

/** The answers to one request, saved as they are typed. */
export function useRequestAutosave(request: Request): DossierAutosave {
  const client = useApolloClient()
  const [autosave] = useState(() => {
    const found = keptAutosave(client, request.id, { most: 1, send: (batch) => sendAnswer(client, request.id, batch) })
    found.receive(request.questions.map(storedFrom))
    return found
  })
  const { questions } = request
  useEffect(() => autosave.receive(questions.map(storedFrom)), [autosave, questions])
  useEffect(() => autosave.hurry, [autosave])
  return autosave
}
