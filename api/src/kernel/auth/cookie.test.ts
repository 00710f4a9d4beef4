import fastifyCookie from '@fastify/cookie'
import fastify from 'fastify'
import { expect, test } from 'vitest'
import { Portal } from '../portal.ts'
import { readSettings } from '../settings.ts'
import { giveAttempt, giveSession } from './cookie.ts'

/** What a browser is told to keep by a portal at this origin. */
async function cookiesAt(origin: string): Promise<unknown> {
  const portal = new Portal(readSettings({ PLACET_ORIGIN: origin }))
  const app = fastify()
  await app.register(fastifyCookie)
  app.get('/session', (_, reply) => {
    giveSession(reply, portal, 'token')
    void reply.send()
  })
  app.get('/attempt', (_, reply) => {
    giveAttempt(reply, portal, 'token')
    void reply.send()
  })
  const [session, attempt] = [await app.inject('/session'), await app.inject('/attempt')]
  await app.close()
  return [session.headers['set-cookie']?.[0], attempt.headers['set-cookie']]
}

test('under https cookies are bound to this very host, sent by TLS alone, and out of reach of scripts', async () => {
  expect(await cookiesAt('https://placet.example')).toEqual([
    '__Host-sid=token; Path=/; HttpOnly; Secure; SameSite=Lax',
    '__Host-attempt=token; Max-Age=300; Path=/; HttpOnly; Secure; SameSite=Lax',
  ])
})

test('on this machine they have plain names, as browsers take no such prefix without TLS', async () => {
  expect(await cookiesAt('http://localhost:3000')).toEqual([
    'sid=token; Path=/; HttpOnly; SameSite=Lax',
    'attempt=token; Max-Age=300; Path=/; HttpOnly; SameSite=Lax',
  ])
})

test.each(['http://placet.example', 'http://127.0.0.1:3000'])('%s does not start', (origin) => {
  expect(() => readSettings({ PLACET_ORIGIN: origin })).toThrow(/PLACET_ORIGIN/)
})
