import { Agent, request } from 'node:http'
import type { Load, LoadRequest, LoadResult } from './load.ts'

// The program of the load's own process: takes one `Load` by IPC, answers with one `LoadResult`.

function send(agent: Agent, load: Load, { path, body }: LoadRequest): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const call = request(
      `${load.url}${path}`,
      {
        agent,
        method: body === undefined ? 'GET' : 'POST',
        headers:
          body === undefined ? load.headers : { ...load.headers, 'content-length': String(Buffer.byteLength(body)) },
      },
      (answer) => {
        let start = ''
        answer.on('data', (chunk: Buffer) => {
          if (start.length < 10) start += chunk.toString('latin1', 0, 10)
        })
        answer.on('end', () => resolve(answer.statusCode === 200 && !start.startsWith('{"errors"')))
        answer.on('error', reject)
      },
    )
    call.on('error', reject)
    call.end(body)
  })
}

async function run(load: Load): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: load.callers })
  const latenciesMs: number[] = []
  let failures = 0
  let next = load.startAt
  const start = performance.now()
  const end = start + load.seconds * 1000
  const caller = async () => {
    while (performance.now() < end) {
      const wanted = load.requests[next % load.requests.length]
      next += 1
      if (!wanted) throw new Error('There is nothing to ask.')
      const before = performance.now()
      if (!(await send(agent, load, wanted))) failures += 1
      latenciesMs.push(performance.now() - before)
    }
  }
  await Promise.all(Array.from({ length: load.callers }, caller))
  const seconds = (performance.now() - start) / 1000
  agent.destroy()
  return { requests: latenciesMs.length, seconds, failures, latenciesMs }
}

process.once('message', (load: Load) => {
  void run(load).then((result) => process.send?.(result))
})
