import { CannotTell } from './findings.ts'
import type { Findings } from './findings.ts'
import { inForce } from './keys.ts'
import type { Key } from './keys.ts'
import type { Log } from './leaves.ts'
import { cosignedAt, isSignedBy, parseHead, parseNote } from './note.ts'
import type { Head, NoteKey } from './note.ts'
import { bytesOf, valuesOf } from './row-text.ts'
import type { Source } from './source.ts'

type Published = { size: number; root: Buffer; note: string; lines: string }

/** A checkpoint from elsewhere, which this log must have grown from. */
export type Trusted = Head & { from: string }

/**
 * Opens a checkpoint that was kept elsewhere.
 * @throws {CannotTell} where no published key signed it
 */
export function openTrusted(note: string, from: string, keys: readonly Key[]): Trusted {
  const parsed = parseNote(note)
  const head = parsed && parseHead(parsed.text)
  if (parsed === null || head === null) throw new CannotTell(`${from} is no checkpoint`)
  if (!checkpointKeys(keys).some(({ x }) => isSignedBy(parsed, { name: head.origin, x })))
    throw new CannotTell(`${from} is not signed by a published key of the log`)
  return { ...head, from }
}

const checkpointKeys = (keys: readonly Key[]) => keys.filter(({ purpose }) => purpose === 'checkpoints')

/** Published heads; their sizes are where the root is wanted. */
export async function readHeads(source: Source): Promise<Published[]> {
  const lines = new Map<number, string>()
  const heads: Published[] = []
  for await (const text of source.rows('log_cosignature')) {
    const { size, line } = valuesOf(text) as { size: number; line: string }
    lines.set(size, `${lines.get(size) ?? ''}${line}`)
  }
  for await (const text of source.rows('log_checkpoint')) {
    const { size, root, note } = valuesOf(text) as { size: number; root: string; note: string }
    heads.push({ size, root: bytesOf(root), note, lines: lines.get(size) ?? '' })
  }
  return heads.toSorted((one, other) => one.size - other.size)
}

/** Every published head, every stored subtree, and the heads that are trusted, against the leaves as they are. */
export async function checkHeads(
  source: Source,
  findings: Findings,
  log: Log,
  heads: readonly Published[],
  trusted: readonly Trusted[],
  keys: readonly Key[],
  witnesses: readonly NoteKey[],
): Promise<void> {
  for (const head of heads) checkHead(findings, log, head, keys, witnesses)
  await checkWitnessNames(source, findings, heads)
  for (const { size, root, from } of trusted) {
    if (size > log.size)
      findings.add(`the log is cut off: it holds ${log.size} leaves, and ${from} tells of ${size}`, log.size)
    else if (log.rootAt.get(size)?.equals(root) !== true)
      findings.add(`the log was forked: its first ${size} leaves are not those of ${from}`)
  }
  const nodes = new Map(log.nodes)
  for await (const text of source.rows('log_node')) {
    const { level, index, hash } = valuesOf(text) as { level: number; index: number; hash: string }
    const key = `${level}/${index}`
    if (nodes.get(key)?.equals(bytesOf(hash)) !== true)
      findings.add(`log_node ${key} is not the hash of its leaves`, index * 2 ** level)
    nodes.delete(key)
  }
  for (const key of nodes.keys()) findings.add(`log_node ${key} is missing`)
  const newest = heads.at(-1)
  if (newest === undefined && log.size > 0 && trusted.length === 0) throw new CannotTell('nothing of the log is signed')
  if (newest !== undefined && newest.size < log.size)
    findings.note(`${log.size - newest.size} leaves are younger than the newest checkpoint`)
  if (trusted.length === 0) findings.note('no trusted checkpoint was given: a log that was cut off would not be seen')
}

function checkHead(
  findings: Findings,
  log: Log,
  head: Published,
  keys: readonly Key[],
  witnesses: readonly NoteKey[],
): void {
  const tell = (what: string) => findings.add(`checkpoint of ${head.size} leaves: ${what}`, head.size - 1)
  const note = parseNote(head.note + head.lines)
  const said = note && parseHead(note.text)
  if (note === null || said === null) return tell('it is no signed note')
  if (said.size !== head.size || !said.root.equals(head.root)) return tell('it tells of another size or root')
  const own = note.signatures.filter(({ name }) => name === said.origin).map(({ line }) => `${line}\n`)
  if (head.note !== `${note.text}\n${own.join('')}`) return tell('it holds more than its signature')
  if (head.size > log.size) return tell(`the log holds ${log.size}`)
  const at = log.times.get(head.size) ?? ''
  // Signed moments after its last leaf: a key that came into force between is right too.
  const late = new Date(Date.parse(at) + 60 * 60_000).toISOString()
  const key = checkpointKeys(keys).find(({ x }) => isSignedBy(note, { name: said.origin, x }))
  if (key === undefined) return tell('no published key signed it')
  if (!inForce(key, at) && !inForce(key, late)) return tell(`its key ${key.kid} was not in force`)
  if (log.rootAt.get(head.size)?.equals(head.root) !== true) return tell('its root is not that of the leaves')
  for (const witness of witnesses)
    if (note.signatures.some(({ name }) => name === witness.name) && cosignedAt(note, witness) === null)
      tell(`the line of witness ${witness.name} is wrong`)
}

/** A cosignature stands under a checkpoint that is there, in the name of the witness who made it. */
async function checkWitnessNames(source: Source, findings: Findings, heads: readonly Published[]): Promise<void> {
  for await (const text of source.rows('log_cosignature')) {
    const { size, witness, line } = valuesOf(text) as { size: number; witness: string; line: string }
    if (!heads.some((head) => head.size === size)) findings.add(`log_cosignature of ${size}: no such checkpoint`)
    if (!line.startsWith(`— ${witness} `)) findings.add(`log_cosignature of ${size}: it is not ${witness}'s`)
  }
}
