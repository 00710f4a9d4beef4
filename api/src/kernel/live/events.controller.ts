import { Controller, Get, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Actor } from '../auth/actor.ts'
import { Policy } from '../policy.ts'
import { LiveStreams } from './live-streams.ts'

/** `/events`: server-sent events for the pages of one who is signed in. */
@Controller('events')
export class EventsController {
  constructor(private readonly streams: LiveStreams) {}

  @Get()
  @Policy('signedIn')
  async open(@Req() request: FastifyRequest & { actor: Actor }, @Res() reply: FastifyReply): Promise<void> {
    const site = request.headers['sec-fetch-site']
    if (site !== undefined && site !== 'same-origin')
      return void reply.code(403).send({ code: 'FORBIDDEN', message: 'The request did not come from this portal.' })
    const { raw } = reply
    let take: (() => void) | null = null
    const outlet = {
      // A reader who does not read is let go before the lines pile up.
      write: (text: string) => void (raw.write(text) || raw.writableLength < 65_536 || raw.destroy()),
      end: () => raw.end(),
    }
    const begin = {
      write: (text: string) => {
        if (!raw.headersSent)
          raw.writeHead(200, { ...(reply.getHeaders() as Record<string, string>), 'content-type': 'text/event-stream' })
        outlet.write(text)
      },
      end: outlet.end,
    }
    reply.hijack()
    try {
      take = await this.streams.open(request.actor, begin)
    } catch {
      raw.writeHead(503, { 'retry-after': '3', 'cache-control': 'no-store' }).end()
      return
    }
    // 204 tells a browser not to try again.
    if (take === null) raw.writeHead(204, { ...(reply.getHeaders() as Record<string, string>) }).end()
    else raw.once('close', take)
  }
}
