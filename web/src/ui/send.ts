import type { ApolloCache, TypedDocumentNode } from '@apollo/client'
import { useApolloClient } from '@apollo/client/react'
import { useState } from 'react'
import { useCommand } from './command.ts'
import type { RefusalPartsFragment } from './refusal-alert.generated.ts'

type RefusalName = RefusalPartsFragment['__typename']
type Answer<TData> = TData[keyof TData]
type Accepted<TData> = Exclude<Answer<TData>, { __typename: RefusalName | 'Done' }>
type CommandVariables = { input: { commandId: string } }
type InputOf<TVariables extends CommandVariables> = Omit<TVariables['input'], 'commandId'>

const refusalNames: readonly string[] = [
  'Invalid',
  'Incomplete',
  'NotPermitted',
  'OutOfTurn',
  'Stale',
  'CommandReused',
] satisfies RefusalName[]

function isRefusal(answer: unknown): answer is RefusalPartsFragment {
  return (
    typeof answer === 'object' &&
    answer !== null &&
    '__typename' in answer &&
    refusalNames.includes(String(answer.__typename))
  )
}

const isOutOfSight = (answer: unknown): boolean =>
  typeof answer === 'object' && answer !== null && '__typename' in answer && answer.__typename === 'Done'

export interface Sending<TData, TInput> {
  /** Sends the command with its own id; a retry with the same input sends the same id. Null when refused, failed, or out of sight by it. */
  send: (input: TInput) => Promise<Accepted<TData> | null>
  /** The server's "no" to the last send. */
  refusal: RefusalPartsFragment | null
  /** The last send did not reach the server, or the server broke. */
  fault: unknown
  sending: boolean
  /** Forgets refusal and fault, as when a dialog is closed. */
  clear: () => void
}

interface SendOptions<TData> {
  /** Names of queries to read again after success. */
  refetch?: string[]
  /** Leaves the page in place when the session has ended: it holds words that are not sent yet. */
  keepPage?: boolean
  /** Writes what the answer changed into the cache, where it is not an entity that the cache knows by id. */
  update?: (cache: ApolloCache, answer: Accepted<TData>) => void
}

/**
 * A command: one mutation with one root field whose answer is the changed entity or a refusal.
 *
 * @example const { send, refusal, fault, sending } = useSend(ReturnSubmissionDocument)
 *          const returned = await send({ id, version })
 */
export function useSend<TData extends object, TVariables extends CommandVariables>(
  mutation: TypedDocumentNode<TData, TVariables>,
  { refetch, keepPage = false, update }: SendOptions<TData> = {},
): Sending<TData, InputOf<TVariables>> {
  const client = useApolloClient()
  const command = useCommand()
  const [outcome, setOutcome] = useState<Outcome>(nothing)
  const [sending, setSending] = useState(false)

  async function send(input: InputOf<TVariables>): Promise<Accepted<TData> | null> {
    setSending(true)
    setOutcome(nothing)
    try {
      const { data } = await client.mutate<unknown, CommandVariables>({
        mutation,
        variables: { input: { ...input, commandId: command.idFor(input) } },
        context: { keepPage },
      })
      // A new send of the same input after an answer is a new intent.
      command.done()
      const answer = Object.values((data ?? {}) as object).at(0) as Answer<TData>
      if (isRefusal(answer)) {
        setOutcome({ refusal: answer, fault: null })
        return null
      }
      if (isOutOfSight(answer)) {
        // It was done, and is not this person's to see any more: every page in view reads again what is left of it.
        await client.refetchQueries({ include: 'active' })
        return null
      }
      const accepted = answer as Accepted<TData>
      update?.(client.cache, accepted)
      if (refetch) await client.refetchQueries({ include: refetch })
      return accepted
    } catch (fault) {
      setOutcome({ refusal: null, fault })
      return null
    } finally {
      setSending(false)
    }
  }

  return { send, ...outcome, sending, clear: () => setOutcome(nothing) }
}

interface Outcome {
  refusal: RefusalPartsFragment | null
  fault: unknown
}

const nothing: Outcome = { refusal: null, fault: null }
