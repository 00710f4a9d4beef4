import tseslint from 'typescript-eslint'

const noEnvironment = {
  selector: 'MemberExpression[object.name="process"][property.name="env"]',
  message: 'Environment variables are read once, in api/src/kernel/settings.ts.',
}
const noDefaultExport = { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' }
const noRawHtml = {
  selector: 'JSXAttribute[name.name="dangerouslySetInnerHTML"]',
  message: 'Text goes through React; nothing here trusts HTML.',
}
const noRepository = {
  selector: 'CallExpression[callee.property.name=/^(getRepository|createQueryRunner|getTreeRepository)$/]',
  message: 'Connections come from run() in api/src/kernel/db alone: it sets the actor.',
}
const noStateAssignment = {
  selector: 'AssignmentExpression[left.property.name="state"]',
  message: 'Only Lifecycle moves a state.',
}

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      '**/*.generated.ts',
      'web/src/generated/**',
      'web/src/locales/**',
      '.data/**',
      '.turbo/**',
      'e2e/artefacts/**',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.base],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-empty-object-type': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-control-regex': 'error',
      'no-restricted-syntax': ['error', noEnvironment, noDefaultExport, noRawHtml],
    },
  },
  {
    files: ['api/src/**/*.ts'],
    ignores: ['api/src/kernel/**', '**/*.test.ts'],
    rules: {
      'no-restricted-syntax': ['error', noEnvironment, noDefaultExport, noRawHtml, noRepository, noStateAssignment],
      'no-restricted-imports': [
        'error',
        {
          paths: [
            { name: 'typeorm', importNames: ['DataSource', 'Repository'], message: noRepository.message },
            {
              name: '@nestjs/typeorm',
              importNames: ['InjectRepository', 'InjectDataSource'],
              message: noRepository.message,
            },
          ],
        },
      ],
    },
  },
  {
    // The one place that reads the environment.
    files: ['api/src/kernel/settings.ts'],
    rules: { 'no-restricted-syntax': ['error', noDefaultExport] },
  },
  {
    files: ['infra/**/*.ts', 'e2e/**/*.ts', 'api/test/**/*.ts', '**/*.test.ts', '**/*.test.tsx'],
    rules: { 'no-restricted-syntax': ['error', noDefaultExport, noRawHtml] },
  },
  {
    // Tools that find their configuration by its default export.
    files: ['**/*.config.ts', 'web/codegen.ts', 'api/test/global-setup.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
)
