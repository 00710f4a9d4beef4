import { createServer } from 'node:http'
import pg from 'pg'
import { floorQuery } from './register-list.ts'

// The floor: what a page of the register costs when nothing stands between node:http and one prepared statement whose
// JSON Postgres builds. It takes the same body as the portal and answers with the same bytes of data.

const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 10 })
const port = Number(process.env['PORT'])

createServer((request, response) => {
  if (request.method === 'GET') {
    response.end('ready')
    return
  }
  let body = ''
  request.on('data', (chunk: Buffer) => {
    body += chunk.toString('utf8')
  })
  request.on('end', () => {
    const { variables } = JSON.parse(body) as { variables: Record<string, unknown> }
    pool
      .query<{ answer: string }>(floorQuery(variables))
      .then(({ rows }) => {
        response.writeHead(200, { 'content-type': 'application/json' })
        response.end(rows[0]?.answer)
      })
      .catch((error: unknown) => {
        response.writeHead(500)
        response.end(String(error))
      })
  })
}).listen(port, '127.0.0.1')
