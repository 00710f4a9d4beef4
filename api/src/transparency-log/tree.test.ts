import { describe, expect, test } from 'vitest'
import {
  consistencyRanges,
  Frontier,
  hashOfRange,
  inclusionRanges,
  leafHash,
  nodeHash,
  verifyConsistency,
  verifyInclusion,
} from './tree.ts'
import type { Node } from './tree.ts'

// The reference leaves, roots and proofs of Certificate Transparency, over the tree of RFC 6962.
const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const hashes = (many: readonly string[]) => many.map((bytes) => leafHash(Buffer.from(bytes, 'hex')))
const nodesOf = (many: readonly Buffer[]) => {
  const nodes = new Map<string, Buffer>(many.map((hash, index) => [`0/${index}`, hash]))
  const frontier = new Frontier()
  for (const hash of many) frontier.append(hash, ({ level, index }, node) => nodes.set(`${level}/${index}`, node))
  return ({ level, index }: Node) => {
    const found = nodes.get(`${level}/${index}`)
    if (found === undefined) throw new Error(`no node ${level}/${index}`)
    return found
  }
}
const eight = nodesOf(hashes(leaves))
const inclusion = (index: number, size: number, from = eight) =>
  inclusionRanges(index, size).map((range) => hashOfRange(range, from))
const consistency = (before: number, size: number, from = eight) =>
  consistencyRanges(before, size).map((range) => hashOfRange(range, from))
const hex = (many: readonly Buffer[]) => many.map((hash) => hash.toString('hex'))

describe('the tree of RFC 6962', () => {
  test('the empty tree is the hash of nothing, and each size has the published root', () => {
    const frontier = new Frontier()
    expect(frontier.root().toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    expect(
      hashes(leaves).map((hash) => {
        frontier.append(hash)
        return frontier.root().toString('hex')
      }),
    ).toEqual(roots)
  })

  test('inclusion paths are the published ones', () => {
    expect(hex(inclusion(0, 1))).toEqual([])
    expect(hex(inclusion(5, 8))).toEqual([
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ])
    expect(hex(inclusion(2, 3))).toEqual(['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'])
  })

  test('consistency proofs are the published ones', () => {
    expect(hex(consistency(8, 8))).toEqual([])
    expect(hex(consistency(1, 8))).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ])
    expect(hex(consistency(6, 8))).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ])
    expect(hex(consistency(2, 5))).toEqual([
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ])
  })

  test('every path of every size up to 40 verifies, and none does once a bit, the index or the size is another', () => {
    const many = Array.from({ length: 40 }, (_, index) => leafHash(Buffer.from([index])))
    const nodes = nodesOf(many)
    const rootAt = (size: number) => hashOfRange([0, size], nodes)
    for (let size = 1; size <= many.length; size += 1) {
      for (let index = 0; index < size; index += 1) {
        const path = inclusion(index, size, nodes)
        const leaf = many[index] ?? Buffer.alloc(0)
        expect(verifyInclusion(leaf, index, size, path, rootAt(size))).toBe(true)
        expect(verifyInclusion(leaf, index + 1, size, path, rootAt(size))).toBe(false)
        expect(verifyInclusion(nodeHash(leaf, leaf), index, size, path, rootAt(size))).toBe(false)
        expect(verifyInclusion(leaf, index, size, [...path, leaf], rootAt(size))).toBe(false)
        if (path.length > 0) expect(verifyInclusion(leaf, index, size, path.slice(1), rootAt(size))).toBe(false)
      }
      for (let from = 1; from <= size; from += 1) {
        const path = consistency(from, size, nodes)
        expect(verifyConsistency(from, size, path, rootAt(from), rootAt(size))).toBe(true)
        expect(verifyConsistency(from, size, path, leafHash(rootAt(from)), rootAt(size))).toBe(false)
        expect(verifyConsistency(from, size, path, rootAt(from), leafHash(rootAt(size)))).toBe(false)
        expect(verifyConsistency(from, size, [...path, rootAt(size)], rootAt(from), rootAt(size))).toBe(false)
      }
    }
  })
})
