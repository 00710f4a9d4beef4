import { Catch } from '@nestjs/common'
import type { ArgumentsHost } from '@nestjs/common'
import { BaseExceptionFilter } from '@nestjs/core'
import type { FastifyReply } from 'fastify'
import { isAway } from '../db/faults.ts'

/** Seconds after which a caller may try again: Postgres takes about that long to come back from its own log. */
const retryAfter = 3

/** Says that the database is away, with the status and in the words that a caller may act on; false where it is not that. */
export function answerAway(reply: FastifyReply, fault: unknown): boolean {
  if (!isAway(fault)) return false
  void reply.code(503).header('retry-after', retryAfter).header('cache-control', 'no-store').send(away)
  return true
}

export const away = {
  code: 'UNAVAILABLE',
  message: 'The portal is busy or its database is away. Wait a moment, then send the same again.',
}

/** What the server itself refuses before any door of ours, by its status; in the server's words nothing leaves. */
const refusals: Readonly<Record<number, { code: string; message: string }>> = {
  400: { code: 'BAD_USER_INPUT', message: 'The request cannot be read.' },
  408: { code: 'BAD_USER_INPUT', message: 'The request did not come whole in time.' },
  413: { code: 'PAYLOAD_TOO_LARGE', message: 'The request is larger than is taken here.' },
  415: { code: 'BAD_USER_INPUT', message: 'This kind of content is not taken here.' },
}

/** Answers a refusal of the server's own; false where the fault is another. */
export function answerRefusal(reply: FastifyReply, fault: unknown): boolean {
  const { code, statusCode } = (fault ?? {}) as { code?: unknown; statusCode?: unknown }
  if (typeof code !== 'string' || !code.startsWith('FST_') || typeof statusCode !== 'number' || statusCode >= 500)
    return false
  void reply
    .code(statusCode)
    .header('cache-control', 'no-store')
    .send(refusals[statusCode] ?? refusals[400])
  return true
}

/** The last filter of the routes outside GraphQL, whose own door words its errors. */
@Catch()
export class FaultFilter extends BaseExceptionFilter {
  override catch(fault: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') return
    const reply = host.switchToHttp().getResponse<FastifyReply>()
    if (!answerAway(reply, fault) && !answerRefusal(reply, fault)) super.catch(fault, host)
  }
}
