import { randomUUID } from 'node:crypto'
import { getNamedType, isEnumType, isInputObjectType, isListType, isNonNullType } from 'graphql'
import type { GraphQLInputObjectType, GraphQLInputType } from 'graphql'
import { schema } from './operations.ts'
import { emptyProof } from './proof.ts'

/** What a name asks for where its type alone does not say: closed lists, forms, ids. */
const byName: Record<string, unknown> = {
  answer: 'yes',
  at: 'intendedPurpose',
  affirmed: true,
  classConfirmed: 'II',
  days: 1,
  email: 'somebody@people.example',
  expertise: [],
  language: 'en',
  roles: ['applicantEditor'],
  documentId: null,
  evidence: [],
  field: 'intendedPurpose',
  fileName: 'card.md',
  card: '---\nlicense: mit\n---\n# A model',
  ground: 'newEvidence',
  kind: 'field',
  kinds: ['shares'],
  outcome: 'approve',
  proof: emptyProof,
  process: 'submission',
  meaning: 'submitted',
  question: 'RQ-CYB-01',
  recommendation: 'approve',
  stage: 'technical',
  value: 'text',
  'ConditionInput.evidence': 'A report.',
  'JudgementInput.question': randomUUID(),
  'StartDecisionInput.kind': 'registration',
}

/** A value of the type that its Zod schema takes too, wherever a name is known; ids are those of nothing. */
function valueOf(type: GraphQLInputType, name: string, of: string): unknown {
  const known = [`${of}.${name}`, name].find((key) => key in byName)
  if (known !== undefined) return byName[known]
  if (isNonNullType(type)) return valueOf(type.ofType, name, of)
  if (isListType(type)) return [valueOf(type.ofType, name, of)]
  const named = getNamedType(type)
  if (isInputObjectType(named)) return objectOf(named)
  if (isEnumType(named)) return named.getValues()[0]?.name
  switch (named.name) {
    case 'ID':
      return randomUUID()
    case 'Int':
      return 9000
    case 'Boolean':
      return true
    case 'Date':
      return '2027-06-01'
    case 'DateTime':
      return '2027-06-01T00:00:00.000Z'
    default:
      return 'A text of some words.'
  }
}

const objectOf = (type: GraphQLInputObjectType): Record<string, unknown> =>
  Object.fromEntries(
    Object.values(type.getFields()).map((field) => [field.name, valueOf(field.type, field.name, type.name)]),
  )

/** Input for a mutation of the schema, made from its types: what a new mutation gets without a line of its own. */
export function wellFormed(mutation: string): Record<string, unknown> {
  const [input] = schema.getMutationType()?.getFields()[mutation]?.args ?? []
  const named = input === undefined ? undefined : getNamedType(input.type)
  if (!isInputObjectType(named)) throw new Error(`${mutation} has no input`)
  return objectOf(named)
}
