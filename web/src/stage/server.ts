import { ApolloLink } from '@apollo/client'
import { Observable } from 'rxjs'

type Answer = Record<string, unknown> | 'no connection' | 'signed out'

/**
 * For tests: a server in a few lines, by operation name. Each operation may be a list of answers, given one after the
 * other (the last one stays), or a function of the variables.
 */
export function serverOf(
  script: Readonly<Record<string, Answer[] | ((variables: Record<string, unknown>) => Answer)>>,
): { link: ApolloLink; asked: { name: string; variables: Record<string, unknown> }[] } {
  const asked: { name: string; variables: Record<string, unknown> }[] = []
  const turn = new Map<string, number>()
  const link = new ApolloLink(
    ({ operationName = '', variables }) =>
      new Observable((observer) => {
        asked.push({ name: operationName, variables })
        const found = script[operationName]
        const at = turn.get(operationName) ?? 0
        turn.set(operationName, at + 1)
        const answer = typeof found === 'function' ? found(variables) : found?.[Math.min(at, found.length - 1)]
        setTimeout(() => {
          if (answer === undefined) observer.error(new Error(`The test knows no answer to ${operationName}`))
          else if (answer === 'no connection') observer.error(new TypeError('Failed to fetch'))
          else if (answer === 'signed out') {
            observer.next({ errors: [{ message: 'Sign in first', extensions: { code: 'UNAUTHENTICATED' } }] })
            observer.complete()
          } else {
            observer.next({ data: answer })
            observer.complete()
          }
        })
      }),
  )
  return { link, asked }
}
