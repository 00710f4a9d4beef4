import { createHash } from 'node:crypto'

// RFC 6962 and RFC 9162, 2.1, written for checking: nothing here is shared with who builds the tree.

export const sha256 = (...parts: (Uint8Array | string)[]): Buffer =>
  parts.reduce<ReturnType<typeof createHash>>((hash, part) => hash.update(part), createHash('sha256')).digest()

export const leafHash = (bytes: Uint8Array): Buffer => sha256(Buffer.from([0]), bytes)
const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer => sha256(Buffer.from([1]), left, right)

/** The root of a tree that grows leaf by leaf; memory for its right edge only. */
export class Tree {
  size = 0
  private edge: { level: number; hash: Buffer }[] = []
  private readonly onNode: (level: number, index: number, hash: Buffer) => void

  /** @param onNode hears of every complete subtree above the leaves */
  constructor(onNode: (level: number, index: number, hash: Buffer) => void = () => undefined) {
    this.onNode = onNode
  }

  append(leaf: Buffer): void {
    let node = { level: 0, hash: leaf }
    for (let left = this.edge.at(-1); left?.level === node.level; left = this.edge.at(-1)) {
      this.edge.pop()
      node = { level: node.level + 1, hash: nodeHash(left.hash, node.hash) }
      this.onNode(node.level, Math.floor(this.size / 2 ** node.level), node.hash)
    }
    this.edge.push(node)
    this.size += 1
  }

  root(): Buffer {
    const hashes = this.edge.map(({ hash }) => hash)
    const last = hashes.pop()
    return last === undefined ? sha256() : hashes.reduceRight((right, left) => nodeHash(left, right), last)
  }
}

/** The root that a leaf and its path lead to; null where the path does not fit the index and the size. */
export function rootOfPath(leaf: Buffer, index: number, size: number, path: readonly Buffer[]): Buffer | null {
  if (index < 0 || index >= size) return null
  const fold = (start: number, end: number, steps: readonly Buffer[]): Buffer | null => {
    if (end - start === 1) return steps.length === 0 ? leaf : null
    const sibling = steps.at(-1)
    if (sibling === undefined) return null
    const middle = start + 2 ** Math.floor(Math.log2(end - start - 1))
    const rest = steps.slice(0, -1)
    if (index < middle) {
      const left = fold(start, middle, rest)
      return left && nodeHash(left, sibling)
    }
    const right = fold(middle, end, rest)
    return right && nodeHash(sibling, right)
  }
  return fold(0, size, path)
}

/** Whether a tree of `to` leaves and root `newer` begins with the tree of `from` leaves and root `older`. */
export function isConsistent(from: number, to: number, older: Buffer, newer: Buffer, path: readonly Buffer[]): boolean {
  if (from === to) return path.length === 0 && older.equals(newer)
  if (from < 1 || from > to) return false
  // Both roots at once: of the first `from` leaves and of all, by the recursion of RFC 6962, 2.1.2.
  const fold = (end: number, start: number, steps: readonly Buffer[], whole: boolean): [Buffer, Buffer] | null => {
    if (from === end) {
      if (whole) return steps.length === 0 ? [older, older] : null
      const [only, ...others] = steps
      return only === undefined || others.length > 0 ? null : [only, only]
    }
    const sibling = steps.at(-1)
    if (sibling === undefined) return null
    const middle = start + 2 ** Math.floor(Math.log2(end - start - 1))
    const rest = steps.slice(0, -1)
    if (from <= middle) {
      const left = fold(middle, start, rest, whole)
      return left && [left[0], nodeHash(left[1], sibling)]
    }
    const right = fold(end, middle, rest, false)
    return right && [nodeHash(sibling, right[0]), nodeHash(sibling, right[1])]
  }
  const roots = fold(to, 0, path, true)
  return roots !== null && roots[0].equals(older) && roots[1].equals(newer)
}
