import { open } from 'node:fs/promises'

const endOfZip = Buffer.from('504b0506', 'hex')
/** The end of a ZIP's directory, and the longest comment after it. */
const endBytes = 22 + 65_535

/** Does a file that is no archive end as one does? A reader of archives looks at the end, and would find one there. */
export async function endsAsArchive(path: string): Promise<boolean> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const tail = Buffer.alloc(Math.min(size, endBytes))
    await file.read(tail, 0, tail.length, size - tail.length)
    for (let at = tail.lastIndexOf(endOfZip); at >= 0; at = at === 0 ? -1 : tail.lastIndexOf(endOfZip, at - 1))
      if (at + 22 <= tail.length && at + 22 + tail.readUInt16LE(at + 20) === tail.length) return true
    return false
  } finally {
    await file.close()
  }
}
