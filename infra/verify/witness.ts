import { createServer } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { readKeys } from './src/keys.ts'
import { Witness } from './src/witness.ts'

const usage = `npm run witness -- --log https://portal.example --name witness.example --store <folder> [--keys <keys>] [--every 60] [--port 41900] [--once]

Co-signs the log's checkpoints as long as the log only grows, and says ALARM when it does anything else. Run it elsewhere,
by people who do not run the portal. --keys: the portal's public keys; by default its /.well-known/placet/keys.json.
With --port it answers GET /checkpoint with the last note that it signed; the portal collects it there.
The file last-checkpoint.txt in the folder is a trusted checkpoint for placet-verify.`

const { values } = parseArgs({
  options: {
    log: { type: 'string' },
    name: { type: 'string' },
    store: { type: 'string' },
    keys: { type: 'string' },
    every: { type: 'string', default: '60' },
    port: { type: 'string' },
    once: { type: 'boolean', default: false },
  },
})
const { log, name, store } = values
if (log === undefined || name === undefined || store === undefined) {
  console.error(usage)
  process.exit(2)
}
const witness = await Witness.open(store, log, name)
const stopping = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort())
console.log(`Witness ${witness.key.name}+${witness.key.x} of ${log}`)

const server =
  values.port === undefined
    ? undefined
    : createServer((request, response) => {
        void witness.signed().then((note) => {
          const there = request.method === 'GET' && request.url === '/checkpoint' && note !== null
          response.writeHead(there ? 200 : 404, { 'content-type': 'text/plain; charset=utf-8' }).end(there ? note : '')
        })
      }).listen(Number(values.port), '127.0.0.1')

do {
  try {
    const { size } = await witness.look(await readKeys(values.keys ?? `${log}/.well-known/placet/keys.json`))
    console.log(`${new Date().toISOString()} signed for ${size} leaves`)
    if (values.once) process.exitCode = 0
  } catch (fault) {
    const word = witness.alarm === null ? 'Not seen' : 'ALARM'
    console.error(`${new Date().toISOString()} ${word}: ${(fault as Error).message}`)
    process.exitCode = witness.alarm === null ? 2 : 1
  }
  if (!values.once) await pause(Number(values.every) * 1000, null, { signal: stopping.signal }).catch(() => undefined)
} while (!values.once && !stopping.signal.aborted)
server?.close()
