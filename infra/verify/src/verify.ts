import { Findings } from './findings.ts'
import { checkFiles } from './files.ts'
import { checkHeads, openTrusted, readHeads } from './heads.ts'
import { History } from './history.ts'
import type { Key } from './keys.ts'
import { readLog } from './leaves.ts'
import type { NoteKey } from './note.ts'
import { checkRegister } from './register.ts'
import { Rows } from './rows.ts'
import { Signatures } from './signatures.ts'
import type { Source } from './source.ts'

export type Question = {
  source: Source
  keys: readonly Key[]
  /** Checkpoints that were kept elsewhere, with the names to tell them by. */
  trusted?: readonly { note: string; from: string }[]
  witnesses?: readonly NoteKey[]
  /** Store of the files; without it files are not looked at, and the verdict says so. */
  files?: string
  /** Logins beside the portal's own that may change cases. */
  logins?: readonly string[]
}

export type Verdict = { findings: Findings; leaves: number; waiting: number; versions: number; files: number | null }

/**
 * Checks all that the log vouches for (security.md 8).
 * @throws CannotTell where something needed is missing
 */
export async function verify(question: Question): Promise<Verdict> {
  const { source, keys } = question
  const findings = new Findings()
  const [rows, history] = [new Rows(findings, question.logins ?? []), new History(findings)]
  const signatures = new Signatures(findings, keys)
  const positions = new Map<string, number>()
  const trusted = (question.trusted ?? []).map(({ note, from }) => openTrusted(note, from, keys))
  const heads = await readHeads(source)
  const sizes = new Set([...heads, ...trusted].map(({ size }) => size))
  const log = await readLog(source, findings, sizes, (opened) => {
    if (opened.leaf.type === 'rows') return rows.take(opened)
    if (opened.position !== null) positions.set(opened.id, opened.position)
    if (opened.leaf.type === 'signature') signatures.take(opened)
    else if (opened.record['transition'] !== undefined) history.take(opened)
    else
      findings.add(
        `leaf ${opened.id} is of a kind that nobody knows: ${opened.leaf.type}`,
        opened.position ?? undefined,
      )
  })
  await checkHeads(source, findings, log, heads, trusted, keys, question.witnesses ?? [])
  await rows.check(source)
  await history.check(source)
  await signatures.check(source)
  await checkRegister(source, findings, positions)
  const files = question.files === undefined ? null : await checkFiles(source, findings, question.files)
  if (files === null) findings.note('the files were not looked at')
  if (log.waiting > 0) findings.note(`${log.waiting} leaves wait for a position`)
  return { findings, leaves: log.size, waiting: log.waiting, versions: rows.count, files }
}
