import { open } from 'node:fs/promises'
import { Controller, Delete, Get, Head, Param, Patch, Post, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Language } from '../kernel/auth/actor.ts'
import { tokenOf } from '../kernel/auth/cookie.ts'
import { Sessions } from '../kernel/auth/sessions.ts'
import { Policy } from '../kernel/policy.ts'
import { Portal } from '../kernel/portal.ts'
import { say } from '../kernel/wording.ts'
import { Documents } from './documents.ts'
import { attachment } from './file-name.ts'
import { isDocumentId } from './file-store.ts'
import { downloadType } from './media-type.ts'
import { refusalText, UploadDoor } from './upload-door.ts'
import type { Sender } from './upload-door.ts'

/**
 * `/files`: resumable uploads (tus) in, inert downloads out through one-time addresses. Both ask for the session at each request, and a file that
 * the visitor may not know of is answered like one that does not exist. HEAD stands before GET: it belongs to tus.
 */
@Controller('files')
@Policy('public')
export class DocumentsController {
  constructor(
    private readonly documents: Documents,
    private readonly uploads: UploadDoor,
    private readonly sessions: Sessions,
    private readonly portal: Portal,
  ) {}

  @Post()
  create(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<FastifyReply> {
    return this.upload(request, reply)
  }

  @Head(':id')
  resume(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<FastifyReply> {
    return this.upload(request, reply, id)
  }

  @Patch(':id')
  receive(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<FastifyReply> {
    return this.upload(request, reply, id)
  }

  @Delete(':id')
  terminate(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
  ): Promise<FastifyReply> {
    return this.upload(request, reply, id)
  }

  /** Leads to an address that is good once: the one in a page or a history opens nothing by itself. */
  @Get(':id')
  async offer(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
  ): Promise<FastifyReply> {
    const sender = await this.readerOf(request, reply)
    if (sender === null) return reply
    const token = isDocumentId(id) ? await this.documents.offer(sender.actor, id) : undefined
    if (token === undefined) return refuse(reply, 404, 'NOT_FOUND', say(sender.language, 'document.unknown'))
    return reply
      .code(303)
      .headers({ location: `/files/${id}/${token}`, 'cache-control': 'private, no-store' })
      .send()
  }

  @Get(':id/:token')
  async download(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('token') token: string,
  ): Promise<FastifyReply> {
    const sender = await this.readerOf(request, reply)
    if (sender === null) return reply
    const file = isDocumentId(id) ? await this.documents.openForDownload(sender.actor, id, token) : undefined
    if (file === undefined) return refuse(reply, 404, 'NOT_FOUND', say(sender.language, 'document.linkUsed'))
    const bytes = await open(file.path, 'r')
    const { size } = await bytes.stat()
    return reply
      .headers({
        'content-type': downloadType(file.mediaType),
        'content-length': String(size),
        'content-disposition': attachment(file.name),
        'x-content-type-options': 'nosniff',
        'content-security-policy': "sandbox; default-src 'none'",
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'private, no-store',
      })
      .send(bytes.createReadStream())
  }

  /** Who reads; null when it was refused: nobody signed in, or a page of another site leads here. */
  private async readerOf(request: FastifyRequest, reply: FastifyReply): Promise<Sender | null> {
    const sender = await this.senderOf(request)
    const site = request.headers['sec-fetch-site']
    if (site !== undefined && site !== 'same-origin' && site !== 'none')
      await refuse(reply, 403, 'FORBIDDEN', say(sender.language, 'document.notFromHere'))
    else if (sender.actor.session === null)
      await refuse(reply, 401, 'UNAUTHENTICATED', say(sender.language, 'document.signInFirst'))
    else return sender
    return null
  }

  /** Walls before the protocol: a header that no form can send, our own origin, a session. */
  private async upload(request: FastifyRequest, reply: FastifyReply, id?: string): Promise<FastifyReply> {
    const sender = await this.senderOf(request)
    const { origin } = request.headers
    const site = request.headers['sec-fetch-site']
    const isOurs =
      (origin === undefined || origin === this.portal.origin) && (site === undefined || site === 'same-origin')
    if (request.headers['x-placet-upload'] !== '1' || !isOurs)
      return refuse(reply, 403, 'FORBIDDEN', say(sender.language, 'document.notFromHere'))
    if (sender.actor.session === null)
      return refuse(reply, 401, 'UNAUTHENTICATED', say(sender.language, 'document.signInFirst'))
    return this.uploads.answer(request, reply, sender, id)
  }

  private async senderOf(request: FastifyRequest): Promise<Sender> {
    const { actor, language } = await this.sessions.find(tokenOf(request, this.portal))
    return { actor, language: language ?? languageOf(request) }
  }
}

function languageOf(request: FastifyRequest): Language {
  const first = request.headers['accept-language']?.slice(0, 2).toLowerCase()
  return first === 'fr' || first === 'ar' ? first : 'en'
}

const refuse = (reply: FastifyReply, status: number, code: string, message: string): FastifyReply =>
  reply.code(status).header('cache-control', 'no-store').type('application/json').send(refusalText(code, message))
