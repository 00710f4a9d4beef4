import type { FastifyInstance } from 'fastify'
import { tokenOf } from '../auth/cookie.ts'
import type { Sessions } from '../auth/sessions.ts'
import { answerAway } from './fault.filter.ts'
import type { Portal } from '../portal.ts'

/** Addresses of the API: what is not served there is not there, and no page. */
export const apiPaths = /^\/(graphql|auth|files|health|\.well-known\/placet|log\/(checkpoint|leaves|proof))([/?]|$)/

/** Open to everyone from everywhere: no cookie is read there, and any page and any cache may have the answer. */
const openPaths = /^\/(\.well-known\/placet|log\/(checkpoint|leaves|proof))([/?]|$)/

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

const features =
  'camera=(self), publickey-credentials-get=(self), publickey-credentials-create=(self), microphone=(), geolocation=(), payment=(), usb=()'

/** What every request passes: methods, origin, headers; and who holds its session, for routes outside GraphQL. */
export function guardEdge(app: FastifyInstance, portal: Portal, sessions: Sessions): void {
  app.addHook('onRequest', (request, reply, done) => {
    const { method, headers, url } = request
    const changes = method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS'
    const upload = url.startsWith('/files')
    if (!methods.has(method) && !(upload && uploadMethods.has(method))) return void reply.code(405).send()
    if (headers['content-encoding'] !== undefined) return void reply.code(415).send()
    if (changes) {
      const site = headers['sec-fetch-site']
      if (headers.origin !== portal.origin || (site !== undefined && site !== 'same-origin'))
        return void reply.code(403).send({ message: 'The request did not come from this portal.' })
    }
    void reply.headers({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      ...(openPaths.test(url)
        ? {
            'cross-origin-resource-policy': 'cross-origin',
            'access-control-allow-origin': '*',
            'cache-control': 'public, max-age=60',
          }
        : { 'cross-origin-resource-policy': 'same-origin' }),
      'permissions-policy': features,
      // An answer of the API is no page: nothing in it may run or load.
      'content-security-policy': apiPaths.test(url) ? `default-src 'none'; frame-ancestors 'none'` : policy,
    })
    if (portal.origin.startsWith('https:'))
      void reply.header('strict-transport-security', 'max-age=63072000; includeSubDomains')
    if (!url.startsWith('/auth') && !upload) return done()
    void reply.header('cache-control', 'no-store')
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
