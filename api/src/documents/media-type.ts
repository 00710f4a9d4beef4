import { open } from 'node:fs/promises'
import { fileTypeFromFile } from 'file-type'
import { extensionOf } from './file-name.ts'

/** How a type is told from a file's bytes. `text` types have no mark of their own: they are what is text throughout. */
type Kind = {
  mediaType: string
  extensions: readonly string[]
  /** What clients say besides the type's own name. */
  alsoDeclared: readonly string[]
  content: 'marked' | 'text' | 'json'
  /** Taken only as the answer to a field whose `accept` names it. */
  onlyWhereAsked?: true
}

const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const sheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

// Browsers know no type for some names and then say nothing, or that these are bytes.
const unknown = ['', 'application/octet-stream']

/** Everything that can be uploaded. No HTML, SVG or XML: what a browser runs is no evidence. */
const kinds: readonly Kind[] = [
  { mediaType: 'application/pdf', extensions: ['pdf'], alsoDeclared: [], content: 'marked' },
  { mediaType: 'image/png', extensions: ['png'], alsoDeclared: [], content: 'marked' },
  {
    mediaType: 'image/jpeg',
    extensions: ['jpg', 'jpeg'],
    alsoDeclared: ['image/jpg', 'image/pjpeg'],
    content: 'marked',
  },
  { mediaType: 'application/dicom', extensions: ['dcm', 'dicom'], alsoDeclared: unknown, content: 'marked' },
  { mediaType: word, extensions: ['docx'], alsoDeclared: [], content: 'marked' },
  { mediaType: sheet, extensions: ['xlsx'], alsoDeclared: [], content: 'marked' },
  {
    mediaType: 'text/csv',
    extensions: ['csv'],
    alsoDeclared: ['application/vnd.ms-excel', 'application/csv', 'text/plain'],
    content: 'text',
  },
  { mediaType: 'text/plain', extensions: ['txt'], alsoDeclared: [], content: 'text' },
  {
    mediaType: 'text/markdown',
    extensions: ['md', 'markdown'],
    alsoDeclared: ['text/x-markdown', 'text/plain', ...unknown],
    content: 'text',
  },
  {
    mediaType: 'application/zip',
    extensions: ['zip'],
    alsoDeclared: ['application/x-zip-compressed'],
    content: 'marked',
    onlyWhereAsked: true,
  },
  { mediaType: 'application/json', extensions: ['json'], alsoDeclared: ['text/json'], content: 'json' },
]

/** Types that are taken only where a field asks for them. */
export const askedTypes: readonly string[] = kinds
  .filter(({ onlyWhereAsked }) => onlyWhereAsked === true)
  .map(({ mediaType }) => mediaType)

/** Types that a download may carry; text is said to be UTF-8, which the scan has made sure of. */
export const downloadType = (mediaType: string): string => {
  const kind = kinds.find((each) => each.mediaType === mediaType)
  if (kind === undefined) return 'application/octet-stream'
  return kind.content === 'text' ? `${mediaType}; charset=utf-8` : mediaType
}

/**
 * What a name and a declared type promise, or the code of why they cannot be taken. Parameters of the type are passed over.
 *
 * @param asked media types that the field asks for, where the file answers one
 */
export function promisedKind(
  name: string,
  declared: string,
  asked: readonly string[],
): { kind: Kind } | { rejection: string } {
  const extension = extensionOf(name)
  const kind = kinds.find(({ extensions }) => extensions.includes(extension))
  if (kind === undefined || (kind.onlyWhereAsked === true && !asked.includes(kind.mediaType)))
    return { rejection: 'document.typeNotAllowed' }
  const type = declared.split(';')[0]?.trim().toLowerCase() ?? ''
  return type === kind.mediaType || kind.alsoDeclared.includes(type)
    ? { kind }
    : { rejection: 'document.declaredDiffers' }
}

/** Beginnings of files that are text throughout, yet are no plain text: programs, pages, and other formats. */
const foreignText = /^\s*(?:%PDF-|%!PS|\{\\rtf|#!|<\?|<!doctype|<(?:html|head|body|svg|script|iframe|xml)\b)/i

/** Does a text begin as a page, picture or program does? `start` is its first kilobyte. */
export const isForeignText = (start: string): boolean => foreignText.test(start.replace(/^\uFEFF/, ''))

/**
 * Whether a stored file of a marked type is what it promises: the type's own mark at offset 0 (DICOM: 128), and what
 * `file-type` makes of it.
 */
export async function hasMarkOf(path: string, kind: Kind): Promise<boolean> {
  if (!(await startsAs(path, kind.mediaType))) return false
  const found = await fileTypeFromFile(path)
  if (kind.mediaType === 'application/dicom') return [undefined, kind.mediaType, 'image/tiff'].includes(found?.mime)
  return found?.mime === kind.mediaType
}

// The 128 bytes before the mark are free, and some makers put the head of a TIFF there; anything else is an attack.
const mayPrecedeDicom = (start: Buffer): boolean =>
  start.subarray(0, 128).every((byte) => byte === 0) || ['II*\0', 'MM\0*'].includes(start.toString('latin1', 0, 4))

async function startsAs(path: string, mediaType: string): Promise<boolean> {
  const start = Buffer.alloc(132)
  const file = await open(path, 'r')
  try {
    await file.read(start, 0, start.length, 0)
  } finally {
    await file.close()
  }
  switch (mediaType) {
    case 'application/pdf':
      return start.subarray(0, 5).toString('latin1') === '%PDF-'
    case 'image/png':
      return start.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))
    case 'image/jpeg':
      return start.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))
    case 'application/dicom':
      return start.subarray(128).toString('latin1') === 'DICM' && mayPrecedeDicom(start)
    default:
      return start.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 0x03, 0x04]))
  }
}
