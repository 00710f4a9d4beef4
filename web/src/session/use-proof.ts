import { useState } from 'react'
import type { SignInRefusal, Step } from './sign-in.ts'

interface Proof {
  refusal: SignInRefusal | null
  fault: unknown
  sending: boolean
  /** Sends; what was right is given to `then`, anything else is kept to be shown. */
  run: <Value>(send: () => Promise<Step<Value>>, then: (value: Value) => void | Promise<void>) => Promise<void>
  clear: () => void
}

type Outcome = { refusal: SignInRefusal | null; fault: unknown }
const nothing: Outcome = { refusal: null, fault: null }

/** One proof after another: the last "no" or fault, and whether one is under way. */
export function useProof(): Proof {
  const [outcome, setOutcome] = useState<Outcome>(nothing)
  const [sending, setSending] = useState(false)

  return {
    ...outcome,
    sending,
    clear: () => setOutcome(nothing),
    async run(send, then) {
      if (sending) return
      setOutcome(nothing)
      setSending(true)
      try {
        const answer = await send()
        if (answer.ok) await then(answer.value)
        else setOutcome({ refusal: answer.refusal, fault: null })
      } catch (fault) {
        setOutcome({ refusal: null, fault })
      } finally {
        setSending(false)
      }
    },
  }
}
