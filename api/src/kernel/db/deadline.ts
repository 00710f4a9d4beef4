import { AsyncLocalStorage } from 'node:async_hooks'
import { connect } from 'node:net'
import type { Client } from 'pg'

const signals = new AsyncLocalStorage<AbortSignal>()

/** Runs `work`; every transaction that it begins knows the signal, and ends without effect once it is given. */
export const withDeadline = <Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> =>
  signals.run(signal, work)

/** The signal of the work that this is part of. */
export const deadline = (): AbortSignal | undefined => signals.getStore()

/** Waits for a statement's answer; when the signal comes first Postgres is asked to stop it (its error is 57014). */
export async function cancellable<Result>(
  client: Client,
  signal: AbortSignal | undefined,
  statement: () => Promise<Result>,
): Promise<Result> {
  if (signal === undefined) return statement()
  signal.throwIfAborted()
  const cancel = () => askToCancel(client)
  signal.addEventListener('abort', cancel, { once: true })
  try {
    return await statement()
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}

/** CancelRequest of the protocol (PostgreSQL 55.7): a connection of its own, which is not answered. */
function askToCancel(client: Client): void {
  const { host, port, processID, secretKey } = client as unknown as {
    host: string
    port: number
    processID: number
    secretKey: number
  }
  const asked = Buffer.alloc(16)
  asked.writeInt32BE(16, 0)
  asked.writeInt32BE(80877102, 4)
  asked.writeInt32BE(processID, 8)
  asked.writeInt32BE(secretKey, 12)
  const socket = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host)
  // Where it can not be asked the statement ends by its own limit.
  socket.on('error', () => undefined)
  socket.setTimeout(2000, () => socket.destroy())
  socket.end(asked)
}
