import type { ApolloClient } from '@apollo/client'
import { useEffect, useReducer, useRef } from 'react'
import type { HttpResponse, Upload, UploadOptions } from 'tus-js-client'
import * as z from 'zod/mini'
import { DossierDocumentsDocument } from './saved-answers.generated.ts'

/** One file on its way in. */
export interface Uploading {
  key: string
  name: string
  size: number
  /** Bytes that have arrived. */
  sent: number
  state: 'running' | 'paused' | 'failed'
  /** Why the door did not take it, in its words; null when it could not be reached. */
  reason: string | null
}

/** A file that was begun before this page was opened, and did not arrive whole. */
export interface Unfinished {
  id: string
  name: string
  size: number
  field: string
  mark: string
}

/** What its sender knows a file by, on whatever page it is chosen again. */
const markOf = (file: File): string => String(file.lastModified)

const chunkSize = 8 * 1024 * 1024
const retryDelays = [0, 1000, 3000, 5000, 10_000]

type Purpose = 'evidence' | 'modelCard'
type Reactions = Pick<UploadOptions, 'onProgress' | 'onError' | 'onSuccess'>

const door = { 'X-Placet-Upload': '1' }
const addressOf = (id: string): string => `/files/${encodeURIComponent(id)}`

/** @param of the field that the file answers, and the upload of it that was begun before */
async function uploadOf(
  submissionId: string,
  file: File,
  purpose: Purpose,
  reactions: Reactions,
  of: { field?: string; begun?: Unfinished | undefined } = {},
): Promise<Upload> {
  const tus = await import('tus-js-client')
  return new tus.Upload(file, {
    ...(of.begun ? { uploadUrl: addressOf(of.begun.id) } : {}),
    endpoint: '/files',
    chunkSize,
    retryDelays,
    // Nothing about a dossier is left on the device.
    storeFingerprintForResuming: false,
    headers: door,
    metadata: {
      submissionId,
      filename: file.name,
      filetype: file.type || 'application/octet-stream',
      purpose,
      field: of.field ?? '',
      mark: markOf(file),
    },
    ...reactions,
  })
}

/** The last part of a finished upload's address is the document's id. */
function documentIdOf({ url }: Upload): string {
  return decodeURIComponent(url?.split('/').pop() ?? '')
}

/**
 * Sends one file and waits for it.
 *
 * @returns the id of the document. Rejects when the door refuses or cannot be reached.
 */
export async function sendFile(submissionId: string, file: File, purpose: Purpose): Promise<string> {
  const arrived = Promise.withResolvers<void>()
  const upload = await uploadOf(submissionId, file, purpose, {
    onError: arrived.reject,
    onSuccess: () => arrived.resolve(),
  })
  upload.start()
  await arrived.promise
  return documentIdOf(upload)
}

const checkMs = { pause: 300, most: 30_000 }

/**
 * Waits until a file that has arrived was looked at, half a minute at most: whoever reads it is then told by the server
 * that it is still being checked, or why it was rejected.
 */
export async function untilChecked(client: ApolloClient, submissionId: string, documentId: string): Promise<void> {
  for (const until = Date.now() + checkMs.most; Date.now() < until; await pause(checkMs.pause)) {
    const { data } = await client.query({
      query: DossierDocumentsDocument,
      variables: { id: submissionId },
      fetchPolicy: 'network-only',
    })
    const found = data?.submission.documents.find(({ id }) => id === documentId)
    if (!found || found.state === 'clean' || found.state === 'rejected') return
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

const DoorRefusal = z.object({ message: z.string() })

/** Why the door did not take a file, in its own words; null when it could not be reached or broke. */
export function reasonOf(fault: unknown): string | null {
  if (!(fault instanceof Error) || !('originalResponse' in fault)) return null
  const response = fault.originalResponse as HttpResponse | null
  if (!response || response.getStatus() >= 500) return null
  return DoorRefusal.safeParse(jsonOf(response.getBody())).data?.message ?? null
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

interface Sending {
  submissionId: string
  /** The field that the files answer, or `field.column`. */
  field: string
  unfinished: readonly Unfinished[]
  /** Is called with the id of each document that has arrived whole. */
  onArrived: (documentId: string) => void
  /** What is unfinished has changed. */
  onChanged: () => void
}

/**
 * Sends files through the resumable door, in pieces of 8 MiB. A broken connection is taken up where it stopped; so is a
 * file that an earlier page began, when it is chosen again.
 */
export function useUploads({ submissionId, field, unfinished, onArrived, onChanged }: Sending) {
  const running = useRef(new Map<string, { upload: Upload | null; shown: Uploading }>())
  const arrived = useRef(onArrived)
  const [, redraw] = useReducer((count: number) => count + 1, 0)

  useEffect(() => {
    arrived.current = onArrived
  })

  useEffect(() => {
    const uploads = running.current
    const warn = (event: BeforeUnloadEvent) => {
      if (uploads.size > 0) event.preventDefault()
    }
    addEventListener('beforeunload', warn)
    return () => {
      removeEventListener('beforeunload', warn)
      for (const { upload } of uploads.values()) void upload?.abort()
    }
  }, [])

  function show(key: string, change: Partial<Uploading>): void {
    const entry = running.current.get(key)
    if (!entry) return
    entry.shown = { ...entry.shown, ...change }
    redraw()
  }

  /** What an earlier page began and this one has not taken up. */
  function waiting(): Unfinished[] {
    const taken = new Set([...running.current.values()].map(({ upload }) => upload?.url?.split('/').pop()))
    return unfinished.filter(({ id }) => !taken.has(id))
  }

  async function forget(id: string): Promise<void> {
    const tus = await import('tus-js-client')
    await tus.Upload.terminate(addressOf(id), { headers: door, retryDelays }).catch(() => undefined)
    onChanged()
  }

  async function add(file: File): Promise<void> {
    const key = crypto.randomUUID()
    const shown: Uploading = { key, name: file.name, size: file.size, sent: 0, state: 'running', reason: null }
    const begun = waiting().find(
      (each) => each.field === field && each.size === file.size && each.mark === markOf(file),
    )
    running.current.set(key, { upload: null, shown })
    redraw()
    const reactions: Reactions = {
      onProgress: (sent) => show(key, { sent }),
      onError: (fault) => show(key, { state: 'failed', reason: reasonOf(fault) }),
      onSuccess: () => {
        running.current.delete(key)
        redraw()
        arrived.current(documentIdOf(upload))
      },
    }
    const upload = await uploadOf(submissionId, file, 'evidence', reactions, { field, begun })
    const entry = running.current.get(key)
    if (!entry) return
    entry.upload = upload
    upload.start()
  }

  return {
    uploads: [...running.current.values()].map(({ shown }) => shown),
    waiting: waiting().filter((each) => each.field === field),
    forget: (id: string) => void forget(id),
    add: (file: File) => void add(file),
    pause(key: string) {
      void running.current.get(key)?.upload?.abort()
      show(key, { state: 'paused' })
    },
    resume(key: string) {
      running.current.get(key)?.upload?.start()
      show(key, { state: 'running', reason: null })
    },
    drop(key: string) {
      void running.current.get(key)?.upload?.abort(true)
      running.current.delete(key)
      redraw()
    },
  }
}
