import { spawn, type ChildProcess } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { startEmbeddedPostgres } from '../../api/src/kernel/db/embedded-postgres.ts'
import { root } from '../house.ts'
import { MemoryWatch, residentMegabytes } from './memory.ts'
import { signInAs } from './sign-in.ts'

const chunkBytes = 8 * 1024 * 1024
const officer = 'officer@helio.example'

/** What an upload showed: sizes in bytes, memory of the server's process in megabytes. */
export type UploadResult = {
  bytes: number
  seconds: number
  megabytesPerSecond: number
  rssBeforeMb: number
  rssPeakMb: number
  /** Where it went on after the connection was cut, and after the server was killed and started again. */
  resumedAfterCutAt: number
  resumedAfterRestartAt: number
  hashEqual: boolean
}

type Headers = Record<string, string>
type Portal = { url: string; child: ChildProcess }

/**
 * Uploads one file of `bytes` into a draft: in pieces of 8 MiB, with the connection cut within a piece at a third of the
 * way and the server killed within one at two thirds; each time the server is asked where to go on. Then the hash that
 * the portal gives is compared with that of the source. The portal must be built.
 */
export async function benchUpload(dataDir: string, bytes: number, say: (line: string) => void): Promise<UploadResult> {
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => undefined })
  const memory = new MemoryWatch()
  let portal: Portal | undefined
  try {
    const source = join(dataDir, 'source.csv')
    const sha256 = await writeSource(source, bytes)
    const port = await freePort()
    portal = await startPortal(dataDir, postgres.ownerUrl, port)
    const session = await signInAs(portal.url, officer)
    const draft = await startDossier(portal.url, session)
    const address = await create(portal.url, session, draft, bytes)
    // The first requests warm the process up; what it holds after them is what is compared.
    const before = memory.from(portal.child.pid ?? 0)
    say(`The server holds ${before} MB before the upload.`)
    const began = performance.now()
    const upload = new Upload(portal.url + address, session, source, bytes)

    await upload.sendUpTo(bytes / 3)
    await upload.sendHalfAPiece(() => undefined)
    const resumedAfterCutAt = await upload.whereToGoOn()
    say(`The connection was cut; the upload goes on at byte ${resumedAfterCutAt}.`)
    await upload.sendUpTo((bytes * 2) / 3)
    const { child } = portal
    await upload.sendHalfAPiece(() => child.kill('SIGKILL'))
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    portal = await startPortal(dataDir, postgres.ownerUrl, port)
    memory.from(portal.child.pid ?? 0)
    const resumedAfterRestartAt = await upload.whereToGoOn()
    say(`The server was killed and started again; the upload goes on at byte ${resumedAfterRestartAt}.`)
    await upload.sendUpTo(bytes)
    const stored = await untilChecked(portal.url, session, draft)
    const seconds = (performance.now() - began) / 1000
    say(`The server held at most ${memory.peak} MB, also while it hashed and inspected what had come.`)
    return {
      bytes,
      seconds,
      megabytesPerSecond: bytes / 1e6 / seconds,
      rssBeforeMb: before,
      rssPeakMb: Math.max(memory.peak, residentMegabytes(portal.child.pid ?? 0)),
      resumedAfterCutAt,
      resumedAfterRestartAt,
      hashEqual: stored === sha256,
    }
  } finally {
    memory.stop()
    if (portal) await stopPortal(portal)
    await postgres.stop()
  }
}

/** A table of whole lines, no two pieces alike; returns its SHA-256. */
async function writeSource(path: string, bytes: number): Promise<string> {
  const hash = createHash('sha256')
  const file = await open(path, 'w')
  try {
    const line = 'site-0042,female,65-74,pneumonia,0.912,0.874,0.941,1203\n'
    const block = Buffer.from(line.repeat(Math.ceil((1024 * 1024) / line.length)))
    for (let at = 0; at < bytes;) {
      const piece = Buffer.concat([Buffer.from(`${at},${randomUUID()}\n`), block]).subarray(0, bytes - at)
      hash.update(piece)
      await file.write(piece)
      at += piece.length
    }
  } finally {
    await file.close()
  }
  return hash.digest('hex')
}

/** One upload's way through the door (tus 1.0). */
class Upload {
  private offset = 0
  private readonly url: string
  private readonly headers: Headers
  private readonly source: string
  private readonly bytes: number

  constructor(url: string, session: Headers, source: string, bytes: number) {
    this.url = url
    this.headers = { ...session, 'tus-resumable': '1.0.0', 'x-placet-upload': '1' }
    this.source = source
    this.bytes = bytes
  }

  async sendUpTo(end: number): Promise<void> {
    while (this.offset < end) {
      const status = await this.patch(Math.min(chunkBytes, this.bytes - this.offset))
      if (status !== 204) throw new Error(`A piece at byte ${this.offset} was answered ${status}.`)
      this.offset += Math.min(chunkBytes, this.bytes - this.offset)
    }
  }

  /** Announces a piece, sends half of it, then `cut`, and hangs up. */
  async sendHalfAPiece(cut: () => void): Promise<void> {
    await this.patch(Math.min(chunkBytes, this.bytes - this.offset), cut).catch(() => undefined)
  }

  async whereToGoOn(): Promise<number> {
    const answer = await fetch(this.url, { method: 'HEAD', headers: this.headers })
    const offset = Number(answer.headers.get('upload-offset') ?? NaN)
    if (answer.status !== 200 || Number.isNaN(offset)) throw new Error(`Where to go on was answered ${answer.status}.`)
    this.offset = offset
    return offset
  }

  private patch(length: number, cut?: () => void): Promise<number> {
    return new Promise((settle, fail) => {
      const asked = request(this.url, {
        method: 'PATCH',
        headers: {
          ...this.headers,
          'content-type': 'application/offset+octet-stream',
          'content-length': String(length),
          'upload-offset': String(this.offset),
        },
      })
      asked.on('error', fail)
      asked.on('response', (answer) => {
        answer.resume()
        answer.on('end', () => settle(answer.statusCode ?? 0))
      })
      const sent = cut === undefined ? length : Math.floor(length / 2)
      const piece = createReadStream(this.source, { start: this.offset, end: this.offset + sent - 1 })
      piece.on('error', fail)
      piece.pipe(asked, { end: cut === undefined })
      if (cut !== undefined)
        piece.on('end', () => {
          // What was sent needs a moment to arrive.
          setTimeout(() => {
            cut()
            asked.destroy(new Error('cut'))
          }, 200)
        })
    })
  }
}

async function create(url: string, session: Headers, submissionId: string, bytes: number): Promise<string> {
  const words = { submissionId, filename: 'results.csv', filetype: 'text/csv', purpose: 'evidence' }
  const metadata = Object.entries(words).map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
  const answer = await fetch(`${url}/files`, {
    method: 'POST',
    headers: {
      ...session,
      'tus-resumable': '1.0.0',
      'x-placet-upload': '1',
      'upload-length': String(bytes),
      'upload-metadata': metadata.join(','),
    },
  })
  const address = answer.headers.get('location')
  if (answer.status !== 201 || address === null) throw new Error(`The upload was answered ${answer.status}.`)
  return address
}

/** Asks a registered operation by its name. */
async function ask(url: string, session: Headers, name: string, variables: object): Promise<unknown> {
  const listed = JSON.parse(await readFile(join(root, 'infra/operations/operations.json'), 'utf8')) as Record<
    string,
    { name: string }
  >
  const hash = Object.entries(listed).find(([, operation]) => operation.name === name)?.[0]
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { ...session, 'content-type': 'application/json' },
    body: JSON.stringify({
      operationName: name,
      variables,
      extensions: { persistedQuery: { version: 1, sha256Hash: hash } },
    }),
  })
  const { data, errors } = (await answer.json()) as { data?: unknown; errors?: unknown }
  if (errors !== undefined) throw new Error(`${name} was answered ${JSON.stringify(errors)}`)
  return data
}

async function startDossier(url: string, session: Headers): Promise<string> {
  const input = { commandId: randomUUID(), modelName: 'Large evidence', modelVersion: '1' }
  const data = (await ask(url, session, 'StartDossier', { input })) as { startDossier: { id: string } }
  return data.startDossier.id
}

/** The SHA-256 that the portal gives of the one document, once it is clean. */
async function untilChecked(url: string, session: Headers, id: string): Promise<string | null> {
  for (const deadline = Date.now() + 300_000; Date.now() < deadline; await pause(250)) {
    const data = (await ask(url, session, 'DossierDocuments', { id })) as {
      submission: { documents: { state: string; sha256: string | null; rejection: string | null }[] }
    }
    const [document] = data.submission.documents
    if (document?.state === 'clean') return document.sha256
    if (document?.state === 'rejected') throw new Error(`The file was rejected: ${document.rejection ?? ''}`)
  }
  throw new Error('The file had no verdict within five minutes.')
}

async function startPortal(dataDir: string, ownerUrl: string, port: number): Promise<Portal> {
  const child = spawn(process.execPath, [join(root, 'infra/run.js'), 'start/serve'], {
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      PLACET_MODE: 'demo',
      PLACET_DATA_DIR: join(dataDir, 'portal'),
      PORT: String(port),
      DATABASE_OWNER_URL: ownerUrl,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const url = `http://localhost:${port}`
  for (const deadline = Date.now() + 120_000; ; await pause(100)) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error('The portal did not start.')
    const answer = await fetch(`${url}/health/ready`).catch(() => null)
    await answer?.body?.cancel()
    if (answer?.ok) return { url, child }
  }
}

async function stopPortal({ child }: Portal): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  const forced = setTimeout(() => child.kill('SIGKILL'), 30_000)
  await once(child, 'exit')
  clearTimeout(forced)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address !== null ? address.port : 0
}
