import { createHmac } from 'node:crypto'
import { canonicalText } from '@placet/shared/canonical/canonical'
import type { Findings } from './findings.ts'
import { leafHash, Tree } from './merkle.ts'
import type { Entry, Source } from './source.ts'

/** A leaf as it says itself. */
export type Leaf = { v: number; type: string; at: string; subject: string; actor: string; commitment: string }

/** What a leaf commits to, opened. `position` is null while it waits for one. */
export type Opened = {
  id: string
  position: number | null
  leaf: Leaf
  record: Record<string, unknown>
  /** Whether the leaf names this id as its subject or actor. */
  names(what: 'subject' | 'actor', id: string): boolean
}

/** What is needed of the tree afterwards. */
export type Log = {
  size: number
  waiting: number
  rootAt: Map<number, Buffer>
  times: Map<number, string>
  nodes: Map<string, Buffer>
}

/** No transaction lasts longer: a leaf may stand behind younger ones by as much (the worker's statement_timeout, twice). */
const lateMs = 10 * 60_000

/**
 * Reads the log from its first leaf: positions without gaps, each leaf's bytes against its hash and its time column, times
 * never going back, each commitment against what opens it. Hands on every opened record.
 * @param sizes at which the root is wanted
 */
export async function readLog(
  source: Source,
  findings: Findings,
  sizes: ReadonlySet<number>,
  take: (opened: Opened) => void,
): Promise<Log> {
  const log: Log = { size: 0, waiting: 0, rootAt: new Map(), times: new Map(), nodes: new Map() }
  const tree = new Tree((level, index, hash) => log.nodes.set(`${level}/${index}`, hash))
  let newest = 0
  for await (const entry of source.entries()) {
    const position = entry.position ?? undefined
    if (entry.id === null) {
      if (entry.placed !== null) findings.add(`position ${position} has no leaf`, position)
      if (entry.placed !== null) tree.append(leafHash(Buffer.alloc(0)))
      if (entry.opens !== null) findings.add(`log_salt opens ${entry.opens}, which is no leaf`)
      continue
    }
    if (position === undefined) log.waiting += 1
    else if (position !== tree.size)
      findings.add(`the log has no position ${tree.size}: the next one is ${position}`, tree.size)
    const bytes = Buffer.from(entry.bytes ?? '', 'base64')
    const hash = leafHash(bytes)
    if (!hash.equals(Buffer.from(entry.hash ?? '', 'base64')))
      findings.add(`leaf ${entry.id} does not have the hash that is stored for it`, position)
    const leaf = parse(bytes)
    if (leaf === null) findings.add(`leaf ${entry.id} is not canonical JSON of a leaf`, position)
    else {
      const at = Date.parse(leaf.at)
      if (Date.parse(entry.at ?? '') !== at)
        findings.add(`log_leaf.at of ${entry.id} is not the time of its leaf`, position)
      if (at < newest - lateMs) findings.add(`time goes back at leaf ${entry.id}: ${leaf.at}`, position)
      newest = Math.max(newest, at)
      const record = open(entry, leaf, findings)
      const names: Opened['names'] = (what, id) => isNamed(leaf, entry, what, id)
      if (record !== null) take({ id: entry.id, position: entry.position, leaf, record, names })
    }
    if (position === undefined) continue
    tree.append(hash)
    if (sizes.has(tree.size)) {
      log.rootAt.set(tree.size, tree.root())
      log.times.set(tree.size, leaf?.at ?? '')
    }
  }
  log.size = tree.size
  return log
}

const members = ['actor', 'at', 'commitment', 'subject', 'type', 'v']

function parse(bytes: Buffer): Leaf | null {
  try {
    const value = JSON.parse(bytes.toString('utf8')) as Record<string, unknown>
    const isLeaf =
      Object.keys(value).toSorted().join() === members.join() &&
      (value['v'] === 1 || value['v'] === 2) &&
      members.every((name) => name === 'v' || typeof value[name] === 'string') &&
      canonicalText(value) === bytes.toString('utf8')
    return isLeaf ? (value as Leaf) : null
  } catch {
    return null
  }
}

/** A leaf of the first kind (`v` 1) has the id itself, one of the second its HMAC under the salt of the leaf. */
function isNamed(leaf: Leaf, entry: Entry, what: 'subject' | 'actor', id: string): boolean {
  if (leaf.v === 1) return leaf[what] === id
  const salt = Buffer.from(entry.salt ?? '', 'base64')
  return leaf[what] === createHmac('sha256', salt).update(`${what}\n${id}`).digest('hex').slice(0, 32)
}

function open(entry: Entry, leaf: Leaf, findings: Findings): Record<string, unknown> | null {
  const position = entry.position ?? undefined
  const missing = (what: string) => {
    findings.add(`leaf ${entry.id} (${leaf.type}): ${what}`, position)
    return null
  }
  if (entry.opens === null) return missing('nothing opens its commitment')
  const record = Buffer.from(entry.record ?? '', 'base64')
  const commitment = createHmac('sha256', Buffer.from(entry.salt ?? '', 'base64'))
    .update(record)
    .digest('hex')
  if (commitment !== leaf.commitment) return missing('its record and salt are not what it commits to')
  if (!isNamed(leaf, entry, 'subject', entry.subject ?? '') || entry.process !== leaf.type.split('.')[0])
    findings.add(`log_salt names another subject or process than leaf ${entry.id}`, position)
  try {
    return JSON.parse(record.toString('utf8')) as Record<string, unknown>
  } catch {
    return missing('its record is no JSON')
  }
}
