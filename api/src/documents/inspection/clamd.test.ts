import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { askClamd } from './clamd.ts'

let folder: string
let path: string
const bytes = Buffer.alloc(3_000_000, 'evidence ')
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'placet-clamd-'))
  path = join(folder, 'file')
  await writeFile(path, bytes)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

let server: Server | undefined
afterEach(() => new Promise<void>((done) => (server === undefined ? done() : server.close(() => done()))))

/** A daemon that speaks clamd's protocol: what it received, and when, decides what it answers. */
async function daemon(react: (socket: Socket, received: Buffer) => void): Promise<{ host: string; port: number }> {
  server = createServer((socket) => {
    const parts: Buffer[] = []
    socket.on('error', () => undefined)
    socket.on('data', (part) => {
      parts.push(part)
      react(socket, Buffer.concat(parts))
    })
  })
  await new Promise<void>((listening) => server?.listen(0, '127.0.0.1', listening))
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port }
}

/** The file inside the frames; null before the empty one. */
function unframed(received: Buffer): Buffer | null {
  const pieces: Buffer[] = []
  for (let at = 'zINSTREAM\0'.length; at + 4 <= received.length;) {
    const length = received.readUInt32BE(at)
    if (length === 0) return Buffer.concat(pieces)
    pieces.push(received.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return null
}

const answering = (text: string) =>
  daemon((socket, received) => {
    const file = unframed(received)
    if (file !== null) socket.end(file.equals(bytes) ? text : 'stream: bytes are missing ERROR\0')
  })

test('the whole file is sent, and the verdict is believed', async () => {
  expect(await askClamd(await answering('stream: OK\0'), path)).toBe('clean')
})

test('malware is malware', async () => {
  expect(await askClamd(await answering('stream: Win.Test.EICAR_HDB-1 FOUND\0'), path)).toBe('malware')
})

test.each(['INSTREAM size limit exceeded. ERROR\0', 'stream: Something else', 'OK', '', 'x'.repeat(5000)])(
  '%j is no verdict',
  async (text) => {
    await expect(askClamd(await answering(text), path)).rejects.toThrow()
  },
)

test('a daemon that is away, or goes in the middle, gives no verdict', async () => {
  await expect(askClamd({ path: join(folder, 'nobody') }, path)).rejects.toThrow()
  const going = await daemon((socket, received) => {
    if (received.length > 300_000) socket.resetAndDestroy()
  })
  await expect(askClamd(going, path)).rejects.toThrow()
})
