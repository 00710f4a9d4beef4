import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { root, toolEnvironment } from '../house.ts'
import { productionPackages } from './locked-packages.ts'

type Component = { 'bom-ref': string; name: string; scope?: string; properties?: { name: string; value: string }[] }
type Bom = {
  metadata: { component: { name: string } }
  components: Component[]
  dependencies: { ref: string; dependsOn?: string[] }[]
}

// `npm sbom --omit=dev` also leaves out what is a development package of one workspace and a production one of another
// (react, pg, graphql): the whole list is asked for, and the lock file says what runs in production.
const file = resolve(process.argv[2] ?? join(root, '.data', 'sbom.cdx.json'))
const { status, stdout, stderr } = spawnSync(
  'npm',
  ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx', '--sbom-type', 'application'],
  { cwd: root, env: toolEnvironment(), encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
)
if (status !== 0) {
  console.error(stderr)
  process.exit(1)
}
const bom = JSON.parse(stdout) as Bom
bom.metadata.component.name = 'placet'
const running = new Set(productionPackages().map(({ name, version }) => `${name}@${version}`))
bom.components = bom.components
  .filter((component) => running.has(component['bom-ref']))
  .map((component) => ({
    ...component,
    properties: (component.properties ?? []).filter(({ name }) => name !== 'cdx:npm:package:development'),
  }))
const listed = new Set([...bom.components.map((component) => component['bom-ref'])])
bom.dependencies = bom.dependencies
  .filter(({ ref }) => listed.has(ref))
  .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((other) => listed.has(other)) }))
const missing = [...running].filter((name) => !listed.has(name))
if (missing.length > 0) {
  console.error(`npm sbom leaves out ${missing.join(', ')}.`)
  process.exit(1)
}
mkdirSync(dirname(file), { recursive: true })
writeFileSync(file, `${JSON.stringify(bom, null, 2)}\n`)
console.log(`${file}: ${bom.components.length} packages that run in production, CycloneDX.`)
