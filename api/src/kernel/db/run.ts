import { createHash } from 'node:crypto'
import type { Client, QueryResult, QueryResultRow } from 'pg'
import type { DataSource, EntityManager, QueryRunner } from 'typeorm'
import type { Actor } from '../auth/actor.ts'
import { isAgency, readsAccess, seesAllCases, signingIn } from '../auth/actor.ts'
import { cancellable, deadline } from './deadline.ts'

/** Statements of one transaction, whoever opened it. */
export type Sql = Pick<Tx, 'rows' | 'one' | 'count'>

/** One transaction with its actor set. Statements of one transaction run one after another. */
export class Tx {
  readonly actor: Actor
  readonly manager: EntityManager
  private readonly client: Client
  private last: Promise<unknown> = Promise.resolve()
  private readonly signal = deadline()

  constructor(actor: Actor, manager: EntityManager, client: Client) {
    this.actor = actor
    this.manager = manager
    this.client = client
  }

  /** Rows of a statement; numbers of type bigint come as strings. Prepared once per connection, by its text. */
  async rows<Row extends QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.send<Row>(text, values)).rows
  }

  async one<Row extends QueryResultRow>(text: string, values: unknown[] = []): Promise<Row | undefined> {
    return (await this.rows<Row>(text, values))[0]
  }

  /** Rows that an insert, update or delete touched. */
  async count(text: string, values: unknown[] = []): Promise<number> {
    return (await this.send(text, values)).rowCount ?? 0
  }

  private async send<Row extends QueryResultRow>(text: string, values: unknown[]): Promise<QueryResult<Row>> {
    return this.inTurn(() =>
      cancellable(this.client, this.signal, () => this.client.query<Row>({ name: nameOf(text), text, values })),
    )
  }

  /** Fields of one answer are resolved at once; their statements share one client and wait for each other. */
  private async inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const before = this.last
    const done = before.then(work)
    this.last = done.catch(() => undefined)
    return done
  }

  /** From here on the transaction sees this one case whole; `Lifecycle` alone calls it, after it found and locked the case. */
  async enterCase(caseId: string): Promise<void> {
    await this.rows(`select set_config('app.system_case', $1, true)`, [caseId])
  }
}

const names = new Map<string, string>()

/**
 * The name under which a connection keeps a statement's plan. Row-level security makes planning dear: the facts of one
 * case cost 15 ms to plan and 1 to read. Texts are few, one for each combination of filters, and never hold a value.
 */
function nameOf(text: string): string {
  const known = names.get(text)
  if (known !== undefined) return known
  const name = createHash('sha256').update(text).digest('base64url').slice(0, 32)
  names.set(text, name)
  return name
}

async function begin(
  source: DataSource,
  actor: Actor,
  mode: 'read' | 'write',
): Promise<{ tx: Tx; runner: QueryRunner }> {
  deadline()?.throwIfAborted()
  const runner = source.createQueryRunner()
  const waits = waitsOf(source)
  const since = { at: performance.now() }
  waits.add(since)
  try {
    const client = (await runner.connect()) as Client
    waits.delete(since)
    await client.query(mode === 'read' ? 'begin read only' : 'begin')
    await client.query({
      name: 'set-actor',
      // Every statement has a text of its own for what it filters by, so the plan for any values is the plan for these:
      // left to choose, Postgres plans most of them anew each time.
      text: `select set_config('app.user_id', $1, true), set_config('app.org_id', $2, true), set_config('app.agency', $3, true),
        set_config('app.case_wide', $4, true), set_config('app.signing_in', $5, true), set_config('app.reads_access', $6, true),
        set_config('app.roles', $7, true),
        set_config('plan_cache_mode', 'force_generic_plan', true)`,
      values: [
        actor.id,
        actor.organisationId ?? '',
        isAgency(actor) ? 'yes' : '',
        seesAllCases(actor) ? 'yes' : '',
        actor === signingIn ? 'yes' : '',
        readsAccess(actor) ? 'yes' : '',
        // Commas at both ends, so that a policy finds a whole word.
        `,${actor.roles.join(',')},`,
      ],
    })
    return { tx: new Tx(actor, runner.manager, client), runner }
  } catch (cause) {
    waits.delete(since)
    await end(runner, 'rollback').catch(() => undefined)
    throw cause
  }
}

const waiting = new WeakMap<DataSource, Set<{ at: number }>>()

function waitsOf(source: DataSource): Set<{ at: number }> {
  const known = waiting.get(source)
  if (known !== undefined) return known
  const made = new Set<{ at: number }>()
  waiting.set(source, made)
  return made
}

/** Milliseconds that the longest of those has waited who wait for a connection now; 0 where nobody does. */
export function longestWait(source: DataSource): number {
  const [first] = waitsOf(source)
  return first === undefined ? 0 : performance.now() - first.at
}

/** Ends the transaction and gives the connection back; one whose transaction did not end is closed and never used again. */
async function end(runner: QueryRunner, how: 'commit' | 'rollback'): Promise<void> {
  try {
    const client = (await runner.connect()) as Client
    await client.query(how).catch((cause: unknown) => {
      // Not awaited, as nobody may be there to answer: the pool lets go of whatever is ending.
      client.end().catch(() => undefined)
      throw cause
    })
  } finally {
    await runner.release()
  }
}

/**
 * The only source of a connection: one transaction, the actor set for it alone (LOCAL: gone at its end, safe in pools).
 * Commits when `work` returns and rolls back when it throws.
 */
export async function run<Result>(
  source: DataSource,
  actor: Actor,
  mode: 'read' | 'write',
  work: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  const { tx, runner } = await begin(source, actor, mode)
  let result: Result
  try {
    result = await work(tx)
    deadline()?.throwIfAborted()
  } catch (cause) {
    await end(runner, 'rollback').catch(() => undefined)
    throw cause
  }
  await end(runner, 'commit')
  return result
}

/** The reads of one request: one read-only transaction, opened at the first statement, ended when the answer is built. */
export class Reads {
  private opened: Promise<{ tx: Tx; runner: QueryRunner }> | undefined
  private readonly source: DataSource
  readonly actor: Actor

  constructor(source: DataSource, actor: Actor) {
    this.source = source
    this.actor = actor
  }

  async tx(): Promise<Tx> {
    this.opened ??= begin(this.source, this.actor, 'read')
    return (await this.opened).tx
  }

  async end(): Promise<void> {
    const opened = this.opened
    this.opened = undefined
    if (opened === undefined) return
    const found = await opened.catch(() => undefined)
    if (found !== undefined) await end(found.runner, 'commit').catch(() => undefined)
  }
}
