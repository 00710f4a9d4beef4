import { createReadStream } from 'node:fs'
import { connect } from 'node:net'
import { pipeline } from 'node:stream/promises'

/** Where clamd listens: a socket's path, or host and port. */
export type ClamdAddress = { path: string } | { host: string; port: number }

const pieceBytes = 256 * 1024
const silentForMs = 60_000
const answerAtMost = 1000

/**
 * What clamd says of a stored file: 'clean', or 'malware'. Its own client and not clamscan 2.4.0, which reads a file into
 * memory faster than clamd takes it.
 * @throws where there is no verdict: clamd is away, silent for a minute, or could not look at the whole file
 */
export async function askClamd(
  address: ClamdAddress,
  path: string,
  signal?: AbortSignal,
): Promise<'clean' | 'malware'> {
  const socket = connect(address)
  socket.setTimeout(silentForMs, () => socket.destroy(new Error('clamd is silent')))
  let answer = ''
  const answered = (async () => {
    for await (const part of socket) {
      answer += (part as Buffer).toString('latin1')
      if (answer.length > answerAtMost) throw new Error('clamd says more than a verdict')
    }
  })()
  try {
    const sent = pipeline(framed(path, signal), socket, { end: false, ...(signal === undefined ? {} : { signal }) })
    await Promise.all([answered, sent])
  } finally {
    socket.destroy()
  }
  const verdict = answer.replace(/\0$/, '')
  if (verdict === 'stream: OK') return 'clean'
  if (/^stream: .+ FOUND$/.test(verdict)) return 'malware'
  throw new Error('clamd gave no verdict')
}

/** The INSTREAM command: each piece after its length, an empty one at the end. */
async function* framed(path: string, signal?: AbortSignal): AsyncGenerator<Buffer> {
  yield Buffer.from('zINSTREAM\0')
  for await (const part of createReadStream(path, { highWaterMark: pieceBytes, signal })) {
    const bytes = part as Buffer
    const length = Buffer.alloc(4)
    length.writeUInt32BE(bytes.length)
    yield length
    yield bytes
  }
  yield Buffer.alloc(4)
}
