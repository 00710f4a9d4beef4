import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A request of the load: always POST with a JSON body when `body` is given, else GET. */
export type LoadRequest = { readonly path: string; readonly body?: string }

export type Load = {
  readonly url: string
  readonly headers: Record<string, string>
  /** Sent in this order again and again; every one has variables of its own. */
  readonly requests: readonly LoadRequest[]
  /** First request of this round, so that rounds do not repeat each other. */
  readonly startAt: number
  readonly callers: number
  readonly seconds: number
}

export type LoadResult = {
  readonly requests: number
  readonly seconds: number
  /** Answers other than 200, or with an `errors` member. */
  readonly failures: number
  readonly latenciesMs: readonly number[]
}

/** Runs one round of load from a process of its own on another core than the server's. */
export async function runLoad(load: Load, core: number): Promise<LoadResult> {
  const caller = fork(fileURLToPath(new URL('./load-caller.ts', import.meta.url)), {
    execPath: 'taskset',
    execArgv: ['-c', String(core), process.execPath],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const failed = once(caller, 'exit').then(([code]) => {
    throw new Error(`The load ended with code ${String(code)} before it answered.`)
  })
  failed.catch(() => undefined)
  caller.send(load)
  const [result] = (await Promise.race([once(caller, 'message'), failed])) as [LoadResult]
  caller.disconnect()
  return result
}

/** The value below which `share` (0 to 1) of the sorted values lie; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}
