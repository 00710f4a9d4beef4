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

/** The last filter of the routes outside GraphQL, whose own door words its errors. */
@Catch()
export class FaultFilter extends BaseExceptionFilter {
  override catch(fault: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') return
    if (!answerAway(host.switchToHttp().getResponse<FastifyReply>(), fault)) super.catch(fault, host)
  }
}
