/**
 * Collects every GraphQL document of the web workspace and of the journey into the manifest of registered operations.
 *
 * Writes `../infra/operations/operations.json`: `{ "<sha256 of text>": { "name", "text" } }`, which the server runs and
 * nothing else in demo and production, and `src/generated/operation-hashes.json`: `{ "<name>": "<sha256>" }`, which the
 * build puts beside each document (see `operation-hashes.ts`), for the browser to send instead of the text; and
 * `src/generated/possible-types.json` for the browser's cache. A name used twice for different texts, or an unknown fragment, ends the run.
 */
import { createHash } from 'node:crypto'
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { addTypenameToDocument } from '@apollo/client/utilities'
import {
  buildSchema,
  type FragmentDefinitionNode,
  isAbstractType,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  visit,
} from 'graphql'

const here = import.meta.dirname
const root = dirname(here)
const sources = [
  { folder: join(here, 'src'), pattern: '**/*.graphql' },
  { folder: join(root, 'e2e', 'journey'), pattern: '**/*.graphql' },
]

const operations: { node: OperationDefinitionNode; file: string; scope: string }[] = []
// Web and journey may each have their own fragment of the same name, so fragments are looked up within their folder.
const fragments = new Map<string, FragmentDefinitionNode>()

for (const { folder, pattern } of sources) {
  for (const file of globSync(pattern, { cwd: folder }).sort()) {
    const path = join(folder, file)
    for (const node of parse(readFileSync(path, 'utf8'), { noLocation: true }).definitions) {
      if (node.kind === Kind.OPERATION_DEFINITION) operations.push({ node, file: relative(root, path), scope: folder })
      else if (node.kind === Kind.FRAGMENT_DEFINITION) addFragment(`${folder}#${node.name.value}`, node, path)
      else throw new Error(`${relative(root, path)}: only operations and fragments belong here`)
    }
  }
}

function addFragment(key: string, node: FragmentDefinitionNode, path: string): void {
  if (fragments.has(key)) throw new Error(`${relative(root, path)}: a second fragment is named ${node.name.value}`)
  fragments.set(key, node)
}

function fragmentsOf(node: OperationDefinitionNode, scope: string, file: string): FragmentDefinitionNode[] {
  const found = new Map<string, FragmentDefinitionNode>()
  const look = (from: OperationDefinitionNode | FragmentDefinitionNode): void => {
    visit(from, {
      FragmentSpread({ name: { value } }) {
        if (found.has(value)) return
        const fragment = fragments.get(`${scope}#${value}`)
        if (!fragment) throw new Error(`${file}: there is no fragment named ${value}`)
        found.set(value, fragment)
        look(fragment)
      },
    })
  }
  look(node)
  return [...found.values()].sort((a, b) => (a.name.value < b.name.value ? -1 : 1))
}

const manifest: Record<string, { name: string; text: string }> = {}
const hashes: Record<string, string> = {}

for (const { node, file, scope } of operations) {
  const name = node.name?.value
  if (!name) throw new Error(`${file}: an operation has no name`)
  const whole = addTypenameToDocument({ kind: Kind.DOCUMENT, definitions: [node, ...fragmentsOf(node, scope, file)] })
  // `@unmask` speaks to the browser's cache only; the server does not know it.
  const text = print(visit(whole, { Directive: ({ name: { value } }) => (value === 'unmask' ? null : undefined) }))
  const hash = createHash('sha256').update(text).digest('hex')
  if (hashes[name] && hashes[name] !== hash)
    throw new Error(`${file}: another operation is named ${name} with another text`)
  manifest[hash] = { name, text }
  hashes[name] = hash
}

const sorted = Object.fromEntries(Object.entries(manifest).sort(([, a], [, b]) => (a.name < b.name ? -1 : 1)))
mkdirSync(join(root, 'infra', 'operations'), { recursive: true })
writeFileSync(join(root, 'infra', 'operations', 'operations.json'), `${JSON.stringify(sorted, null, 1)}\n`)
mkdirSync(join(here, 'src', 'generated'), { recursive: true })
const ofWeb = new Set(
  operations.filter(({ scope }) => scope === sources[0]?.folder).map(({ node }) => node.name?.value),
)
// An answer is matched to `… on Refusal` by these lists; the cache needs them for no type that no fragment names.
const schema = buildSchema(readFileSync(join(root, 'api', 'schema.graphql'), 'utf8'))
const conditions = new Set<string>()
for (const node of [...operations.map((each) => each.node), ...fragments.values()])
  visit(node, {
    NamedType({ name: { value } }) {
      conditions.add(value)
    },
  })
const possibleTypes = Object.fromEntries(
  [...conditions].sort().flatMap((name) => {
    const type = schema.getType(name)
    return isAbstractType(type) ? [[name, schema.getPossibleTypes(type).map((each) => each.name)]] : []
  }),
)
writeFileSync(join(here, 'src', 'generated', 'possible-types.json'), `${JSON.stringify(possibleTypes, null, 1)}\n`)
writeFileSync(
  join(here, 'src', 'generated', 'operation-hashes.json'),
  `${JSON.stringify(Object.fromEntries(Object.entries(hashes).filter(([name]) => ofWeb.has(name))), null, 1)}\n`,
)
console.log(`${Object.keys(manifest).length} operations registered`)
