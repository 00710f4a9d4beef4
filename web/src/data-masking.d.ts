import type { GraphQLCodegenDataMasking } from '@apollo/client/masking'

declare module '@apollo/client' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- this is how Apollo is told of codegen's masked types
  export interface TypeOverrides extends GraphQLCodegenDataMasking.TypeOverrides {}
}
