import type { CodegenConfig } from '@graphql-codegen/cli'

const scalars = { ID: 'string', DateTime: 'string', Date: 'string', JSON: 'unknown' }
const shared = {
  scalars,
  enumType: 'string-literal',
  defaultScalarType: 'unknown',
  strictScalars: true,
  useTypeImports: true,
  importExtension: '.ts',
} as const

const config: CodegenConfig = {
  schema: '../api/schema.graphql',
  documents: ['src/**/*.graphql'],
  ignoreNoDocuments: true,
  generates: {
    'src/generated/schema.generated.ts': {
      plugins: ['typescript-operations'],
      config: { ...shared, generateOperationTypes: false },
    },
    'src/': {
      preset: 'near-operation-file',
      presetConfig: { extension: '.generated.ts', baseTypesPath: 'generated/schema.generated.ts' },
      plugins: ['typescript-operations', 'typed-document-node'],
      config: {
        ...shared,
        importSchemaTypesFrom: 'src/generated/schema.generated.ts',
        nonOptionalTypename: true,
        skipTypeNameForRoot: true,
        avoidOptionals: { field: true, inputValue: false, object: false, defaultValue: false },
        inlineFragmentTypes: 'mask',
        customDirectives: { apolloUnmask: true },
        documentMode: 'documentNodeImportFragments',
        optimizeDocumentNode: true,
      },
    },
  },
}

export default config
