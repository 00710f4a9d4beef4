import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import type { PublicReads } from '../db/public-reads.ts'

/** An answer in its bytes, and small for who reads that. */
export type Kept = { text: Buffer; brotli: Buffer }

const compress = promisify(brotliCompress)
const bytesAtMost = 64 * 1024 * 1024

/**
 * Answers of the public door, kept until the register's version changes. The version is read for each request after it
 * came, one statement for all who ask meanwhile: what was published before a request is in its answer.
 */
export class KeptAnswers {
  private readonly answers = new Map<string, Kept>()
  private bytes = 0
  private version = ''
  private running: Promise<unknown> = Promise.resolve()
  private next: Promise<string> | undefined
  private readonly reads: PublicReads
  private readonly release: string

  /** @param release what else an answer is made of: another build answers under other tags */
  constructor(reads: PublicReads, release: string) {
    this.reads = reads
    this.release = release
  }

  /** The version as it stands now. @throws what `isAway` knows */
  current(): Promise<string> {
    this.next ??= this.running
      .catch(() => undefined)
      .then(() => {
        this.next = undefined
        const asked = this.ask()
        this.running = asked
        return asked
      })
    return this.next
  }

  /** ETag of what `key` asks for under this version. */
  tagOf(version: string, key: string): string {
    const hash = createHash('sha256').update(`${this.release}\n${key}`).digest('base64url').slice(0, 22)
    return `"${version}-${hash}"`
  }

  find(version: string, key: string): Kept | undefined {
    if (version !== this.version) return undefined
    const found = this.answers.get(key)
    if (found === undefined) return undefined
    // The one used last is forgotten last.
    this.answers.delete(key)
    this.answers.set(key, found)
    return found
  }

  async keep(version: string, key: string, text: string): Promise<Kept> {
    const bytes = Buffer.from(text)
    const brotli = await compress(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
    const kept = { text: bytes, brotli }
    if (version !== this.version) {
      // One that read its version before the last change comes too late to be kept.
      if (Number(version) < Number(this.version)) return kept
      this.answers.clear()
      this.bytes = 0
      this.version = version
    }
    if (!this.answers.has(key)) this.bytes += sizeOf(kept)
    this.answers.set(key, kept)
    for (const [oldest, answer] of this.answers) {
      if (this.bytes <= bytesAtMost) break
      this.answers.delete(oldest)
      this.bytes -= sizeOf(answer)
    }
    return kept
  }

  private async ask(): Promise<string> {
    const { rows } = await this.reads.query<{ version: string }>({
      name: 'register version',
      text: 'select version from register_version',
    })
    return rows[0]?.version ?? '0'
  }
}

const sizeOf = ({ text, brotli }: Kept): number => text.length + brotli.length
