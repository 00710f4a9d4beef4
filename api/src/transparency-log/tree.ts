import { createHash } from 'node:crypto'

/** The Merkle tree of RFC 6962 (and RFC 9162, section 2.1): pure functions over SHA-256 hashes of 32 bytes. */

const sha256 = (...parts: Uint8Array[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
const [leafMark, nodeMark] = [Buffer.from([0]), Buffer.from([1])]

export const leafHash = (bytes: Uint8Array): Buffer => sha256(leafMark, bytes)
export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer => sha256(nodeMark, left, right)
const emptyRoot = sha256()

/** A complete subtree: `level` 0 is a leaf; it covers the leaves from index·2^level on, 2^level of them. */
export type Node = { level: number; index: number }
/** Leaves from `start` up to and without `end`. */
type Range = readonly [start: number, end: number]
/** Hash of a complete subtree. */
export type NodeHashes = (node: Node) => Buffer

/** The largest power of two below `size`, for a size of 2 or more. */
function splitOf(size: number): number {
  let split = 1
  while (split * 2 < size) split *= 2
  return split
}

/** The complete subtrees that make up a range whose start is a multiple of its size rounded up to a power of two. */
export function subtreesOf([start, end]: Range): Node[] {
  const nodes: Node[] = []
  for (let at = start; at < end;) {
    let level = 0
    while (at % 2 ** (level + 1) === 0 && at + 2 ** (level + 1) <= end) level += 1
    nodes.push({ level, index: at / 2 ** level })
    at += 2 ** level
  }
  return nodes
}

/** MTH of a range: its complete subtrees, folded from the right. */
export function hashOfRange(range: Range, hashes: NodeHashes): Buffer {
  const parts = subtreesOf(range).map(hashes)
  const last = parts.pop()
  if (last === undefined) return emptyRoot
  return parts.reduceRight((right, left) => nodeHash(left, right), last)
}

/** PATH(index, size) of RFC 6962 2.1.1 as the ranges to hash, nearest first. Needs index < size. */
export function inclusionRanges(index: number, size: number): Range[] {
  const path: Range[] = []
  for (let [start, end] = [0, size]; end - start > 1;) {
    const middle = start + splitOf(end - start)
    if (index < middle) {
      path.push([middle, end])
      end = middle
    } else {
      path.push([start, middle])
      start = middle
    }
  }
  return path.reverse()
}

/** PROOF(from, size) of RFC 6962 2.1.2 as the ranges to hash. Needs 0 < from <= size. */
export function consistencyRanges(from: number, size: number): Range[] {
  const path: Range[] = []
  let [start, end] = [0, size]
  let whole = true
  while (from !== end) {
    const middle = start + splitOf(end - start)
    if (from <= middle) {
      path.push([middle, end])
      end = middle
    } else {
      path.push([start, middle])
      start = middle
      whole = false
    }
  }
  if (!whole) path.push([start, end])
  return path.reverse()
}

/** RFC 9162, 2.1.3.2. */
export function verifyInclusion(
  leaf: Uint8Array,
  index: number,
  size: number,
  path: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (index >= size) return false
  let [fn, sn] = [index, size - 1]
  let hash: Buffer = Buffer.from(leaf)
  for (const step of path) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      hash = nodeHash(step, hash)
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)]
    } else hash = nodeHash(hash, step)
    ;[fn, sn] = [half(fn), half(sn)]
  }
  return sn === 0 && hash.equals(root)
}

/** RFC 9162, 2.1.4.2; sizes may be equal, and then the path is empty and the roots are one. */
export function verifyConsistency(
  from: number,
  size: number,
  path: readonly Uint8Array[],
  fromRoot: Uint8Array,
  root: Uint8Array,
): boolean {
  if (from > size || from === 0) return false
  if (from === size) return path.length === 0 && Buffer.from(fromRoot).equals(root)
  const steps = Number.isInteger(Math.log2(from)) ? [fromRoot, ...path] : [...path]
  let [fn, sn] = [from - 1, size - 1]
  while (fn % 2 === 1) [fn, sn] = [half(fn), half(sn)]
  const first = steps.shift()
  if (first === undefined) return false
  let [older, newer]: [Buffer, Buffer] = [Buffer.from(first), Buffer.from(first)]
  for (const step of steps) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      older = nodeHash(step, older)
      newer = nodeHash(step, newer)
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)]
    } else newer = nodeHash(newer, step)
    ;[fn, sn] = [half(fn), half(sn)]
  }
  return sn === 0 && older.equals(fromRoot) && newer.equals(root)
}

const half = (of: number) => Math.floor(of / 2)

/** The right edge of a growing tree: its size, and the hashes of the complete subtrees that make it up. */
export class Frontier {
  size: number
  private readonly peaks: Buffer[]

  /** @param peaks hashes of `subtreesOf([0, size])`, in that order */
  constructor(size = 0, peaks: readonly Buffer[] = []) {
    this.size = size
    this.peaks = [...peaks]
  }

  /** Appends one leaf hash; `completed` hears of each subtree above the leaves that it completes. */
  append(leaf: Buffer, completed?: (node: Node, hash: Buffer) => void): void {
    let [hash, index] = [leaf, this.size]
    for (let level = 1; index % 2 === 1; level += 1) {
      index = half(index)
      hash = nodeHash(this.peaks.pop() ?? emptyRoot, hash)
      completed?.({ level, index }, hash)
    }
    this.peaks.push(hash)
    this.size += 1
  }

  root(): Buffer {
    const [last, ...others] = this.peaks.toReversed()
    return last === undefined ? emptyRoot : others.reduce((right, left) => nodeHash(left, right), last)
  }

  hashes(): readonly Buffer[] {
    return this.peaks
  }

  copy(): Frontier {
    return new Frontier(this.size, this.peaks)
  }
}
