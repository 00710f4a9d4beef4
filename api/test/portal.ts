import 'reflect-metadata'
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { SoftwarePasskey } from '@placet/shared/passkey/passkey.schema'
import { SoftwareAuthenticator } from '@placet/shared/passkey/software-authenticator'
import type { RequestOptions } from '@placet/shared/passkey/software-authenticator'
import { Deadlines } from '../src/deadlines.ts'
import { seed } from '../src/demo/seed.ts'
import { demoAccounts } from '../src/kernel/auth/demo-accounts.ts'
import { signingIn } from '../src/kernel/auth/actor.ts'
import { creationOptions, keepPasskey, relyingParty } from '../src/kernel/auth/passkeys.ts'
import { run } from '../src/kernel/db/run.ts'
import type { Seal } from '../src/kernel/signing/signing.ts'
import { readSettings } from '../src/kernel/settings.ts'
import { createPortalApp } from '../src/portal-app.ts'
import type { PortalApp } from '../src/portal-app.ts'
import { Sequencer } from '../src/transparency-log/index.ts'
import { cloneDatabase } from './database.ts'
import type { ClonedDatabase } from './database.ts'
import { documentOf } from './operations.ts'

const origin = 'http://localhost:3000'
export const password = demoAccounts[0]?.password ?? ''

/** The demo's people by the names that tests call them. */
const cast = {
  officer: 'officer@helio.example',
  contributor: 'contributor@helio.example',
  rival: 'officer@nile.example',
  screener: 'screener@agency.example',
  screener2: 'screener2@agency.example',
  manager: 'manager@agency.example',
  lead: 'lead@agency.example',
  reviewerA: 'reviewer.a@agency.example',
  reviewerB: 'reviewer.b@agency.example',
  reviewerC: 'reviewer.c@agency.example',
  decisionMaker: 'decision@agency.example',
  deputy: 'deputy@agency.example',
  integrity: 'integrity@agency.example',
  inspector: 'inspector@agency.example',
  admin: 'admin@agency.example',
} as const
export type Name = keyof typeof cast

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- what an answer holds is what the test asserts
export type Json = any
/** One GraphQL answer as it came over the wire. */
export type Reply = { data?: Json; errors?: { message: string; extensions: { code: string } }[]; text: string }
/** What a mutation answered: its object or a refusal; an error has `__typename` 'Error' and its code. */
export type Outcome = { __typename: string } & Record<string, Json>

/** A person with a session, over HTTP as a browser has it. */
export class Visitor {
  readonly id: string
  private readonly base: string
  private readonly cookie: string | null
  /** Holds the person's passkey; empty for somebody who was given none. */
  readonly authenticator: SoftwareAuthenticator

  constructor(base: string, id: string, cookie: string | null, authenticator = new SoftwareAuthenticator(origin)) {
    this.base = base
    this.id = id
    this.cookie = cookie
    this.authenticator = authenticator
  }

  headers(): Record<string, string> {
    return { origin, ...(this.cookie === null ? {} : { cookie: this.cookie }) }
  }

  fetch(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(`${this.base}${path}`, {
      ...init,
      headers: { ...this.headers(), ...(init.headers as Record<string, string> | undefined) },
    })
  }

  async ask(query: string, variables: object = {}, language = 'en'): Promise<Reply> {
    const answer = await this.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept-language': language },
      body: JSON.stringify({ query, variables }),
    })
    const text = await answer.text()
    return { ...(JSON.parse(text) as Reply), text }
  }

  /** As `ask`, and it must succeed. */
  async read(query: string, variables: object = {}): Promise<Json> {
    const { data, errors } = await this.ask(query, variables)
    if (errors !== undefined) throw new Error(`the query was not answered: ${JSON.stringify(errors)}`)
    return data
  }

  /** Sends a command; a refusal and an error come back as values. Without `commandId` it is a new intent. */
  async send(mutation: string, input: object): Promise<Outcome> {
    const { data, errors } = await this.ask(documentOf(mutation), { input: { commandId: randomUUID(), ...input } })
    const [error] = errors ?? []
    if (error !== undefined) return { __typename: 'Error', code: error.extensions.code, message: error.message }
    return data[mutation] as Outcome
  }

  /** As `send`, and it must succeed. */
  async do(mutation: string, input: object): Promise<Outcome> {
    const outcome = await this.send(mutation, input)
    if (isRefused(outcome)) throw new Error(`${mutation} was refused: ${JSON.stringify(outcome)}`)
    return outcome
  }

  /** Begins a ceremony and seals it by `mutation`; `input` names the subject as `id` and its `version`. */
  async sign(
    mutation: string,
    process: string,
    meaning: string,
    input: { id: string } & Record<string, unknown>,
  ): Promise<Outcome> {
    return this.do(mutation, { ...input, ...(await this.begin(process, meaning, input.id)) })
  }

  /** Begins a ceremony and answers it: what a sealing command brings. */
  async begin(process: string, meaning: string, id: string): Promise<Seal> {
    return this.prove(await this.do('beginSigning', { id, process, meaning }))
  }

  /** Answers the ceremony's request by the person's passkey. */
  async prove(ceremony: Outcome): Promise<Seal> {
    const assertion = await this.authenticator.get(ceremony['request'] as RequestOptions)
    return { ceremonyId: String(ceremony['id']), proof: { kind: 'passkey', assertion } }
  }
}

const refusals = ['Invalid', 'Incomplete', 'NotPermitted', 'OutOfTurn', 'Stale', 'CommandReused', 'Error']
const isRefused = (outcome: Outcome): boolean => refusals.includes(outcome.__typename)

export type Booted = { app: PortalApp; database: ClonedDatabase; owner: pg.Pool; folder: string }

/**
 * Boots the portal on a clone of the template, with the demo's people; `pool`: connections of the application's role;
 * `through`: the way that it reaches its database by, from the database's own address.
 */
export async function boot(pool = 12, through = (url: string): string => url): Promise<Booted> {
  const database = await cloneDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'placet-portal-'))
  await seed(database.ownerUrl, 'development', origin)
  const settings = readSettings({
    PLACET_MODE: 'development',
    PORT: '0',
    PLACET_ORIGIN: origin,
    PLACET_DATA_DIR: folder,
    PLACET_POOL: String(pool),
  })
  const urls = {
    appUrl: through(database.appUrl),
    publicUrl: through(database.publicUrl),
    workerUrl: through(database.workerUrl),
    inspectorUrl: through(database.inspectorUrl),
  }
  const app = await createPortalApp(settings, urls)
  await app.nest.listen(0, '127.0.0.1')
  const owner = new pg.Pool({ connectionString: database.ownerUrl, max: 3 })
  // Dropping the database ends idle connections; that is no fault of a test.
  owner.on('error', () => undefined)
  return { app, database, owner, folder }
}

/** The whole portal on a database of its own. */
export class TestPortal {
  readonly app: PortalApp
  readonly database: ClonedDatabase
  private readonly owner: pg.Pool
  private readonly folder: string
  private readonly base: string
  private readonly visitors = new Map<Name, Promise<Visitor>>()
  private readonly authenticators = new Map<string, Promise<SoftwareAuthenticator>>()
  readonly anyone: Visitor

  constructor({ app, database, owner, folder }: Booted) {
    this.app = app
    this.database = database
    this.owner = owner
    this.folder = folder
    this.base = `http://127.0.0.1:${(app.nest.getHttpServer().address() as AddressInfo).port}`
    this.anyone = new Visitor(this.base, '', null)
  }

  async close(): Promise<void> {
    // A connection on which nothing was ever asked is not idle to Node: it would hold up the end.
    const forced = setTimeout(() => (this.app.nest.getHttpServer() as Server).closeAllConnections(), 2000)
    await this.app.nest.close()
    clearTimeout(forced)
    await this.app.databases.close()
    await this.owner.end()
    await this.database.drop()
    await rm(this.folder, { recursive: true, force: true })
  }

  /** Rows as the owner sees them: what a test looks at behind the answer. */
  async rows<Row extends pg.QueryResultRow = Json>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.owner.query<Row>(text, values)).rows
  }

  async one<Row extends pg.QueryResultRow = Json>(text: string, values: unknown[] = []): Promise<Row> {
    const [row] = await this.rows<Row>(text, values)
    if (row === undefined) throw new Error(`no row: ${text}`)
    return row
  }

  /** Files that lie in the store. */
  async storedFiles(): Promise<string[]> {
    return (await readdir(join(this.folder, 'files', 'store'), { recursive: true })).filter((name) => name.length > 2)
  }

  /** The person's one session in this file, signed in at the first need. */
  as(name: Name): Promise<Visitor> {
    const known = this.visitors.get(name)
    if (known !== undefined) return known
    const opening = this.idOf(name).then((id) => this.sessionOf(id))
    this.visitors.set(name, opening)
    return opening
  }

  async idOf(name: Name): Promise<string> {
    return (await this.one<{ person_id: string }>(`select person_id from account where email = $1`, [cast[name]]))
      .person_id
  }

  /** Another session of the same person; a person has five at most. */
  async again(name: Name): Promise<Visitor> {
    return this.sessionOf(await this.idOf(name))
  }

  /** A session of somebody who has a passkey here: of the demo's people, or of those that `hire` made. */
  async sessionOf(personId: string): Promise<Visitor> {
    const authenticator = await (this.authenticators.get(personId) ?? this.authenticatorOf(personId))
    return this.signIn(personId, authenticator)
  }

  /** With the passkey that the demonstration gave this person, as its address tells everybody. */
  private async authenticatorOf(personId: string): Promise<SoftwareAuthenticator> {
    const { held } = await this.one<{ held: string }>(`select held from demo_passkey where person_id = $1`, [personId])
    return new SoftwareAuthenticator(origin, [SoftwarePasskey.parse(JSON.parse(held))])
  }

  /** A passkey for somebody of a test's own, by the portal's own options. */
  private async enrol(personId: string): Promise<SoftwareAuthenticator> {
    const authenticator = new SoftwareAuthenticator(origin)
    const party = relyingParty({ origin })
    await run(this.app.databases.app, signingIn, 'write', async (tx) => {
      const challenge = randomBytes(32)
      const who = { personId, email: `${personId}@people.example`, name: 'Extra Person' }
      const answer = await authenticator.create(await creationOptions(tx, party, who, challenge))
      if ((await keepPasskey(tx, party, personId, answer, challenge, 'Test')) === null) throw new Error('no passkey')
    })
    return authenticator
  }

  /** A person of a test's own: a second manager, say. With `colleagueOf` a member of that person's organisation. */
  async hire(roles: readonly string[], colleagueOf?: Name, expertise?: readonly string[]): Promise<Visitor> {
    const like = colleagueOf ?? 'lead'
    const { id } = await this.one<{ id: string }>(
      `insert into person (name, office, roles, organisation_id, expertise)
       select 'Extra Person', 'Extra office', $1, p.organisation_id, coalesce($3, p.expertise) from person p where p.id = $2 returning id`,
      [roles, await this.idOf(like), expertise ?? null],
    )
    await this.rows(
      `insert into account (person_id, email, password_hash) values ($1, $2, (select password_hash from account limit 1))`,
      [id, `${id}@people.example`],
    )
    this.authenticators.set(id, this.enrol(id))
    return this.sessionOf(id)
  }

  /** Moves the demo clock and lets the worker fire what is due. */
  async pass(days: number): Promise<void> {
    for (let left = days; left > 0; left -= 400)
      await (await this.as('admin')).do('moveAgencyClock', { days: Math.min(left, 400) })
    await this.tick()
  }

  async tick(): Promise<number> {
    const fired = await this.app.nest.get(Deadlines).tick()
    await this.app.nest.get(Sequencer).tick()
    return fired
  }

  /** By passkey, through the doors that a browser uses. */
  private async signIn(personId: string, authenticator: SoftwareAuthenticator): Promise<Visitor> {
    const post = async (path: string, body: object = {}) => {
      const headers = { 'content-type': 'application/json' }
      const answer = await this.anyone.fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })
      if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
      return answer
    }
    const options = (await (await post('/auth/sign-in/options')).json()) as RequestOptions
    const answer = await post('/auth/sign-in/passkey', { answer: await authenticator.get(options) })
    const cookie = answer.headers.getSetCookie()[0]?.split(';', 1)[0] ?? ''
    await answer.body?.cancel()
    return new Visitor(this.base, personId, cookie, authenticator)
  }
}
