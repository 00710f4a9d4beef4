import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join, relative } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { apiPaths } from './headers.ts'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
}
const compressible = new Set(['.html', '.js', '.mjs', '.css', '.json', '.svg', '.txt'])

type File = { body: Buffer; brotli: Buffer | null; type: string; immutable: boolean }

/** The built web part, read once: names with a hash are kept for a year, the page itself is always asked for again. */
export function serveWeb(app: FastifyInstance, folder: string): void {
  const files = new Map<string, File>()
  const index = join(folder, 'index.html')
  const read = (path: string): File => {
    const body = readFileSync(path)
    const extension = extname(path)
    const brotli = compressible.has(extension)
      ? brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
      : null
    return { body, brotli, type: types[extension] ?? 'application/octet-stream', immutable: path.includes('/assets/') }
  }
  if (existsSync(index))
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      const path = join(folder, name)
      if (statSync(path).isFile() && !name.endsWith('.map'))
        files.set(`/${relative(folder, path).replaceAll('\\', '/')}`, read(path))
    }

  app.get('/*', (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '/'
    const isPage = extname(path) === '' && !apiPaths.test(path) && !path.includes('/.')
    const file = files.get(path) ?? (isPage ? files.get('/index.html') : undefined)
    if (file === undefined) return reply.code(404).send({ message: 'There is nothing here.' })
    void reply
      .header('content-type', file.type)
      .header('cache-control', file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache')
    if (file.brotli !== null && (request.headers['accept-encoding'] ?? '').includes('br'))
      return reply.header('content-encoding', 'br').header('vary', 'accept-encoding').send(file.brotli)
    return reply.send(file.body)
  })
}
