import { GraphQLError, Kind } from 'graphql'
import type { ASTVisitor, ValidationContext } from 'graphql'

const aliasesAtMost = 15
const directivesAtMost = 10

const refuse = (message: string) => new GraphQLError(message, { extensions: { code: 'OPERATION_NOT_ALLOWED' } })

/** One operation a document, one root field a mutation, few aliases and directives (security.md 6). Depth and tokens are the driver's own options. */
export function documentLimits(context: ValidationContext): ASTVisitor {
  let aliases = 0
  let directives = 0
  return {
    Document(document) {
      const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
      if (operations.length !== 1) context.reportError(refuse('One operation a document.'))
      for (const operation of operations)
        if (operation.operation === 'subscription') context.reportError(refuse('Subscriptions are not served.'))
        else if (operation.operation === 'mutation' && operation.selectionSet.selections.length !== 1)
          context.reportError(refuse('One root field a mutation.'))
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
