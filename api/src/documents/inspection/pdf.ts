import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { inflateSync } from 'node:zlib'

/** What a page must not carry (security.md 9). Long enough that no compressed picture spells one by chance. */
const active = /\/(?:JavaScript|Launch|EmbeddedFiles?|Rendition|RichMedia|XFA\s*(?:\[|\d+ \d+ R))(?![\w-])/
const locked = /\/Encrypt(?![\w-])/
const packedObjects = /\/ObjStm(?![\w-])/g

const pieceBytes = 256 * 1024
/** Longest head of a packed object stream, from its mark to its bytes, and how much of it is unpacked. */
const headBytes = 4096
const packedBytes = 8 * 1024 ** 2
const unpackedBytes = 64 * 1024 ** 2
const tailBytes = 64 * 1024

/** `/J#61vaScript` is `/JavaScript` to a reader (ISO 32000-1, 7.3.5). */
const plainNames = (text: string): string =>
  text.includes('#')
    ? text.replace(/#([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    : text

/**
 * Why a PDF cannot be taken, or null: it ends at its last `%%EOF`, and carries no script, program, attached file or lock.
 * Read in pieces; the object streams, where names hide, are unpacked one at a time.
 */
export async function inspectPdf(path: string, signal?: AbortSignal): Promise<string | null> {
  if (!(await endsAtMark(path))) return 'document.pdfCutOff'
  let before = ''
  let at = 0
  const packed: number[] = []
  for await (const part of createReadStream(path, { highWaterMark: pieceBytes, signal })) {
    const text = (part as Buffer).toString('latin1')
    const raw = before + text
    const names = plainNames(raw)
    if (locked.test(names)) return 'document.pdfLocked'
    if (active.test(names)) return 'document.pdfActive'
    // Where a name is written in escapes its place is not known: nobody writes this one so but to hide it.
    const found = [...raw.matchAll(packedObjects)].map(({ index }) => at - before.length + index)
    if (found.length < [...names.matchAll(packedObjects)].length) return 'document.pdfActive'
    for (const place of found) if (place > (packed.at(-1) ?? -1)) packed.push(place)
    before = raw.slice(-64)
    at += text.length
  }
  const file = await open(path, 'r')
  try {
    for (const place of packed) {
      signal?.throwIfAborted()
      const text = await unpack(file, place)
      if (text === null) return 'document.pdfUnreadable'
      if (active.test(plainNames(text))) return 'document.pdfActive'
    }
  } finally {
    await file.close()
  }
  return null
}

type Readable = {
  read(buffer: Buffer, offset: number, length: number, position: number): Promise<{ bytesRead: number }>
}

/** The objects of the stream whose head names it at `place`; null where they cannot be looked into. */
async function unpack(file: Readable, place: number): Promise<string | null> {
  const start = Math.max(0, place - headBytes)
  const head = await bytesAt(file, start, place - start + headBytes)
  const text = head.toString('latin1')
  const mark = /stream(?:\r\n|\n|\r)/g
  mark.lastIndex = place - start
  const found = mark.exec(text)
  if (found === null) return null
  const dictionary = plainNames(text.slice(text.lastIndexOf(' obj', place - start) + 1, found.index))
  const filters = dictionary.match(/\/\w+Decode\b/g) ?? []
  const predictor = Number(/\/Predictor\s+(\d+)/.exec(dictionary)?.[1] ?? 1)
  if (filters.some((filter) => filter !== '/FlateDecode') || filters.length > 1 || predictor > 1) return null
  const body = await bytesAt(file, start + found.index + found[0].length, packedBytes)
  if (filters.length === 0) {
    const end = body.indexOf('endstream', 0, 'latin1')
    return end < 0 ? null : body.subarray(0, end).toString('latin1')
  }
  try {
    return inflateSync(body, { maxOutputLength: unpackedBytes }).toString('latin1')
  } catch {
    return null
  }
}

async function bytesAt(file: Readable, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  const { bytesRead } = await file.read(buffer, 0, length, position)
  return buffer.subarray(0, bytesRead)
}

/** Nothing but white space after the last `%%EOF`. */
async function endsAtMark(path: string): Promise<boolean> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const from = Math.max(0, size - tailBytes)
    const tail = (await bytesAt(file, from, size - from)).toString('latin1')
    const mark = tail.lastIndexOf('%%EOF')
    // eslint-disable-next-line no-control-regex -- a NUL is white space in a PDF
    return mark >= 0 && /^[\u0000\t\n\f\r ]*$/.test(tail.slice(mark + 5))
  } finally {
    await file.close()
  }
}
