import { getNamedType, getNullableType, GraphQLError, isListType, isObjectType, Kind } from 'graphql'
import type {
  ASTVisitor,
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLOutputType,
  GraphQLSchema,
  SelectionSetNode,
  ValidationContext,
} from 'graphql'

/** Limits of security.md 6, in every mode. */
export const tokensAtMost = 1000
export const depthAtMost = 10
const aliasesAtMost = 15
const directivesAtMost = 10
/** Fields of an answer if every list were as long as it may be; the dearest registered operation has 62,000. */
const fieldsAtMost = 100_000
const pageAtMost = 100
/** What a list without pages counts for: most are short, and all are bounded where they are read. */
const listCounts = 10

const refuse = (message: string) => new GraphQLError(message, { extensions: { code: 'OPERATION_NOT_ALLOWED' } })

/**
 * One operation a document, one root field a mutation, few aliases and directives, no introspection, and no more fields
 * than an answer may have. Depth and tokens are the driver's own options.
 */
export function documentLimits(context: ValidationContext): ASTVisitor {
  let aliases = 0
  let directives = 0
  return {
    Document(document) {
      const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
      if (operations.length !== 1) context.reportError(refuse('One operation a document.'))
      for (const operation of operations)
        if (operation.operation === 'subscription') context.reportError(refuse('Subscriptions are not served.'))
        else if (operation.operation === 'mutation' && !hasOneField(operation.selectionSet))
          context.reportError(refuse('One root field a mutation.'))
      if (fieldsOf(context.getSchema(), document) > fieldsAtMost)
        context.reportError(refuse('The answer could have too many fields.'))
    },
    Field(field) {
      if (field.alias !== undefined && (aliases += 1) === aliasesAtMost + 1)
        context.reportError(refuse('Too many aliases.'))
      if (field.name.value === '__schema' || field.name.value === '__type')
        context.reportError(refuse('Introspection is off.'))
    },
    Directive() {
      if ((directives += 1) === directivesAtMost + 1) context.reportError(refuse('Too many directives.'))
    },
  }
}

/** A fragment could hold many: a mutation names its field itself. */
const hasOneField = ({ selections }: SelectionSetNode): boolean =>
  selections.length === 1 && selections[0]?.kind === Kind.FIELD

/** The fields of the largest answer; a fragment counts wherever it is spread. Beyond the limit it is not counted on. */
function fieldsOf(schema: GraphQLSchema, document: DocumentNode): number {
  const fragments = new Map(
    document.definitions
      .filter((definition): definition is FragmentDefinitionNode => definition.kind === Kind.FRAGMENT_DEFINITION)
      .map((definition) => [definition.name.value, definition]),
  )
  const open = new Set<string>()
  let steps = 0

  const ofSelection = (selection: SelectionSetNode, typeName: string | undefined, page: number): number => {
    let sum = 0
    for (const part of selection.selections) {
      // Spreads within spreads could be walked for ever without a single field.
      if ((steps += 1) > fieldsAtMost) return Infinity
      if (part.kind === Kind.FIELD) sum += ofField(part, typeName, page)
      else if (part.kind === Kind.INLINE_FRAGMENT)
        sum += ofSelection(part.selectionSet, part.typeCondition?.name.value ?? typeName, page)
      else {
        const fragment = fragments.get(part.name.value)
        if (fragment === undefined || open.has(part.name.value)) continue
        open.add(part.name.value)
        sum += ofSelection(fragment.selectionSet, fragment.typeCondition.name.value, page)
        open.delete(part.name.value)
      }
    }
    return sum
  }

  const ofField = (field: FieldNode, typeName: string | undefined, page: number): number => {
    if (field.selectionSet === undefined) return 1
    const type = typeName === undefined ? undefined : schema.getType(typeName)
    const known = isObjectType(type) ? type.getFields()[field.name.value] : undefined
    if (known === undefined) return 1 + ofSelection(field.selectionSet, undefined, 0)
    const isPaged = known.args.some(({ name }) => name === 'first')
    const times = isList(known.type) ? (page > 0 && field.name.value === 'edges' ? page : listCounts) : 1
    return 1 + times * ofSelection(field.selectionSet, getNamedType(known.type).name, isPaged ? pageOf(field) : 0)
  }

  return document.definitions.reduce(
    (sum, definition) =>
      definition.kind === Kind.OPERATION_DEFINITION
        ? sum + ofSelection(definition.selectionSet, schema.getRootType(definition.operation)?.name, 0)
        : sum,
    0,
  )
}

const isList = (type: GraphQLOutputType): boolean => isListType(getNullableType(type))

/** Rows of a page; a variable may ask for the most. */
function pageOf(field: FieldNode): number {
  const first = field.arguments?.find(({ name }) => name.value === 'first')?.value
  return first?.kind === Kind.INT ? Math.min(Math.max(Number(first.value), 1), pageAtMost) : pageAtMost
}
