import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { Injectable, Logger } from '@nestjs/common'
import { FileStore as TusStore } from '@tus/file-store'
import { Server } from '@tus/server'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Actor, Language } from '../kernel/auth/actor.ts'
import { say } from '../kernel/wording.ts'
import { DocumentScanner } from './document-scanner.ts'
import { Documents } from './documents.ts'
import type { UploadAnswer, UploadedFile } from './documents.ts'
import { cleanName } from './file-name.ts'
import { FileStore, isDocumentId } from './file-store.ts'
import { UploadedCards } from './uploaded-cards.ts'

/** Bytes of one request of a resumable upload; those of a file are the pack's. */
const largestChunk = 8 * 1024 ** 2

const idleMs = 30_000

/** Who sends, and in which language they read. */
export type Sender = { actor: Actor; language: Language }

/** A refusal on its way through the tus server, which reads these two names. */
class UploadRefused extends Error {
  readonly status_code: number
  readonly body: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status_code = status
    this.body = refusalText(code, message)
  }
}

/** What a refused request is answered with. */
export const refusalText = (code: string, message: string): string => JSON.stringify({ code, message })

/** What of a request the tus server may know: no cookie, no address. */
const passedHeaders = [
  'tus-resumable',
  'upload-length',
  'upload-offset',
  'upload-metadata',
  'upload-defer-length',
  'upload-concat',
  'content-type',
  'content-length',
]

const codes: Readonly<Record<number, string>> = {
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  410: 'NOT_FOUND',
  413: 'PAYLOAD_TOO_LARGE',
  500: 'INTERNAL_SERVER_ERROR',
}

/** Resumable uploads (tus 1.0: creation, termination) into quarantine. The upload's id is the document's id. */
@Injectable()
export class UploadDoor {
  private readonly log = new Logger(UploadDoor.name)
  private readonly senders = new WeakMap<object, Sender>()
  private readonly store: TusStore
  private readonly tus: Server

  constructor(
    private readonly files: FileStore,
    private readonly documents: Documents,
    private readonly scanner: DocumentScanner,
    private readonly cards: UploadedCards,
  ) {
    this.store = new TusStore({ directory: files.quarantine })
    this.tus = new Server({
      path: '/files',
      datastore: this.store,
      relativeLocation: true,
      allowedOrigins: [],
      disableTerminationForFinishedUploads: true,
      namingFunction: () => randomUUID(),
      onIncomingRequest: (request, id) => this.admit(request, id),
      onUploadCreate: async (request, upload) => ({ metadata: await this.describe(this.senderOf(request), upload) }),
      onUploadFinish: async (request, upload) => {
        const refused = await this.take(this.senderOf(request), fileOf(upload))
        if (refused !== undefined) throw refused
        return {}
      },
      onResponseError: (_, fault) => this.worded(fault),
    })
  }

  /** Answers one request of the protocol. */
  async answer(request: FastifyRequest, reply: FastifyReply, sender: Sender, id?: string): Promise<FastifyReply> {
    if (id !== undefined && !isDocumentId(id))
      return refuse(reply, 404, 'NOT_FOUND', say(sender.language, 'document.uploadUnknown'))
    const chunk = Number(request.headers['content-length'] ?? 0)
    if (chunk > largestChunk)
      return refuse(reply, 413, 'PAYLOAD_TOO_LARGE', say(sender.language, 'document.chunkTooLarge', { megabytes: 8 }))
    if (request.headers['transfer-encoding'] !== undefined)
      return refuse(reply, 411, 'BAD_USER_INPUT', say(sender.language, 'document.chunkTooLarge', { megabytes: 8 }))
    if (request.method === 'HEAD' && id !== undefined) {
      const size = await this.documents.findOwnSize(sender.actor, id)
      if (size !== undefined) return offset(reply, size)
    }
    const response = await this.ask(request, sender, chunk)
    if (request.method === 'DELETE' && response.ok && id !== undefined) await this.documents.giveUp(sender.actor, id)
    if (request.method !== 'HEAD' || !response.ok || id === undefined) return send(reply, response)
    const refused = await this.takeIfWhole(sender, id)
    return refused === undefined ? send(reply, response) : reply.code(refused.status_code).send()
  }

  private async ask(request: FastifyRequest, sender: Sender, chunk: number): Promise<Response> {
    const headers = new Headers()
    for (const name of passedHeaders) {
      const value = request.headers[name]
      if (typeof value === 'string') headers.set(name, value)
    }
    const asked = new Request(`http://placet.invalid${request.url.split('?')[0] ?? ''}`, {
      method: request.method,
      headers,
      ...(chunk > 0
        ? { body: Readable.toWeb(request.raw) as ReadableStream<Uint8Array>, duplex: 'half' as const }
        : {}),
    })
    this.senders.set(asked, sender)
    const { socket } = request.raw
    const stop = () => request.raw.destroy(new Error('nothing came for too long'))
    socket.setTimeout(idleMs, stop)
    try {
      return await this.tus.handleWeb(asked)
    } finally {
      socket.setTimeout(0)
      socket.removeListener('timeout', stop)
    }
  }

  private senderOf(request: object): Sender {
    const sender = this.senders.get(request)
    if (sender === undefined) throw new Error('an upload without a sender')
    return sender
  }

  /** Whoever began an upload continues it; to everyone else it is not there. */
  private async admit(request: { method: string }, id: string): Promise<void> {
    if (request.method === 'POST') return
    const sender = this.senderOf(request)
    const upload = isDocumentId(id) ? await this.store.configstore.get(id) : undefined
    if (upload?.metadata?.['uploadedBy'] !== sender.actor.id)
      throw new UploadRefused(404, 'NOT_FOUND', say(sender.language, 'document.uploadUnknown'))
  }

  /** What is kept of a new upload: its sender's words, cleaned, and who the sender is. */
  private async describe({ actor, language }: Sender, upload: Upload): Promise<Record<string, string>> {
    const { submissionId = '', filename, filetype, purpose = 'evidence', ...more } = upload.metadata ?? {}
    const refused = (status: number, code: string, text: string) => new UploadRefused(status, code, say(language, text))
    if (upload.size === undefined) throw refused(400, 'BAD_USER_INPUT', 'document.sizeMissing')
    if (purpose !== 'evidence' && purpose !== 'modelCard')
      throw refused(400, 'BAD_USER_INPUT', 'document.purposeUnknown')
    if (!isDocumentId(submissionId ?? '')) throw refused(404, 'NOT_FOUND', 'document.dossierUnknown')
    const name = cleanName(filename ?? '')
    const declared = /^[\w.+/-]{0,120}/.exec(filetype ?? '')?.[0] ?? ''
    const metadata = { submissionId: submissionId ?? '', filename: name, filetype: declared, purpose }
    const file = fileOf({ ...upload, metadata })
    const of = { field: wordOf(more['field'], 130), mark: wordOf(more['mark'], 64) }
    const answer = refusedBy(await this.documents.begin(actor, file, of), language)
    if (answer !== undefined) throw answer
    return { ...metadata, uploadedBy: actor.id }
  }

  private async take(sender: Sender, file: UploadedFile): Promise<UploadRefused | undefined> {
    const answer = await this.documents.take(sender.actor, file)
    if (answer === 'allowed') this.scanner.begin(file.id)
    else {
      await this.files.discard(file.id)
      await this.documents.giveUp(sender.actor, file.id)
    }
    // A card is read again and again until it is right: the newest one is kept.
    if (answer === 'allowed' && file.purpose === 'modelCard')
      await this.cards.remove(sender.actor, file.submissionId, file.id)
    return refusedBy(answer, sender.language)
  }

  /** The last byte came, but the process stopped before the file was taken up: asking where to go on makes up for it. */
  private async takeIfWhole(sender: Sender, id: string): Promise<UploadRefused | undefined> {
    const upload = await this.store.getUpload(id)
    return upload.offset === upload.size ? this.take(sender, fileOf(upload)) : undefined
  }

  /** The protocol's own refusals keep their words; of a fault nothing leaves but that it was one. */
  private worded(fault: Error | { status_code: number; body: string }): { status_code: number; body: string } {
    if (fault instanceof UploadRefused) return fault
    const status = 'status_code' in fault ? fault.status_code : 500
    if (status < 500 && 'body' in fault)
      return { status_code: status, body: refusalText(codes[status] ?? 'BAD_USER_INPUT', fault.body.trim()) }
    this.log.error(fault instanceof Error ? fault : new Error('body' in fault ? fault.body.trim() : 'unknown fault'))
    return {
      status_code: 500,
      body: refusalText('INTERNAL_SERVER_ERROR', 'Something broke on our side. Continue the upload.'),
    }
  }
}

/** A word of a sender's that is kept as it is; empty where it is none. */
const wordOf = (given: string | null | undefined, longest: number): string =>
  given !== null && given !== undefined && /^[\w.-]*$/.test(given) && given.length <= longest ? given : ''

function refusedBy(answer: UploadAnswer, language: Language): UploadRefused | undefined {
  if (answer === 'allowed') return undefined
  if (answer === 'absent') return new UploadRefused(404, 'NOT_FOUND', say(language, 'document.dossierUnknown'))
  const { code = 'document.onlyApplicant', params } = answer[0] ?? {}
  const [status, kind] = statuses[code] ?? ([403, 'FORBIDDEN'] as const)
  return new UploadRefused(status, kind, say(language, code, params))
}

const statuses: Readonly<Record<string, readonly [status: number, code: string]>> = {
  'document.locked': [409, 'STATE_CONFLICT'],
  'document.typeNotAllowed': [415, 'BAD_USER_INPUT'],
  'document.declaredDiffers': [415, 'BAD_USER_INPUT'],
  'document.tooLarge': [413, 'PAYLOAD_TOO_LARGE'],
  'document.quotaFiles': [413, 'PAYLOAD_TOO_LARGE'],
  'document.quotaBytes': [413, 'PAYLOAD_TOO_LARGE'],
  'document.quotaDay': [429, 'RATE_LIMITED'],
}

/** What the tus server knows of an upload. */
type Upload = { id: string; size?: number | undefined; metadata?: Record<string, string | null> | undefined }

function fileOf({ id, size, metadata }: Upload): UploadedFile {
  const { submissionId, filename, filetype, purpose } = metadata ?? {}
  return {
    id,
    submissionId: submissionId ?? '',
    name: filename ?? 'file',
    declaredType: filetype ?? '',
    purpose: purpose === 'modelCard' ? 'modelCard' : 'evidence',
    size: size ?? 0,
  }
}

const refuse = (reply: FastifyReply, status: number, code: string, message: string): FastifyReply =>
  reply
    .code(status)
    .header('tus-resumable', '1.0.0')
    .header('cache-control', 'no-store')
    .type('application/json')
    .send(refusalText(code, message))

/** A finished upload, to a sender who asks where to go on. */
const offset = (reply: FastifyReply, size: number): FastifyReply =>
  reply
    .code(200)
    .headers({
      'tus-resumable': '1.0.0',
      'cache-control': 'no-store',
      'upload-offset': String(size),
      'upload-length': String(size),
    })
    .send()

/** The tus server's answer without its headers for other origins: there are none. */
async function send(reply: FastifyReply, response: Response): Promise<FastifyReply> {
  for (const [name, value] of response.headers)
    if (!name.startsWith('access-control-') && name !== 'content-length') void reply.header(name, value)
  void reply.code(response.status).header('cache-control', 'no-store')
  const text = await response.text()
  if (text === '') return reply.send()
  return reply.type(text.startsWith('{') ? 'application/json' : 'text/plain').send(text)
}
