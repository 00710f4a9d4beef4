/** When the session at hand ends. */
export interface SessionFacts {
  expiresAt: string
  idleMinutes: number
}

export type Ending =
  /** `at`: when the session ends, in ms. Idle: a request keeps it; absolute: nothing does but a new sign-in. */
  { why: 'idle' | 'absolute'; at: number }

const minute = 60_000
/** The server notes a request only when the last one that it noted is a minute old. */
const notedWithin = minute

/** The limit that the session meets first, seen from the last request that this browser sent. */
export function endingOf({ expiresAt, idleMinutes }: SessionFacts, lastRequest: number): Ending {
  const absolute = Date.parse(expiresAt)
  const idle = lastRequest + idleMinutes * minute - notedWithin
  return idle < absolute ? { why: 'idle', at: idle } : { why: 'absolute', at: absolute }
}

/** Two minutes before the end the person is told (WCAG 2.2.1). */
export const warnedBefore = 2 * minute

let last = Date.now()
const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('placet-session')
channel?.addEventListener('message', ({ data }) => {
  if (typeof data === 'number') last = Math.max(last, data)
})

/** A request with the session went out: here, or in another tab of this browser. */
export function noteRequest(): void {
  last = Date.now()
  channel?.postMessage(last)
}

export const lastRequest = (): number => last
