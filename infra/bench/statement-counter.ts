import { connect, createServer, type Server } from 'node:net'

/** Frontend messages that make the server run a statement: a simple query, and Execute of a prepared one. */
const simpleQuery = 'Q'.charCodeAt(0)
const execute = 'E'.charCodeAt(0)

export type StatementCounter = {
  readonly port: number
  /** Statements since the last call, BEGIN, set_config and COMMIT counted. */
  take(): number
  stop(): Promise<void>
}

/**
 * Stands between a program and Postgres and counts the statements that pass, as the wire protocol shows them
 * (PostgreSQL manual, 54.7). The connection must not be encrypted. Used for counting only, never while timing.
 */
export async function countStatements(host: string, port: number): Promise<StatementCounter> {
  let statements = 0
  const server: Server = createServer((client) => {
    const upstream = connect(port, host)
    let rest = Buffer.alloc(0)
    let started = false
    client.on('data', (chunk) => {
      rest = Buffer.concat([rest, chunk])
      // The first message of a connection has no type byte: length, then the body.
      for (;;) {
        const typed = started ? 1 : 0
        if (rest.length < 4 + typed) break
        const length = rest.readInt32BE(typed) + typed
        if (rest.length < length) break
        if (started && (rest[0] === simpleQuery || rest[0] === execute)) statements += 1
        started = true
        rest = rest.subarray(length)
      }
      upstream.write(chunk)
    })
    upstream.on('data', (chunk) => client.write(chunk))
    const close = () => {
      client.destroy()
      upstream.destroy()
    }
    for (const socket of [client, upstream]) socket.on('error', close).on('close', close)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The counter has no port.')
  return {
    port: address.port,
    take: () => {
      const taken = statements
      statements = 0
      return taken
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
