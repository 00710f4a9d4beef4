import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, toolEnvironment } from '../house.ts'

// Extracts the texts of the web into a copy of its catalogues: whatever the copy then lacks, nobody has translated.
const web = join(root, 'web')
const folder = join(web, 'node_modules', '.cache', 'catalogues')
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
cpSync(join(web, 'src', 'locales'), folder, { recursive: true })
writeFileSync(
  join(folder, 'lingui.config.ts'),
  `import config from '${join(web, 'lingui.config.ts')}'
const [catalog] = config.catalogs ?? []
export default { ...config, rootDir: '${web}', catalogs: [{ ...catalog, path: '${folder}/{locale}' }] }
`,
)
const { status, stdout, stderr } = spawnSync(
  'lingui',
  ['extract', '--clean', '--config', join(folder, 'lingui.config.ts')],
  {
    cwd: web,
    env: toolEnvironment(),
    encoding: 'utf8',
  },
)
if (status !== 0 || stderr.includes('Cannot process file')) {
  console.error(`${stdout}${stderr}`)
  process.exitCode = 1
}

for (const language of ['fr', 'ar']) {
  const missing = entriesOf(readFileSync(join(folder, `${language}.po`), 'utf8')).filter(
    ({ translation }) => translation === '',
  )
  for (const { text } of missing.slice(0, 20)) console.error(`web/src/locales/${language}.po has no words for: ${text}`)
  if (missing.length > 20) console.error(`… and ${missing.length - 20} more in ${language}`)
  if (missing.length > 0) process.exitCode = 1
}

/** Every entry of a catalogue but its header, whose text is empty. */
function entriesOf(po: string): { text: string; translation: string }[] {
  return po
    .split(/\n\n+/)
    .map((block) => ({ text: partOf(block, 'msgid'), translation: partOf(block, 'msgstr') }))
    .filter(({ text }) => text !== '')
}

/** A part may run over several quoted lines. */
function partOf(block: string, part: 'msgid' | 'msgstr'): string {
  const found = new RegExp(`^${part} ((?:".*"\\n?)+)`, 'm').exec(`${block}\n`)
  return (found?.[1] ?? '').replaceAll(/"\n"|^"|"\n?$/g, '')
}
