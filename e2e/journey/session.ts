import { createHash, randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { SoftwarePasskey } from '@placet/shared/passkey/passkey.schema'
import { SoftwareAuthenticator, type RequestOptions } from '@placet/shared/passkey/software-authenticator'
import { signingChallenge } from '@placet/shared/signing/signing-challenge'
import * as z from 'zod/mini'
import { expectThat, present, Unexpected } from './outcome.ts'
import { Ceremony } from './portal-answers.ts'
import type { RegisteredOperations } from './registered-operations.ts'

/** The portal under journey: its origin (no trailing slash) and the operations that it answers. */
export type Portal = { readonly url: string; readonly operations: RegisteredOperations }

/** A demo account as `GET /auth/demo-accounts` lists it. */
export type Account = {
  readonly email: string
  readonly password: string
  readonly name: string
  readonly passkey: SoftwarePasskey
}

const Envelope = z.object({
  data: z.optional(z.nullable(z.record(z.string(), z.unknown()))),
  errors: z.optional(z.array(z.object({ message: z.string() }))),
})

const Refusal = z.object({
  __typename: z.string(),
  message: z.string(),
  issues: z.optional(z.array(z.object({ path: z.string(), message: z.string() }))),
  unmet: z.optional(z.array(z.object({ code: z.string(), message: z.string(), at: z.nullable(z.string()) }))),
  stateNow: z.optional(z.string()),
})

/** Why the portal said no to a command: the refusal's type, every reason by itself, and all in one sentence. */
export type Refused = { readonly refused: string; readonly reasons: readonly string[]; readonly because: string }

const busy = new Set([429, 503])

/** Sends a request again while the portal says that it is busy, at most five times, waiting as long as it asks. */
export async function patiently(send: () => Promise<Response>): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await send()
    if (!busy.has(answer.status) || attempt > 5) return answer
    const seconds = Number(answer.headers.get('retry-after') ?? '1')
    await answer.body?.cancel()
    await pause(Math.min(Math.max(seconds, 0.2), 30) * 1000)
  }
}

/** Reaches the portal, or says in one sentence that it cannot be reached. */
export async function reach(portal: Portal, path: string, init: RequestInit = {}): Promise<Response> {
  try {
    return await fetch(`${portal.url}${path}`, { ...init, redirect: 'error', signal: AbortSignal.timeout(60_000) })
  } catch (cause) {
    const reason = cause instanceof Error && cause.cause instanceof Error ? cause.cause.message : String(cause)
    throw new Unexpected(`The portal at ${portal.url} cannot be reached (${reason}).`)
  }
}

/** A hash of the operation's registered text; throws when the operation is not registered. */
export function hashOf(portal: Portal, operation: string): string {
  return present(
    portal.operations.get(operation),
    `The operation ${operation} is not registered. Run \`npm run operations\` again.`,
  )
}

/** Reads the body of a GraphQL answer; any error ends the journey with the portal's sentence. */
export async function readAnswer(answer: Response, operation: string, who: string): Promise<Record<string, unknown>> {
  const body = await answer.text()
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    throw new Unexpected(`${operation} as ${who}: the portal answered ${answer.status} with something other than JSON.`)
  }
  const envelope = Envelope.safeParse(json)
  expectThat(envelope.success, `${operation} as ${who}: the portal answered ${answer.status} with an unknown shape.`)
  const { data, errors } = envelope.data
  if (errors && errors.length > 0)
    throw new Unexpected(`${operation} as ${who}: ${errors.map((error) => error.message).join(' ')}`)
  return present(data, `${operation} as ${who}: the portal answered ${answer.status} without data.`)
}

/** One person's signed-in session; every act of the journey is done through one of these. */
export class Session {
  readonly portal: Portal
  readonly email: string
  /** Holds the passkey of this session's person. */
  readonly authenticator: SoftwareAuthenticator
  readonly #cookie: string

  private constructor(portal: Portal, account: Account, authenticator: SoftwareAuthenticator, cookie: string) {
    this.portal = portal
    this.email = account.email
    this.authenticator = authenticator
    this.#cookie = cookie
  }

  /** Signs in by passkey, through the doors that a browser uses; throws `Unexpected` when the portal refuses. */
  static async signIn(portal: Portal, account: Account): Promise<Session> {
    const authenticator = new SoftwareAuthenticator(portal.url, [account.passkey])
    const post = (path: string, body: object) =>
      patiently(() =>
        reach(portal, path, {
          method: 'POST',
          headers: { 'content-type': 'application/json', origin: portal.url },
          body: JSON.stringify(body),
        }),
      )
    const options = (await (await post('/auth/sign-in/options', {})).json()) as RequestOptions
    const answer = await post('/auth/sign-in/passkey', { answer: await authenticator.get(options) })
    const text = await answer.text()
    expectThat(answer.ok, `${account.email} cannot sign in: the portal answered ${answer.status} ${text.slice(0, 200)}`)
    const cookie = answer.headers
      .getSetCookie()
      .map((line) => line.split(';', 1)[0])
      .find((pair) => /^(__Host-)?sid=./.test(pair ?? ''))
    expectThat(cookie !== undefined, `${account.email} signed in, but the portal gave no session.`)
    return new Session(portal, account, authenticator, cookie)
  }

  /** The headers of a request that uses this session. */
  headers(): Record<string, string> {
    return { cookie: this.#cookie, origin: this.portal.url, 'accept-language': 'en' }
  }

  /** Asks a registered query and reads the answer by its schema. */
  async ask<Shape extends z.ZodMiniType>(
    operation: string,
    variables: Record<string, unknown>,
    shape: Shape,
  ): Promise<z.infer<Shape>> {
    return this.#read(operation, await this.#post(operation, variables), shape)
  }

  /** Sends a command with a fresh `commandId`; a refusal comes back as a value. */
  async attempt<Shape extends z.ZodMiniType>(
    operation: string,
    input: Record<string, unknown>,
    shape: Shape,
  ): Promise<z.infer<Shape> | Refused> {
    const data = await this.#post(operation, { input: { commandId: randomUUID(), ...input } })
    const outcome: unknown = Object.values(data)[0]
    const refusal = Refusal.safeParse(outcome)
    if (refusal.success) {
      const { __typename: refused, message, issues = [], unmet = [], stateNow } = refusal.data
      const places = [
        ...issues.map((issue) => `${issue.path}: ${issue.message}`),
        ...unmet.map((reason) => (reason.at ? `${reason.at}: ${reason.message}` : reason.message)),
        ...(stateNow ? [`it is ${stateNow}`] : []),
      ]
      const reasons = [...issues, ...unmet].map((reason) => reason.message)
      return {
        refused,
        reasons: reasons.length > 0 ? reasons : [message],
        because: places.length > 0 ? `${message} (${places.join('; ')})` : message,
      }
    }
    return this.#read(operation, outcome, shape)
  }

  /** Sends a command that must succeed; a refusal ends the journey with its reasons. */
  async command<Shape extends z.ZodMiniType>(
    operation: string,
    input: Record<string, unknown>,
    shape: Shape,
  ): Promise<z.infer<Shape>> {
    const outcome = await this.attempt(operation, input, shape)
    if (isRefused(outcome))
      throw new Unexpected(`${operation} as ${this.email} was refused: ${outcome.refused}: ${outcome.because}`)
    return outcome
  }

  /**
   * Runs a signing ceremony: begins it, checks that the passkey is asked over the record shown and over no other, and
   * seals it by `operation` with the passkey of this session's person.
   */
  async sign<Shape extends z.ZodMiniType>(
    subject: { process: string; id: string; meaning: string },
    operation: string,
    input: Record<string, unknown>,
    shape: Shape,
  ): Promise<z.infer<Shape>> {
    const ceremony = await this.command('JourneyBeginSigning', subject, Ceremony)
    const hash = createHash('sha256').update(ceremony.record, 'utf8').digest('hex')
    expectThat(
      ceremony.recordHash === hash,
      `The record shown to ${this.email} has the hash ${hash}, but ${ceremony.recordHash} would be signed.`,
    )
    const challenge = await signingChallenge({
      revisionHash: Buffer.from(hash, 'hex'),
      meaning: ceremony.meaning,
      ceremonyId: ceremony.id,
      nonce: Buffer.from(ceremony.nonce, 'base64url'),
    })
    expectThat(
      ceremony.request.challenge === Buffer.from(challenge).toString('base64url'),
      `The passkey of ${this.email} is asked to sign over something else than the record shown.`,
    )
    const proof = { kind: 'passkey', assertion: await this.authenticator.get(ceremony.request) }
    return this.command(operation, { id: subject.id, ...input, ceremonyId: ceremony.id, proof }, shape)
  }

  async #post(operation: string, variables: Record<string, unknown>): Promise<Record<string, unknown>> {
    const body = JSON.stringify({
      operationName: operation,
      variables,
      extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(this.portal, operation) } },
    })
    const answer = await patiently(() =>
      reach(this.portal, '/graphql', {
        method: 'POST',
        headers: { ...this.headers(), 'content-type': 'application/json' },
        body,
      }),
    )
    return readAnswer(answer, operation, this.email)
  }

  #read<Shape extends z.ZodMiniType>(operation: string, value: unknown, shape: Shape): z.infer<Shape> {
    const parsed = z.safeParse(shape, value)
    if (parsed.success) return parsed.data
    throw new Unexpected(
      `${operation} as ${this.email}: the answer lacks ${parsed.error.issues.map((issue) => issue.path.join('.')).join(', ')}.`,
    )
  }
}

/** Was the command refused? */
export function isRefused(outcome: unknown): outcome is Refused {
  return typeof outcome === 'object' && outcome !== null && 'refused' in outcome
}
