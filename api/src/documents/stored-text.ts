import { createReadStream } from 'node:fs'
import { badInput } from '../kernel/errors.ts'

/** The text of a stored file, at most `limit` bytes, as UTF-8. */
export async function readStoredText(path: string, limit: number): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of createReadStream(path)) {
    const bytes = part as Buffer
    size += bytes.length
    if (size > limit) throw badInput('the file is too large to be read as text')
    parts.push(bytes)
  }
  return Buffer.concat(parts).toString('utf8')
}
