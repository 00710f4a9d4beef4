import { getFileNameLowLevel, openPromise, validateFileName } from 'yauzl'
import type { Entry, ZipFile } from 'yauzl'
import { MalwareMark } from './malware-mark.ts'

/** Limits of security.md 9, over real bytes: what the archive says of itself is not believed. */
const entriesAtMost = 1000
const bytesAtMost = 200_000_000
const ratioAtMost = 100
/** Below this an entry's own ratio says nothing: a short table of equal rows packs well. */
const ratioFromBytes = 1_000_000
const typesAtMost = 1_000_000

/** Beginnings of archives: ZIP (also an empty one), RAR, 7z, gzip, bzip2, xz, cabinet. */
const nested = ['504b0304', '504b0506', '52617221', '377abcaf', '1f8b', '425a68', 'fd377a58', '4d534346'].map((hex) =>
  Buffer.from(hex, 'hex'),
)
const macros =
  /(?:^|\/)(?:vbaProject\.bin|vbaData\.xml|vbaProjectSignature\w*\.bin)$|(?:^|\/)(?:activeX|macrosheets)\//i
const macroTypes = /macroEnabled|vbaProject|ms-excel\.macrosheet/i
const link = 0xa000

/**
 * Why an archive cannot be taken, or null. Every entry is unpacked once, into nothing: entries, real bytes and ratio are
 * counted; links, outward names, nested and locked entries refused. With `isOffice` macros are refused too.
 */
export async function inspectArchive(path: string, isOffice: boolean, signal?: AbortSignal): Promise<string | null> {
  let zip: ZipFile | undefined
  try {
    zip = await openPromise(path, { autoClose: false, decodeStrings: false, validateEntrySizes: true })
    if (zip.entryCount > entriesAtMost) return 'document.archiveTooLarge'
    return await inspectEntries(zip, isOffice, signal)
  } catch (fault) {
    if (signal?.aborted === true) throw fault
    return 'document.archiveBroken'
  } finally {
    zip?.close()
  }
}

async function inspectEntries(zip: ZipFile, isOffice: boolean, signal?: AbortSignal): Promise<string | null> {
  const names = new Set<string>()
  let total = 0
  for await (const entry of zip.eachEntry()) {
    const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true)
    const fault = faultOf(entry, name, names)
    if (fault !== null) return fault
    if (isOffice && macros.test(name)) return 'document.macros'
    if (name.endsWith('/')) continue
    const seen = await unpack(zip, entry, bytesAtMost - total, isOffice && name === '[Content_Types].xml', signal)
    if (typeof seen === 'string') return seen
    total += seen.bytes
    if (total > ratioAtMost * zip.fileSize && total > ratioFromBytes) return 'document.archiveTooLarge'
  }
  return null
}

function faultOf(entry: Entry, name: string, names: Set<string>): string | null {
  if (entry.isEncrypted()) return 'document.archiveLocked'
  if (validateFileName(name) !== null || name.includes('\0')) return 'document.archiveNames'
  if (((entry.externalFileAttributes >>> 16) & 0xf000) === link) return 'document.archiveNames'
  const folded = name.normalize('NFC').toLowerCase()
  if (names.has(folded)) return 'document.archiveNames'
  names.add(folded)
  return null
}

async function unpack(
  zip: ZipFile,
  entry: Entry,
  room: number,
  saysTypes: boolean,
  signal?: AbortSignal,
): Promise<{ bytes: number } | string> {
  const stream = await zip.openReadStreamPromise(entry)
  const malware = new MalwareMark()
  let bytes = 0
  let start = Buffer.alloc(0)
  let types = ''
  try {
    for await (const part of stream) {
      signal?.throwIfAborted()
      const piece = part as Buffer
      bytes += piece.length
      if (bytes > room) return 'document.archiveTooLarge'
      if (bytes > ratioFromBytes && bytes > ratioAtMost * entry.compressedSize) return 'document.archiveTooLarge'
      if (malware.isIn(piece)) return 'document.malware'
      if (start.length < 8) start = Buffer.concat([start, piece.subarray(0, 8)])
      if (saysTypes && types.length < typesAtMost) types += piece.toString('latin1')
    }
  } finally {
    stream.destroy()
  }
  if (nested.some((mark) => start.subarray(0, mark.length).equals(mark))) return 'document.archiveNested'
  return macroTypes.test(types) ? 'document.macros' : { bytes }
}
