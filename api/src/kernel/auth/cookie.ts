import type { CookieSerializeOptions } from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Portal } from '../portal.ts'

const secure = (portal: Portal) => portal.origin.startsWith('https:')

/** https: the host prefix and Secure; http (localhost only): a plain name. */
const cookieName = (portal: Portal): string => (secure(portal) ? '__Host-sid' : 'sid')

const cookieOptions = (portal: Portal): CookieSerializeOptions => ({
  httpOnly: true,
  sameSite: 'lax',
  path: '/',
  secure: secure(portal),
})

export const tokenOf = (request: FastifyRequest, portal: Portal): string | undefined =>
  request.cookies[cookieName(portal)]

const attemptName = (portal: Portal): string => (secure(portal) ? '__Host-attempt' : 'attempt')

/** Of a sign-in that is half proved; gone after five minutes, or when it is whole. */
export const attemptOf = (request: FastifyRequest, portal: Portal): string | undefined =>
  request.cookies[attemptName(portal)]

export function giveSession(reply: FastifyReply, portal: Portal, token: string): void {
  void reply.setCookie(cookieName(portal), token, cookieOptions(portal))
  void reply.clearCookie(attemptName(portal), cookieOptions(portal))
}

export function giveAttempt(reply: FastifyReply, portal: Portal, token: string): void {
  void reply.setCookie(attemptName(portal), token, { ...cookieOptions(portal), maxAge: 300 })
}

export function takeSession(reply: FastifyReply, portal: Portal): void {
  void reply.clearCookie(cookieName(portal), cookieOptions(portal))
}

const oidcName = (portal: Portal): string => (secure(portal) ? '__Host-oidc' : 'oidc')

/** Binds an answer of the identity provider to the browser that asked. */
export const oidcAttemptOf = (request: FastifyRequest, portal: Portal): string | undefined =>
  request.cookies[oidcName(portal)]

export function giveOidcAttempt(reply: FastifyReply, portal: Portal, token: string): void {
  void reply.setCookie(oidcName(portal), token, { ...cookieOptions(portal), maxAge: 600 })
}

export function takeOidcAttempt(reply: FastifyReply, portal: Portal): void {
  void reply.clearCookie(oidcName(portal), cookieOptions(portal))
}
