import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { tokenOf } from '../auth/cookie.ts'
import type { Sessions } from '../auth/sessions.ts'
import type { Portal } from '../portal.ts'
import { answerAway, away } from './fault.filter.ts'
import { headersOf, reportsPath } from './headers.ts'
import { tryAgainAfter } from './load.ts'
import type { Load, Priority } from './load.ts'

const methods = new Set(['GET', 'POST', 'HEAD', 'OPTIONS'])
const uploadMethods = new Set(['PATCH', 'DELETE'])

/** How long a body may take; uploads have a limit of their own on silence. */
const bodyWithinMs = 30_000

/** What is never counted: health tells the truth, the log is read when something is wrong, streams and uploads have bounds of their own. */
const uncounted = /^\/(health|log|events|\.well-known\/placet|files)([/?]|$)/

/** Routes outside the graph that ask who holds the session. */
const knowsSession = /^\/(auth|files|events|receipts)([/?]|$)/

type Refusal = readonly [status: number, code: string, message: string]

/** What every request passes: headers, methods, origin; and who holds its session, for routes outside GraphQL. */
export function guardEdge(app: FastifyInstance, portal: Portal, sessions: Sessions, load: Load): void {
  app.addHook('onRequest', (request, reply, done) => {
    const { url } = request
    void reply.headers(headersOf(url, portal))
    const refused = refusalOf(request, portal)
    if (refused !== null) {
      const [status, code, message] = refused
      return void reply.code(status).header('cache-control', 'no-store').send({ code, message })
    }
    // The session door asks for itself: what signs is known when the operation is.
    if (!uncounted.test(url) && !isSessionDoor(url) && !join(load, reply, priorityOf(request, portal))) return
    if (!isUpload(url)) limitBody(request, reply)
    if (!knowsSession.test(url)) return done()
    sessions.find(tokenOf(request, portal)).then(
      ({ actor }) => {
        Object.assign(request, { actor })
        done()
      },
      (fault: unknown) => {
        if (!answerAway(reply, fault)) done(fault as Error)
      },
    )
  })
}

/** Counts a request as in hand until it is answered; who is turned away is told when to come again. */
export function join(load: Load, reply: FastifyReply, priority: Priority): boolean {
  const leave = load.enter(priority)
  if (leave !== null) {
    reply.raw.once('close', leave)
    return true
  }
  void reply.code(503).header('retry-after', tryAgainAfter).header('cache-control', 'no-store').send(away)
  return false
}

/** Before any session is looked up: whoever shows the form of one. */
export const priorityOf = (request: FastifyRequest, portal: Portal): Priority =>
  tokenOf(request, portal) === undefined ? 'anonymous' : 'signedIn'

const isSessionDoor = (url: string): boolean => /^\/graphql(\?|$)/.test(url)
const isUpload = (url: string): boolean => /^\/files([/?]|$)/.test(url)

/** Why a request goes no further, before anything of it is read. */
function refusalOf({ method, headers, url }: FastifyRequest, portal: Portal): Refusal | null {
  if (!methods.has(method) && !(isUpload(url) && uploadMethods.has(method)))
    return [405, 'BAD_USER_INPUT', 'This method is not answered here.']
  if (headers['content-encoding'] !== undefined)
    return [415, 'BAD_USER_INPUT', 'Compressed requests are not taken here.']
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return null
  const site = headers['sec-fetch-site']
  // Some browsers send their reports without saying where from; nothing is changed by one.
  const isOurs = headers.origin === portal.origin || (headers.origin === undefined && url === reportsPath)
  return isOurs && (site === undefined || site === 'same-origin')
    ? null
    : [403, 'FORBIDDEN', 'The request did not come from this portal.']
}

/** The server's own limit is that of an upload; a body that anything else brings has less time. */
function limitBody(request: FastifyRequest, reply: FastifyReply): void {
  const { raw } = request
  if (raw.method === 'GET' || raw.method === 'HEAD') return
  const slow = setTimeout(() => {
    if (!raw.complete) raw.destroy(new Error('the body took too long'))
  }, bodyWithinMs)
  reply.raw.once('close', () => clearTimeout(slow))
}
