import { i18n } from '@lingui/core'
import * as z from 'zod/mini'
import { askToSignIn } from './session-end.ts'
import { noteRequest } from './session-limits.ts'
import { askForProof } from './step-up.ts'

const Refusal = z.discriminatedUnion('code', [
  z.object({
    code: z.enum([
      'WRONG_CREDENTIALS',
      'PASSKEY_REFUSED',
      'WRONG_CODE',
      'ATTEMPT_OVER',
      'STEP_UP_REQUIRED',
      'NOT_FOUND',
    ]),
  }),
  /** `retryAfter`: seconds until the next try is listened to. */
  z.object({ code: z.literal('RATE_LIMITED'), retryAfter: z._default(z.number(), 1) }),
  z.object({
    code: z.literal('BAD_USER_INPUT'),
    issues: z.array(z.object({ path: z.string(), message: z.string() })),
  }),
])
/** The server's "no", by a code of its closed list. */
export type Refusal = z.infer<typeof Refusal>

export type Answer<Value> = { ok: true; value: Value } | { ok: false; refusal: Refusal }

/** For routes that answer without a body. */
export const Nothing = z.null()

/**
 * Asks a route of `/auth`: GET without a body, POST with one. Where the server wants proof again the person is asked,
 * and the same is sent once more. Throws when the server cannot be reached, is broken, or no longer knows the session.
 */
export async function ask<Shape extends z.ZodMiniType>(
  path: string,
  shape: Shape,
  body?: object,
): Promise<Answer<z.infer<Shape>>> {
  const answer = await send(path, body)
  if (answer.ok) return { ok: true, value: shape.parse(answer.status === 204 ? null : await answer.json()) }
  const no: unknown = await answer.json().catch(() => null)
  const refusal = z.safeParse(Refusal, no)
  if (refusal.success) {
    if (refusal.data.code === 'STEP_UP_REQUIRED' && (await askForProof())) return ask(path, shape, body)
    return { ok: false, refusal: refusal.data }
  }
  if (z.safeParse(z.object({ code: z.literal('UNAUTHENTICATED') }), no).success) askToSignIn(false)
  throw new Error(`The server answered ${answer.status}`)
}

function send(path: string, body: object | undefined): Promise<Response> {
  noteRequest()
  return fetch(path, {
    method: body === undefined ? 'GET' : 'POST',
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      'accept-language': i18n.locale || 'en',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}
