import { inspectArchive } from './archive.ts'
import { inspectPdf } from './pdf.ts'
import { inspectPicture } from './picture.ts'
import { endsAsArchive } from './polyglot.ts'

/**
 * What is wrong inside a stored file whose mark is right, as the code of a reason; null for nothing.
 * @throws what the file system throws; an abort
 */
export async function inspect(path: string, mediaType: string, signal?: AbortSignal): Promise<string | null> {
  switch (mediaType) {
    case 'application/zip':
      return inspectArchive(path, false, signal)
    case 'application/vnd.openxmlformats-officedocument.wordprocessingml.document':
    case 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet':
      return inspectArchive(path, true, signal)
  }
  if (await endsAsArchive(path)) return 'document.twoKinds'
  switch (mediaType) {
    case 'application/pdf':
      return inspectPdf(path, signal)
    case 'image/png':
    case 'image/jpeg':
      return inspectPicture(path, mediaType)
    default:
      return null
  }
}
