import { Catch } from '@nestjs/common'
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common'
import type { FastifyReply } from 'fastify'
import { GraphQLError } from 'graphql'

/** The statuses of the error catalogue on routes outside GraphQL. */
const statuses: Record<string, number> = {
  UNAUTHENTICATED: 401,
  STEP_UP_REQUIRED: 403,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  RATE_LIMITED: 429,
}

/** Absence is an answer, not a fault of ours: of the graph as the field's error, of a route by status and code; no line in the log. */
@Catch(GraphQLError)
export class AbsenceFilter implements ExceptionFilter<GraphQLError> {
  catch(absence: GraphQLError, host: ArgumentsHost): unknown {
    if (host.getType() !== 'http') return absence
    const code = String(absence.extensions['code'])
    return host
      .switchToHttp()
      .getResponse<FastifyReply>()
      .code(statuses[code] ?? 400)
      .send({ code, message: absence.message })
  }
}
