import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'

/** More than any radiograph that is shown as PNG or JPEG; decoded as RGBA it would take 400 MB. */
const pixelsAtMost = 100_000_000
const segmentsAtMost = 2000

const endOfPng = Buffer.from('0000000049454e44ae426082', 'hex')

type Size = { width: number; height: number }

/** Why a PNG or JPEG cannot be taken, or null. Its size is read from its head: nothing is decoded. */
export async function inspectPicture(path: string, mediaType: string): Promise<string | null> {
  const file = await open(path, 'r')
  try {
    const size = mediaType === 'image/png' ? await sizeOfPng(file) : await sizeOfJpeg(file)
    if (size === null || size.width === 0 || size.height === 0) return 'document.pictureBroken'
    return size.width * size.height > pixelsAtMost ? 'document.tooManyPixels' : null
  } finally {
    await file.close()
  }
}

/** The first chunk must be the head, and the file must end with the last one. */
async function sizeOfPng(file: FileHandle): Promise<Size | null> {
  const head = await bytesAt(file, 8, 16)
  if (head.length < 16 || head.toString('latin1', 4, 8) !== 'IHDR') return null
  const { size } = await file.stat()
  if (!(await bytesAt(file, size - 12, 12)).equals(endOfPng)) return null
  return { width: head.readUInt32BE(8), height: head.readUInt32BE(12) }
}

/** Frame heads (SOF0 to SOF15) among the segments before the picture's data; tables and arithmetic marks are none. */
async function sizeOfJpeg(file: FileHandle): Promise<Size | null> {
  let at = 2
  for (let segments = 0; segments < segmentsAtMost; segments += 1) {
    const head = await bytesAt(file, at, 9)
    if (head.length < 9 || head[0] !== 0xff) return null
    const mark = head[1] ?? 0
    if (mark === 0xff) {
      at += 1
      continue
    }
    if (mark === 0xd9 || mark === 0xda) return null
    const isFrame = mark >= 0xc0 && mark <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(mark)
    if (isFrame) return { height: head.readUInt16BE(5), width: head.readUInt16BE(7) }
    at += 2 + head.readUInt16BE(2)
  }
  return null
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  const { bytesRead } = await file.read(buffer, 0, length, Math.max(0, position))
  return buffer.subarray(0, bytesRead)
}
