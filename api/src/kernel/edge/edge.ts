import type { FastifyInstance } from 'fastify'
import { tokenOf } from '../auth/cookie.ts'
import type { Sessions } from '../auth/sessions.ts'
import type { Portal } from '../portal.ts'

const methods = new Set(['GET', 'POST', 'HEAD', 'OPTIONS'])
const uploadMethods = new Set(['PATCH', 'DELETE'])

const policy = [
  `default-src 'none'`,
  `script-src 'self'`,
  `style-src 'self'`,
  `img-src 'self' data: blob:`,
  `font-src 'self'`,
  `connect-src 'self'`,
  `form-action 'self'`,
  `frame-ancestors 'none'`,
  `base-uri 'none'`,
  `object-src 'none'`,
  `worker-src 'self'`,
  `require-trusted-types-for 'script'`,
  `trusted-types placet-worker`,
].join('; ')

/** What every request passes: methods, origin, headers; and who holds its session, for routes outside GraphQL. */
export function guardEdge(app: FastifyInstance, portal: Portal, sessions: Sessions): void {
  app.addHook('onRequest', async (request, reply) => {
    const upload = request.url.startsWith('/files')
    if (!methods.has(request.method) && !(upload && uploadMethods.has(request.method))) return reply.code(405).send()
    if (request.headers['content-encoding'] !== undefined) return reply.code(415).send()
    if (request.method !== 'GET' && request.method !== 'HEAD' && request.method !== 'OPTIONS') {
      const site = request.headers['sec-fetch-site']
      if (request.headers.origin !== portal.origin || (site !== undefined && site !== 'same-origin'))
        return reply.code(403).send({ message: 'The request did not come from this portal.' })
    }
    void reply
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer')
      .header('cross-origin-opener-policy', 'same-origin')
      .header('cross-origin-resource-policy', 'same-origin')
      .header(
        'permissions-policy',
        'camera=(self), publickey-credentials-get=(self), publickey-credentials-create=(self), microphone=(), geolocation=(), payment=(), usb=()',
      )
      .header('content-security-policy', policy)
    if (portal.origin.startsWith('https:'))
      void reply.header('strict-transport-security', 'max-age=63072000; includeSubDomains')
    if (request.url.startsWith('/auth') || upload) {
      void reply.header('cache-control', 'no-store')
      const { actor } = await sessions.find(tokenOf(request, portal))
      Object.assign(request, { actor })
    }
  })
}
