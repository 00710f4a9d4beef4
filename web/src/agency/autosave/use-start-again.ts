import { useApolloClient } from '@apollo/client/react'
import { useState } from 'react'

/**
 * For a form that holds its own words: reads the page's query again and gives a new round, to be used as the form's
 * key, so that it begins with what the server holds.
 */
export function useStartAgain(query: string): { round: number; startAgain: () => void } {
  const client = useApolloClient()
  const [round, setRound] = useState(0)
  return {
    round,
    startAgain() {
      void client.refetchQueries({ include: [query] }).then(() => setRound((before) => before + 1))
    },
  }
}
