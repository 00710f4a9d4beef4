import { randomUUID } from 'node:crypto'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { boot, password, TestPortal } from '../../../test/portal.ts'
import type { Visitor } from '../../../test/portal.ts'

/** The way to a database that can be cut, as when Postgres is killed, and mended again. */
class Way {
  private target: { host: string; port: number } | undefined
  private readonly sockets = new Set<Socket>()
  private isOpen = true
  private readonly server = createServer((from) => {
    if (!this.isOpen || this.target === undefined) return void from.resetAndDestroy()
    const to = connect(this.target)
    for (const socket of [from, to]) {
      this.sockets.add(socket)
      socket.on('close', () => this.sockets.delete(socket)).on('error', () => undefined)
    }
    from.pipe(to).pipe(from)
  })

  async listen(): Promise<void> {
    await new Promise<void>((settle) => void this.server.listen(0, '127.0.0.1', settle))
  }

  to(url: string): string {
    const through = new URL(url)
    this.target = { host: through.hostname, port: Number(through.port) }
    through.hostname = '127.0.0.1'
    through.port = String((this.server.address() as AddressInfo).port)
    return through.href
  }

  cut(): void {
    this.isOpen = false
    for (const socket of this.sockets) socket.resetAndDestroy()
  }

  mend(): void {
    this.isOpen = true
  }

  close(): void {
    this.cut()
    this.server.close()
  }
}

const way = new Way()
let portal: TestPortal
let officer: Visitor
beforeAll(async () => {
  await way.listen()
  portal = new TestPortal(await boot(4, (url) => way.to(url)))
  officer = await portal.as('officer')
}, 60_000)
afterAll(async () => {
  await portal.close()
  way.close()
})

const signIn = { email: 'officer@helio.example', password }
const asks: Record<string, () => Promise<Response>> = {
  'a query': () => post('/graphql', { query: '{ session { person { id } } }' }),
  'a public query': () => post('/graphql', { query: '{ registerEntries { total } }' }),
  'a command': () => post('/graphql', startDossier()),
  'signing in': () => post('/auth/sign-in', signIn),
  'signing out': () => post('/auth/sign-out', {}),
  'a file': () => officer.fetch(`/files/${randomUUID()}`),
}

const post = (path: string, body: object): Promise<Response> =>
  officer.fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

const startDossier = () => ({
  query: `mutation($input: StartDossierInput!) { startDossier(input: $input) { __typename } }`,
  variables: { input: { commandId: randomUUID(), modelName: 'Away', modelVersion: '1' } },
})

/** What a caller is told: that it may try again, and nothing of where the database is or how it failed. */
async function expectAway(answer: Response): Promise<void> {
  const text = await answer.text()
  expect(text).toContain('UNAVAILABLE')
  expect(text).not.toMatch(/ECONN|127\.0\.0\.1|terminat|postgres|INTERNAL/i)
  if (answer.status !== 200) {
    expect(answer.status).toBe(503)
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  }
}

test.each(Object.keys(asks))('while the database is away, %s is told to come again', async (name) => {
  way.cut()
  try {
    for (let tries = 0; tries < 3; tries += 1) await expectAway(await (asks[name] as () => Promise<Response>)())
  } finally {
    way.mend()
  }
})

test('what was under way when the database went is told the same, and works again after', async () => {
  const underWay = Array.from({ length: 12 }, () => post('/graphql', startDossier()))
  way.cut()
  for (const answer of await Promise.all(underWay)) {
    const { data, errors } = (await answer.clone().json()) as { data?: unknown; errors?: unknown }
    if (errors !== undefined) await expectAway(answer)
    else expect(data).toMatchObject({ startDossier: { __typename: 'Submission' } })
  }
  way.mend()
  const after = (await (await post('/graphql', startDossier())).json()) as object
  expect(after).toMatchObject({ data: { startDossier: { __typename: 'Submission' } } })
})
