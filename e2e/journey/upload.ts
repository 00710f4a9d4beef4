import { setTimeout as pause } from 'node:timers/promises'
import { expectThat, present, Unexpected } from './outcome.ts'
import { Documents } from './portal-answers.ts'
import type { SampleFile } from './sample-files.ts'
import { patiently, reach, type Session } from './session.ts'

const chunkBytes = 8 * 1024 * 1024
const settled = new Set(['clean', 'rejected'])

/**
 * Uploads one file into a submission through the resumable door (tus 1.0, creation and PATCH).
 * Returns the document's id, the last segment of the address that the portal gives.
 */
export async function upload(
  session: Session,
  submissionId: string,
  file: SampleFile,
  purpose: 'evidence' | 'modelCard',
): Promise<string> {
  const metadata = Object.entries({ submissionId, filename: file.name, filetype: file.mediaType, purpose })
    .map(([key, value]) => `${key} ${Buffer.from(value, 'utf8').toString('base64')}`)
    .join(',')
  const headers = { ...session.headers(), 'tus-resumable': '1.0.0', 'x-placet-upload': '1' }
  const created = await patiently(() =>
    reach(session.portal, '/files', {
      method: 'POST',
      headers: { ...headers, 'upload-length': String(file.bytes.length), 'upload-metadata': metadata },
    }),
  )
  const refusal = await created.text()
  expectThat(
    created.status === 201,
    `${session.email} cannot upload ${file.name}: ${created.status} ${refusal.slice(0, 200)}`,
  )
  const location = new URL(
    present(created.headers.get('location'), `The portal took ${file.name} but gave no address for it.`),
    session.portal.url,
  )
  for (let offset = 0; offset < file.bytes.length; offset += chunkBytes) {
    const sent = await patiently(() =>
      reach(session.portal, location.pathname, {
        method: 'PATCH',
        headers: { ...headers, 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) },
        body: new Uint8Array(file.bytes.subarray(offset, offset + chunkBytes)),
      }),
    )
    const answer = await sent.text()
    expectThat(sent.status === 204, `${file.name} stopped at byte ${offset}: ${sent.status} ${answer.slice(0, 200)}`)
  }
  return present(location.pathname.split('/').at(-1), `The address of ${file.name} names no document.`)
}

/** Waits until every given document of the submission is clean, at most 60 s; a rejected one ends the journey. */
export async function untilClean(session: Session, submissionId: string, ids: readonly string[]): Promise<void> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await pause(250)) {
    const { submission } = await session.ask('JourneyDocuments', { id: submissionId }, Documents)
    const mine = submission.documents.filter((document) => ids.includes(document.id))
    const rejected = mine.find((document) => document.state === 'rejected')
    if (rejected) throw new Unexpected(`${rejected.name} was rejected: ${rejected.rejection ?? 'no reason given'}`)
    if (mine.length === ids.length && mine.every((document) => settled.has(document.state))) return
  }
  throw new Unexpected(`Some of ${ids.length} uploaded files were not inspected within 60 s.`)
}
