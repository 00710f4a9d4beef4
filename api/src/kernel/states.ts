import { registerEnumType } from '@nestjs/graphql'

/** The GraphQL enum of a machine's states: the same words in Postgres, GraphQL and TypeScript. */
export function stateEnum(name: string, states: readonly string[]): object {
  const made = Object.fromEntries(states.map((state) => [state, state]))
  registerEnumType(made, { name })
  return made
}
