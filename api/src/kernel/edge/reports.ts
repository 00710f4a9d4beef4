import type { FastifyInstance } from 'fastify'
import * as z from 'zod/mini'
import { answerRefusal } from './fault.filter.ts'
import { reportsPath } from './headers.ts'

const bytesAtMost = 16_000
const aMinute = 60_000
const loggedAMinute = 20

const short = z.string().check(z.maxLength(2000))
const Report = z.object({
  body: z.object({
    effectiveDirective: z.optional(short),
    blockedURL: z.optional(short),
    documentURL: z.optional(short),
  }),
})
const Reports = z.array(Report).check(z.maxLength(50))

/**
 * Takes what browsers tell of pages that tried something against the policy. Directive, place and origin go to the log, a
 * few a minute: anybody can send one, so none is believed and none is kept.
 */
export function takeReports(app: FastifyInstance): void {
  let minute = 0
  let logged = 0
  void app.register((scope, _, ready) => {
    scope.addContentTypeParser(
      'application/reports+json',
      { parseAs: 'string', bodyLimit: bytesAtMost },
      (_request, text, parsed) => {
        try {
          parsed(null, JSON.parse(text as string))
        } catch {
          parsed(null, null)
        }
      },
    )
    scope.route({
      method: 'POST',
      url: reportsPath,
      errorHandler: (fault, _request, reply) => {
        if (!answerRefusal(reply, fault)) void reply.code(500).send()
      },
      handler: async (request, reply) => {
        const { data } = Reports.safeParse(request.body)
        if (data === undefined) return reply.code(400).send({ code: 'BAD_USER_INPUT', message: 'This is no report.' })
        const now = Math.floor(Date.now() / aMinute)
        if (now !== minute) [minute, logged] = [now, 0]
        for (const { body } of data)
          if ((logged += 1) <= loggedAMinute)
            request.log.warn(
              { directive: body.effectiveDirective, blocked: bare(body.blockedURL), page: bare(body.documentURL) },
              'a page tried what its policy forbids',
            )
        return reply.code(204).send()
      },
    })
    ready()
  })
}

/** Without search and fragment: those may hold what a person looked for. */
const bare = (url: string | undefined): string => (url ?? '').replace(/[?#].*$/s, '')
