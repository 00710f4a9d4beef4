// Who may import whom; the numbers are those of CONTRIBUTING.md, "Import rules".

/** Features of the API from the bottom up: a feature may import one of a lower line only. */
const apiLayers = [
  ['kernel'],
  ['people', 'organisations', 'transparency-log'],
  ['policy-packs', 'clocks', 'documents', 'signatures'],
  ['dossiers', 'submissions', 'confidentiality-claims'],
  ['reviews'],
  ['assignments', 'decisions', 'information-requests'],
  ['approvals'],
  ['register', 'notices', 'mail', 'receipts'],
  ['reactions'],
  ['health', 'demo'],
]
const apiFeatures = apiLayers.flat()
const workspacesOfWeb = ['public', 'apply', 'agency', 'audit', 'admin']
const anyOf = (names) => `(${names.join('|')})`
const test = '\\.test(ing)?\\.tsx?$'
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

const upward = apiLayers.flatMap((layer, level) => {
  const above = apiLayers.slice(level + 1).flat()
  if (above.length === 0) return []
  return [
    forbid(
      `4-downwards-only-${layer[0]}`,
      `${layer.join(', ')} may import lower features only`,
      { path: `^api/src/${anyOf(layer)}/`, pathNot: test },
      { path: `^api/src/${anyOf(above)}/` },
    ),
  ]
})

export default {
  forbidden: [
    forbid(
      '1-shared-stands-alone',
      'shared imports only itself, xstate and zod/mini',
      { path: '^shared/src/', pathNot: test },
      { pathNot: ['^shared/src/', '(^|/)node_modules/xstate/', '(^|/)node_modules/zod/(v4/)?mini/'] },
    ),
    forbid('2-api-not-web', 'api and web never import each other', { path: '^api/' }, { path: '^(web|e2e|infra)/' }),
    forbid('2-web-not-api', 'api and web never import each other', { path: '^web/' }, { path: '^(api|e2e|infra)/' }),
    forbid('2-e2e-shared-only', 'e2e imports shared only', { path: '^e2e/' }, { path: '^(api|web|infra)/' }),
    forbid('2-infra-not-e2e', 'nothing imports e2e', { path: '^infra/' }, { path: '^(e2e|web)/' }),
    forbid(
      '3-kernel-knows-no-feature',
      'api/src/kernel imports no feature',
      { path: '^api/src/kernel/', pathNot: test },
      { path: '^api/src/', pathNot: '^api/src/kernel/' },
    ),
    forbid(
      '3-ui-knows-no-domain',
      'web/src/ui imports no feature',
      { path: '^web/src/ui/', pathNot: test },
      { path: '^web/src/', pathNot: '^web/src/(ui|locales)/' },
    ),
    forbid(
      '4-by-the-front-door',
      'another feature in api is entered by its index.ts only',
      { path: `^api/src/${anyOf(apiFeatures.slice(1))}/` },
      {
        path: `^api/src/${anyOf(apiFeatures.slice(1))}/`,
        pathNot: ['^api/src/$1/', '^api/src/[^/]+/index\\.ts$'],
      },
    ),
    forbid(
      '4-choreography-by-the-front-door',
      'choreography and app.module too enter a feature by its index.ts',
      { path: '^api/src/[^/]+\\.ts$', pathNot: test },
      { path: `^api/src/${anyOf(apiFeatures.slice(1))}/`, pathNot: '^api/src/[^/]+/index\\.ts$' },
    ),
    forbid(
      '4-every-feature-has-its-line',
      'a new folder of api/src needs a place in apiLayers',
      { path: '^api/src/', pathNot: [`^api/src/${anyOf(apiFeatures)}/`, '^api/src/[^/]+\\.ts$', test] },
      {},
    ),
    ...upward,
    forbid(
      '5-workspaces-apart',
      'a workspace of web never imports another',
      { path: `^web/src/${anyOf(workspacesOfWeb)}/` },
      { path: `^web/src/${anyOf(workspacesOfWeb)}/`, pathNot: '^web/src/$1/' },
    ),
    forbid(
      '5-routes-put-together',
      'only routes.tsx imports workspaces',
      { path: '^web/src/', pathNot: [`^web/src/${anyOf(workspacesOfWeb)}/`, '^web/src/routes\\.tsx$', test] },
      { path: `^web/src/${anyOf(workspacesOfWeb)}/` },
    ),
    forbid(
      '5-dossier-below-workspaces',
      'web: ui ◄ dossier ◄ workspaces',
      { path: '^web/src/dossier/' },
      { path: '^web/src/(routes|main|root)\\.tsx$' },
    ),
    forbid(
      '6-xstate-in-shared',
      'xstate is imported in shared only',
      { path: '^(api|web|infra|e2e)/' },
      { path: '(^|/)node_modules/xstate/' },
    ),
    forbid(
      '7-typeorm-in-api',
      'typeorm stays in api',
      { path: '^(shared|web|infra|e2e)/' },
      { path: '(^|/)node_modules/typeorm/' },
    ),
    forbid(
      '7-apollo-in-web',
      '@apollo/client stays in web and the tests',
      { path: '^(shared|api|infra)/' },
      { path: '(^|/)node_modules/@apollo/client/' },
    ),
    forbid(
      '8-migrations-stand-alone',
      'a migration imports nothing of ours: it must mean the same in five years',
      { path: '^api/migrations/\\d{13}-' },
      { path: '^(shared|api|web|infra|e2e)/' },
    ),
    forbid(
      '10-verifier-stands-alone',
      'the verifier shares nothing with the writer but the canonicaliser',
      { path: '^infra/verify/', pathNot: '^infra/verify/(test/|vitest\\.config)' },
      { path: '^(shared|api|web|infra|e2e)/', pathNot: '^(infra/verify|shared/src/canonical)/' },
    ),
    forbid('9-no-cycles', 'no cycles, type-only ones included', {}, { circular: true }),
    forbid('unresolvable', 'an import must lead somewhere', {}, { couldNotResolve: true }),
    forbid(
      'undeclared',
      'a package must stand in the package.json of its workspace',
      { path: '^(shared|api|web)/src/', pathNot: test },
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    ),
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^(api|web)/dist/', '\\.generated\\.ts$'] },
    exclude: { path: ['^(api|web)/dist/', '\\.generated\\.ts$', '^web/src/generated/'] },
    tsPreCompilationDeps: true,
    detectProcessBuiltinModuleCalls: true,
    combinedDependencies: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.json', '.d.ts'],
      mainFields: ['module', 'main', 'types'],
    },
    cache: { folder: 'node_modules/.cache/dependency-cruiser', strategy: 'content' },
  },
}
