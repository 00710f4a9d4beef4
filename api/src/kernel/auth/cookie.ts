import type { CookieSerializeOptions } from '@fastify/cookie'
import type { FastifyRequest } from 'fastify'
import type { Portal } from '../portal.ts'

const secure = (portal: Portal) => portal.origin.startsWith('https:')

/** https: the host prefix and Secure; http (localhost only): a plain name. */
export const cookieName = (portal: Portal): string => (secure(portal) ? '__Host-sid' : 'sid')

export const cookieOptions = (portal: Portal): CookieSerializeOptions => ({
  httpOnly: true,
  sameSite: 'lax',
  path: '/',
  secure: secure(portal),
})

export const tokenOf = (request: FastifyRequest, portal: Portal): string | undefined =>
  request.cookies[cookieName(portal)]
