import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../house.ts'
import { countStatuses, falseClaims, looseRequirements } from './document-claims.ts'

// Tables of controls rot where nobody notices: what they name must be there.
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
const house = {
  exists: (path: string) => existsSync(join(root, path)),
  scripts: new Set(Object.keys(scripts)),
  settings: read('README.md') + read('api/src/kernel/settings.ts'),
}
const documents = ['SECURITY.md', ...inFolder('docs'), ...inFolder('docs/runbooks')].filter(house.exists)
const faults = documents.flatMap((path) => falseClaims(path, read(path), house))

const asvs = read('docs/asvs.md')
faults.push(...looseRequirements(asvs))
const told = Object.entries(countStatuses(asvs))
  .map(([status, count]) => `${count} ${status}`)
  .join(', ')
if (!asvs.includes(`**${told}.**`)) faults.push(`docs/asvs.md: its sum is **${told}.**`)

for (const fault of faults) console.error(fault)
if (faults.length > 0) process.exitCode = 1

function inFolder(folder: string): string[] {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`)
}
