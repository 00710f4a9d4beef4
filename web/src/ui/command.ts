import { useRef } from 'react'

/** A new command id, for an intent that is sent once. */
export function newCommandId(): string {
  return crypto.randomUUID()
}

/**
 * The command id of one intent. A retry of the same intent (a lost answer, a double click) sends the same id, so that
 * the server acts once; a changed input is a new intent and gets a new one.
 *
 * @returns `idFor(input)` gives the id for this input; `done()` forgets it after the server has answered.
 */
export function useCommand(): { idFor: (input: unknown) => string; done: () => void } {
  const intent = useRef<{ key: string; id: string } | null>(null)
  return {
    idFor(input) {
      const key = JSON.stringify(input)
      if (intent.current?.key !== key) intent.current = { key, id: newCommandId() }
      return intent.current.id
    },
    done() {
      intent.current = null
    },
  }
}
