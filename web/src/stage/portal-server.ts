import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ApolloLink } from '@apollo/client'
import { buildSchema, execute, type ExecutionResult } from 'graphql'
import { Observable } from 'rxjs'

const schema = buildSchema(readFileSync(join(import.meta.dirname, '../../../api/schema.graphql'), 'utf8'))

/** A root field's answer, or what makes it from the arguments. */
type Root = Readonly<Record<string, unknown>>

/**
 * For tests: a server that answers any document by the agency's real schema from plain objects, so that a field which
 * the schema does not have, or a null where none may be, fails the test.
 *
 * @returns the link, `sent(name)` with the inputs of each mutation of that name, and `goDown()` after which nothing
 *   reaches the server any more
 */
export function agencyServer(root: Root) {
  const inputs: { name: string; input: unknown }[] = []
  let isDown = false
  const link = new ApolloLink(
    (operation) =>
      new Observable((observer) => {
        if (isDown) {
          observer.error(new TypeError('Failed to fetch'))
          return
        }
        const name = operation.operationName ?? ''
        inputs.push({ name, input: operation.variables['input'] ?? operation.variables })
        const answer = execute({
          schema,
          document: operation.query,
          rootValue: { mode: { mode: 'demo', demo: true }, ...root },
          variableValues: operation.variables,
          operationName: name,
        })
        // JSON has no prototypes; neither has what a browser receives.
        const receive = (result: ExecutionResult): void => {
          observer.next(JSON.parse(JSON.stringify(result)) as ApolloLink.Result)
          observer.complete()
        }
        void Promise.resolve(answer).then(receive)
      }),
  )
  return {
    link,
    sent: (name: string): unknown[] => inputs.filter((each) => each.name === name).map(({ input }) => input),
    goDown(): void {
      isDown = true
    },
    comeBack(): void {
      isDown = false
    },
  }
}

const message = 'The words of the server'

/** Every "no" that the server can give to a command: `answer` is the mutation's, `text` is what a person must see. */
export const refusals: readonly { name: string; answer: Root; text: string }[] = [
  {
    name: 'Invalid',
    answer: { __typename: 'Invalid', message, issues: [{ path: 'elsewhere', message: 'Write less' }] },
    text: 'Write less',
  },
  {
    name: 'Incomplete',
    answer: { __typename: 'Incomplete', message, unmet: [{ code: 'x', message: 'A stage is open', at: null }] },
    text: 'A stage is open',
  },
  { name: 'NotPermitted', answer: { __typename: 'NotPermitted', message }, text: 'You may not do this' },
  {
    name: 'OutOfTurn',
    answer: { __typename: 'OutOfTurn', message, state: 'decided' },
    text: 'This is not possible now',
  },
  {
    name: 'Stale',
    answer: { __typename: 'Stale', message, currentVersion: 9 },
    text: 'Somebody changed this in the meantime',
  },
  {
    name: 'CommandReused',
    answer: { __typename: 'CommandReused', message },
    text: 'This was sent before with other content',
  },
]
