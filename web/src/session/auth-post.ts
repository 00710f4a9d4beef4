import * as z from 'zod/mini'

const Refusal = z.object({
  code: z.string(),
  retryAfter: z.optional(z.number()),
  issues: z.optional(z.array(z.object({ path: z.string(), message: z.string() }))),
})
/** Why the server did not do it, by its code; `issues` name fields that are not well-formed. */
export type AuthRefusal = z.infer<typeof Refusal>

/**
 * Sends one of the requests that need no session; `read` parses what it answers.
 * Answers with the server's reason when it refuses; throws when it cannot be reached or is broken.
 */
export async function authPost<Answer>(
  path: string,
  body: object,
  read: z.ZodMiniType<Answer>,
): Promise<{ ok: true; answer: Answer } | { ok: false; refusal: AuthRefusal }> {
  const response = await fetch(`/auth/${path}`, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(body),
  })
  const answer: unknown = await response.json().catch(() => null)
  if (response.ok) return { ok: true, answer: z.parse(read, answer) }
  const refusal = z.safeParse(Refusal, answer)
  if (!refusal.success) throw new Error(`The server answered ${response.status}`)
  return { ok: false, refusal: refusal.data }
}

export const Done = z.object({ ok: z.literal(true) })

/**
 * The token that stands after the # of a link in a letter. It is taken out of the address, so that neither a copied address
 * nor the list of visited ones holds it, and kept with this entry of the tab's history, so that a reload still has it.
 */
export function takeToken(): string {
  const state = window.history.state as { linkToken?: unknown } | null
  const token = window.location.hash.slice(1)
  if (token === '') return typeof state?.linkToken === 'string' ? state.linkToken : ''
  const address = window.location.pathname + window.location.search
  window.history.replaceState({ ...state, linkToken: token }, '', address)
  return token
}
