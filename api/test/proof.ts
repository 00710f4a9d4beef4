import { SoftwareAuthenticator } from '@placet/shared/passkey/software-authenticator'
import type { CreationOptions, RequestOptions } from '@placet/shared/passkey/software-authenticator'
import { Secret, TOTP } from 'otpauth'
import type { Json } from './portal.ts'

/** A proof for a seal that is well-formed and proves nothing: it is judged last, in the transaction that would seal. */
export const emptyProof = {
  kind: 'passkey',
  assertion: {
    id: 'nobody',
    rawId: 'nobody',
    type: 'public-key',
    clientExtensionResults: {},
    response: { clientDataJSON: 'e30', authenticatorData: 'AA', signature: 'AA' },
  },
}

type Told = { status: number; body: Json; text: string; headers: Headers }

/** A browser of one's own at the doors of `/auth`: keeps its cookies, holds an authenticator, sends what a test tells it to. */
export class Browser {
  readonly cookies = new Map<string, string>()
  readonly authenticator: SoftwareAuthenticator
  readonly #fetch: (path: string, init: RequestInit) => Promise<Response>

  /** `fetch`: a visitor's of the test's portal, who has no cookie. */
  constructor(
    visitor: { fetch: (path: string, init: RequestInit) => Promise<Response> },
    authenticator = new SoftwareAuthenticator('http://localhost:3000'),
  ) {
    this.#fetch = (path, init) => visitor.fetch(path, init)
    this.authenticator = authenticator
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Told> {
    return this.#send(path, { headers })
  }

  post(path: string, body: object = {}, headers: Record<string, string> = {}): Promise<Told> {
    return this.#send(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  }

  async #send(path: string, init: RequestInit & { headers: Record<string, string> }): Promise<Told> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await this.#fetch(path, { ...init, headers: { ...init.headers, ...(cookie ? { cookie } : {}) } })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    const text = await answer.text()
    return {
      status: answer.status,
      body: text === '' ? null : (JSON.parse(text) as Json),
      text,
      headers: answer.headers,
    }
  }

  /** Asks for options at `at` and answers them at `to`. */
  async prove(at: string, to: string): Promise<Told> {
    const { body } = await this.post(at)
    return this.post(to, { answer: await this.authenticator.get(body as RequestOptions) })
  }

  /** Makes a passkey by the options of `at` and sends it to `to`. */
  async make(at: string, to: string, name = 'Laptop'): Promise<Told> {
    const { body } = await this.post(at)
    return this.post(to, { answer: await this.authenticator.create(body as CreationOptions), name })
  }

  signIn(): Promise<Told> {
    return this.prove('/auth/sign-in/options', '/auth/sign-in/passkey')
  }

  proveAgain(): Promise<Told> {
    return this.prove('/auth/session/proof/options', '/auth/session/proof/passkey')
  }

  /** Whether the session's cookie opens anything. */
  async isIn(): Promise<boolean> {
    return (await this.get('/auth/session')).status === 200
  }
}

/** What an app for codes shows now, or some steps of 30 s later. */
export function codeOf(secret: string, later = 0): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + later * 30_000 })
}
