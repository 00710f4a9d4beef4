import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { inspect } from './inspection/inspection.ts'
import { MalwareMark } from './inspection/malware-mark.ts'
import { JsonShape } from './json-shape.ts'
import { hasMarkOf, isForeignText, promisedKind } from './media-type.ts'

/** What the stored bytes say. `sha256` is of the bytes as they lie in the store, in hexadecimal. */
export type Verdict = { size: number; sha256: string } & ({ mediaType: string } | { rejection: string })

// Small enough that other requests do not wait behind one piece.
const pieceSize = 256 * 1024

/**
 * Reads a stored file from its first byte to its last, in flat memory: hash, size, known malware, and whether its
 * content, its name and its declared type agree; then a second time where what lies inside it matters.
 * @throws what the file system throws, when the file cannot be read
 */
export async function checkContent(
  path: string,
  name: string,
  declared: string,
  asked: readonly string[] = [],
  signal?: AbortSignal,
): Promise<Verdict> {
  const hash = createHash('sha256')
  const promised = promisedKind(name, declared, asked)
  const content = 'kind' in promised ? promised.kind.content : 'marked'
  const text = content === 'marked' ? undefined : new TextCheck()
  const json = content === 'json' ? new JsonShape() : undefined
  let isJson = true
  let size = 0
  const malware = new MalwareMark()
  let isMalware = false
  for await (const part of createReadStream(path, { highWaterMark: pieceSize, signal })) {
    const bytes = part as Buffer
    size += bytes.length
    hash.update(bytes)
    isMalware = malware.isIn(bytes)
    const words = text?.take(bytes)
    if (json !== undefined && isJson) isJson = words !== undefined && json.take(words)
  }
  const seen = { size, sha256: hash.digest('hex') }
  if (isMalware) return { ...seen, rejection: 'document.malware' }
  if (size === 0) return { ...seen, rejection: 'document.empty' }
  if ('rejection' in promised) return { ...seen, rejection: promised.rejection }
  const { kind } = promised
  if (text === undefined) {
    const inside = (await hasMarkOf(path, kind))
      ? await inspect(path, kind.mediaType, signal)
      : 'document.contentDiffers'
    return inside === null ? { ...seen, mediaType: kind.mediaType } : { ...seen, rejection: inside }
  }
  const fault = text.end()
  if (fault !== null) return { ...seen, rejection: fault }
  if (json !== undefined && (!isJson || !json.end())) return { ...seen, rejection: 'document.notJson' }
  return { ...seen, mediaType: kind.mediaType }
}

/** Whether bytes are text in UTF-8 throughout, without control characters that no text has. */
class TextCheck {
  private start = ''
  private rest = Buffer.alloc(0)
  private fault: string | null = null

  /** The text of the next piece, as far as its characters are complete; undefined once it is no text. */
  take(bytes: Buffer): string | undefined {
    if (this.fault !== null) return undefined
    const all = Buffer.concat([this.rest, bytes])
    const whole = all.subarray(0, all.length - openCharacter(all))
    this.rest = all.subarray(whole.length)
    // A NUL says binary, or UTF-16: for people that is one question, how the file was saved.
    if (!isUtf8(whole) || whole.includes(0)) this.fault = 'document.notUtf8'
    else if (controls.test(whole.toString('latin1'))) this.fault = 'document.contentDiffers'
    if (this.fault !== null) return undefined
    const words = whole.toString('utf8')
    const isFirst = this.start === ''
    if (this.start.length < 1024) this.start += words.slice(0, 1024)
    return isFirst ? words.replace(/^\uFEFF/, '') : words
  }

  end(): string | null {
    if (this.fault !== null) return this.fault
    if (this.rest.length > 0) return 'document.notUtf8'
    return isForeignText(this.start) ? 'document.contentDiffers' : null
  }
}

// eslint-disable-next-line no-control-regex -- naming control characters is the purpose
const controls = /[\u0001-\u0008\u000b\u000e-\u001f\u007f]/

/** Bytes at the end that begin a character of UTF-8 and wait for its rest. */
function openCharacter(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0
    if (byte < 0x80) return 0
  }
  return 0
}
