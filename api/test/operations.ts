import { readFileSync } from 'node:fs'
import { buildSchema, getNamedType, GraphQLObjectType, GraphQLUnionType } from 'graphql'
import type { GraphQLSchema } from 'graphql'

/** The API as it is published. */
export const schema: GraphQLSchema = buildSchema(readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'))

export const mutationNames = Object.keys(schema.getMutationType()?.getFields() ?? {})

const refusal = `... on Refusal { message } ... on Invalid { issues { path message } } ... on Incomplete { unmet { code message at } }
  ... on OutOfTurn { stateNow: state } ... on Stale { currentVersion }`

/** What a test reads of each object that a mutation answers with. */
const parts: Record<string, string> = {
  AnswersSaved:
    'submissionId outcomes { field outcome message issues { path message } answer { version value confirmed } }',
  CardImport: 'submissionId missing fields { field value stored conflict existing version }',
  SigningCeremony: 'id meaning record recordHash fingerprint expiresAt nonce proofKind request',
  AgencyClock: 'now movable offsetDays',
  InformationRequest: 'id version state questions { id field answer answeredVersion complete judgement }',
  Colleague: 'id version name email roles expertise permits { event allowed because { message } }',
  Invitation: 'id email roles expertise expired',
  Organisation: 'id version verified refused refusalReason',
  EmailChange: 'id',
  Decision: 'id version state signaturesNeeded decisionQuestions { id }',
}

const documents = new Map<string, string>()

/** A document for one mutation: the refusals whole, and of the object what tests look at. */
export function documentOf(mutation: string): string {
  const known = documents.get(mutation)
  if (known !== undefined) return known
  const field = schema.getMutationType()?.getFields()[mutation]
  if (field === undefined) throw new Error(`there is no mutation ${mutation}`)
  const result = getNamedType(field.type)
  if (!(result instanceof GraphQLUnionType)) throw new Error(`${mutation} does not answer with a union`)
  const done = result
    .getTypes()
    .find((type) => type.name !== 'Done' && type instanceof GraphQLObjectType && type.getInterfaces().length === 0)
  const name = done?.name ?? ''
  const outOfSight = result.getTypes().some((type) => type.name === 'Done')
    ? '... on Done { id outOfSight: message }'
    : ''
  const [input] = field.args
  const text = `mutation M($input: ${String(input?.type)}) { ${mutation}(input: $input) { __typename ... on ${name} { ${parts[name] ?? 'id version state'} } ${outOfSight} ${refusal} } }`
  documents.set(mutation, text)
  return text
}
