/**
 * Weighs what a first visit loads, gzipped, and ends the build where a page has outgrown its budget.
 * A page's weight is its own chunk, everything that chunk and the entry import, and the English texts.
 */
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

interface Chunk {
  file: string
  isEntry?: boolean
  imports?: string[]
  css?: string[]
}

const dist = join(import.meta.dirname, 'dist')
const manifestFile = join(dist, '.vite', 'manifest.json')
const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as Record<string, Chunk>
const kilobyte = 1000

/** Kilobytes of JavaScript, gzipped, by page. */
const budgets = {
  'src/public/start/start-page.tsx': 220,
  'src/public/register/register-page.tsx': 220,
  'src/public/entry/entry-page.tsx': 220,
  'src/apply/section/section-page.tsx': 300,
  'src/agency/queue/queue-page.tsx': 260,
  'src/agency/review/review-page.tsx': 320,
}
const cssBudget = 45

function gather(key: string, seen: Set<string>): Set<string> {
  if (seen.has(key)) return seen
  seen.add(key)
  for (const next of manifest[key]?.imports ?? []) gather(next, seen)
  return seen
}

function weigh(files: Iterable<string>): number {
  let bytes = 0
  for (const file of files) bytes += gzipSync(readFileSync(join(dist, file)), { level: 9 }).length
  return bytes / kilobyte
}

const entry = Object.keys(manifest).find((key) => manifest[key]?.isEntry)
if (!entry) throw new Error('The build has no entry')
let isTooHeavy = false
const lines: string[] = []

for (const [page, budget] of Object.entries(budgets)) {
  const keys = gather(page, gather('src/locales/en.po?public', gather(entry, new Set())))
  if (!page.startsWith('src/public/')) gather('src/locales/en.po?workspaces', keys)
  if ([...keys].some((key) => !manifest[key]))
    throw new Error(`The build has no ${[...keys].find((key) => !manifest[key]) ?? ''}`)
  const chunks = [...keys].flatMap((key) => manifest[key] ?? [])
  const js = weigh(new Set(chunks.map(({ file }) => file)))
  const css = weigh(new Set(chunks.flatMap((chunk) => chunk.css ?? [])))
  const fits = js <= budget && css <= cssBudget
  isTooHeavy ||= !fits
  const name = page.replace('src/', '').replace('.tsx', '')
  lines.push(
    `${fits ? 'ok ' : 'BIG'} ${name.padEnd(30)} js ${js.toFixed(0).padStart(4)} of ${budget} kB, css ${css.toFixed(0).padStart(3)} of ${cssBudget} kB`,
  )
}

console.log(lines.join('\n'))
// The list of chunks is for this check only and is not served.
rmSync(join(dist, '.vite'), { recursive: true, force: true })
if (isTooHeavy) process.exit(1)
