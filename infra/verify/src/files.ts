import { createReadStream } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Findings } from './findings.ts'
import { valuesOf } from './row-text.ts'
import type { Source } from './source.ts'

type Document = { id: string; state: string; storage_key: string; sha256: string | null; size: number }

/** Every released file against the hash in its row. @param folder that holds `<first two>/<storage key>` */
export async function checkFiles(source: Source, findings: Findings, folder: string): Promise<number> {
  let checked = 0
  for await (const text of source.rows('document')) {
    const { id, state, storage_key: key, sha256, size } = valuesOf(text) as Document
    if (state !== 'clean') continue
    checked += 1
    // A key that is no key is no path either.
    const found = /^[0-9a-f]{64}$/.test(key) ? await hashOf(join(folder, key.slice(0, 2), key)) : null
    if (found === null) findings.add(`document ${id}: its file is not there`)
    else if (found.hash !== sha256 || found.size !== size)
      findings.add(`document ${id}: its file does not have its hash`)
  }
  return checked
}

async function hashOf(path: string): Promise<{ hash: string; size: number } | null> {
  const hash = createHash('sha256')
  let size = 0
  try {
    await pipeline(createReadStream(path), async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) {
        hash.update(chunk)
        size += chunk.length
      }
    })
  } catch {
    return null
  }
  return { hash: hash.digest('hex'), size }
}
