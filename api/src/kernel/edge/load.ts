/** Who is turned away first when there is too much to do (security.md 11, P9). */
export type Priority = 'anonymous' | 'signedIn' | 'signing'

/** What is measured: milliseconds, the longest wait for a connection and the delay of the event loop. */
export type Strain = { poolWait: number; loopDelay: number }

/** Of 64 in flight, those that each may still join; and what strain each bears. */
const bounds: Readonly<Record<Priority, { inFlight: number; poolWait: number; loopDelay: number }>> = {
  anonymous: { inFlight: 48, poolWait: 500, loopDelay: 200 },
  signedIn: { inFlight: 60, poolWait: 1000, loopDelay: 500 },
  signing: { inFlight: 64, poolWait: Infinity, loopDelay: Infinity },
}

/** Seconds after which a caller who was turned away may try again. */
export const tryAgainAfter = 2

/** Counts what this process has in hand, and says who may join. */
export class Load {
  private inFlight = 0
  private readonly strain: () => Strain

  constructor(strain: () => Strain) {
    this.strain = strain
  }

  /** A function that says it is over, to be called once; null for who is turned away. */
  enter(priority: Priority): (() => void) | null {
    const bound = bounds[priority]
    const { poolWait, loopDelay } = this.strain()
    if (this.inFlight >= bound.inFlight || poolWait > bound.poolWait || loopDelay > bound.loopDelay) return null
    this.inFlight += 1
    return () => {
      this.inFlight -= 1
    }
  }
}

const everyMs = 100
const looks = 10

/** The delay of the event loop as the median of the last second, so that one long step of work is no overload. */
export class LoopDelay {
  private readonly delays: number[] = Array<number>(looks).fill(0)
  private last = performance.now()
  private at = 0
  /** Milliseconds. Found where it changes: it is asked for at each request. */
  median = 0
  private readonly timer = setInterval(() => {
    const now = performance.now()
    this.delays[this.at] = Math.max(0, now - this.last - everyMs)
    this.at = (this.at + 1) % looks
    this.median = this.delays.toSorted((one, other) => one - other)[looks / 2] ?? 0
    this.last = now
  }, everyMs).unref()

  stop(): void {
    clearInterval(this.timer)
  }
}
