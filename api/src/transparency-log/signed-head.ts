import { mkdirSync } from 'node:fs'
import { open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import * as z from 'zod/mini'
import { Frontier, subtreesOf } from './tree.ts'

const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/))
const Kept = z.object({ size: z.int(), peaks: z.array(hash), note: z.string() })

/** The last head that was signed, with the tree's edge at it. */
export type SignedHead = { frontier: Frontier; note: string }

/** The signer's own memory, a file outside the database: what it signed last is what it must never contradict. */
export class SignedHeadFile {
  readonly path: string

  constructor(path: string) {
    this.path = path
  }

  /** Null where nothing was ever signed. A file that can not be read is a fault, never the same as none. */
  async read(): Promise<SignedHead | null> {
    let text: string
    try {
      text = await readFile(this.path, 'utf8')
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null
      throw cause
    }
    const { size, peaks, note } = Kept.parse(JSON.parse(text))
    if (peaks.length !== subtreesOf([0, size]).length) throw new Error(`${this.path} is damaged`)
    return {
      frontier: new Frontier(
        size,
        peaks.map((peak) => Buffer.from(peak, 'hex')),
      ),
      note,
    }
  }

  /** On the disk when this returns, whole or not at all. */
  async write({ frontier, note }: SignedHead): Promise<void> {
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 })
    const fresh = `${this.path}.${process.pid}`
    const file = await open(fresh, 'w', 0o600)
    await file.writeFile(
      JSON.stringify({ size: frontier.size, peaks: frontier.hashes().map((peak) => peak.toString('hex')), note }),
    )
    await file.sync()
    await file.close()
    await rename(fresh, this.path)
  }
}
