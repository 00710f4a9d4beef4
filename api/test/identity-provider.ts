import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'

/** Who signs in at the provider next, and how it says that they proved themselves. */
export type AtProvider = { subject: string; acr?: string; amr?: string[]; email?: string }

export type IdentityProvider = { issuer: string; host: string; next: AtProvider; close(): Promise<void> }

/** A real OpenID provider on this machine. Whoever comes is `next`, and consents. */
export async function startIdentityProvider(redirectUri: string): Promise<IdentityProvider> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const host = `localhost:${(server.address() as AddressInfo).port}`
  const issuer = `http://${host}`
  const told: IdentityProvider = {
    issuer,
    host,
    next: { subject: 'nobody' },
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections()
        server.close(() => closed())
      }),
  }
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'placet', client_secret: 'a secret of the tests', redirect_uris: [redirectUri] }],
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/at/${uid}` },
    acrValues: ['urn:strong'],
    claims: { openid: ['sub', 'acr', 'amr', 'email'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['tests'] },
    findAccount: (_: unknown, accountId: string) => ({
      accountId,
      claims: () => ({ sub: accountId, acr: told.next.acr, amr: told.next.amr, email: told.next.email }),
    }),
  })
  const asProvider = provider.callback()
  server.on('request', (request, reply) => {
    if (!request.url?.startsWith('/at/')) return void asProvider(request, reply)
    void (async () => {
      const { prompt, params } = await provider.interactionDetails(request, reply)
      if (prompt.name === 'login') {
        const { subject, acr, amr } = told.next
        await provider.interactionFinished(request, reply, { login: { accountId: subject, acr, amr, remember: false } })
        return
      }
      const grant = new provider.Grant({ accountId: told.next.subject, clientId: String(params['client_id']) })
      grant.addOIDCScope('openid')
      await provider.interactionFinished(
        request,
        reply,
        { consent: { grantId: await grant.save() } },
        { mergeWithLastSubmission: true },
      )
    })()
  })
  return told
}

/** Follows a browser's way from the portal's redirect through the provider; answers with the address that leads back. */
export async function throughProvider(start: string, back: string): Promise<string> {
  const cookies = new Map<string, string>()
  let at = start
  for (let hops = 0; hops < 12; hops += 1) {
    const answer = await fetch(at, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    })
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      cookies.set(name, value)
    }
    const location = answer.headers.get('location')
    if (location === null) throw new Error(`the provider stopped at ${at}: ${answer.status} ${await answer.text()}`)
    at = new URL(location, at).href
    if (at.startsWith(back)) return at
  }
  throw new Error('the provider leads in circles')
}
