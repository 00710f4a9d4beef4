import { createParamDecorator } from '@nestjs/common'
import type { ExecutionContext } from '@nestjs/common'
import { GqlExecutionContext } from '@nestjs/graphql'
import DataLoader from 'dataloader'
import type { DataSource } from 'typeorm'
import type { Actor, Language } from './auth/actor.ts'
import { isAgency } from './auth/actor.ts'
import { Reads, run } from './db/run.ts'
import type { Tx } from './db/run.ts'

/** One request: who asks, in which language, and the one read-only transaction that its answer is built in. */
export class Call {
  readonly actor: Actor
  readonly language: Language
  readonly requestId: string
  private reads: Reads
  private readonly source: DataSource
  private readonly readSource: DataSource
  private readonly loaders = new Map<unknown, DataLoader<never, never>>()
  private readonly opened = new Map<string, Set<string>>()

  /** @param reads where the reads come from, when not from where its writes go */
  constructor(source: DataSource, actor: Actor, language: Language, requestId: string, reads = source) {
    this.source = source
    this.readSource = reads
    this.actor = actor
    this.language = language
    this.requestId = requestId
    this.reads = new Reads(reads, actor)
  }

  /** The request's read transaction; a mutation's answer is read in a fresh one. */
  async tx(): Promise<Tx> {
    return this.reads.tx()
  }

  /** What was read before a mutation committed is forgotten. */
  async readAfresh(): Promise<void> {
    await this.reads.end()
    this.loaders.clear()
    this.reads = new Reads(this.readSource, this.actor)
  }

  /** Somebody of the agency is about to read confidential data of this case; `what` says which. */
  opens(caseId: string, what: string): void {
    if (!isAgency(this.actor)) return
    this.opened.set(caseId, (this.opened.get(caseId) ?? new Set()).add(what))
  }

  /**
   * Puts on record what this request opened, one row a case, before its answer leaves: what is not on record is not read.
   * @param operation name of the GraphQL operation
   */
  async recordReading(operation: string): Promise<void> {
    if (this.opened.size === 0) return
    const opened = [...this.opened].map(([caseId, what]) => ({ case_id: caseId, opened: [...what].toSorted() }))
    this.opened.clear()
    await run(this.source, this.actor, 'write', (tx) =>
      tx.rows(
        `insert into access_entry (person_id, case_id, opened, roles, parts, operation, request_id)
         select $1, o.case_id, o.opened, $3, coalesce((select array_agg(p.part order by p.part) from case_part p where p.case_id = o.case_id and p.person_id = $1), '{}'), $4, $5
         from jsonb_to_recordset($2::jsonb) as o (case_id uuid, opened text[])`,
        [this.actor.id, JSON.stringify(opened), this.actor.roles, operation.slice(0, 100), this.requestId],
      ),
    )
  }

  async end(): Promise<void> {
    await this.reads.end()
  }

  /** One batch per request for a key: `load` gets every id that fields of this answer asked for at once. */
  loader<Key, Value>(
    key: unknown,
    load: (tx: Tx, ids: readonly Key[]) => Promise<(Value | Error)[]>,
  ): DataLoader<Key, Value> {
    const known = this.loaders.get(key) as DataLoader<Key, Value> | undefined
    if (known !== undefined) return known
    const made = new DataLoader<Key, Value>(async (ids) => load(await this.tx(), ids))
    this.loaders.set(key, made as unknown as DataLoader<never, never>)
    return made
  }
}

/** The parameter of a resolver that holds its request. */
export const This = createParamDecorator((_: unknown, context: ExecutionContext): Call => {
  return GqlExecutionContext.create(context).getContext<{ call: Call }>().call
})
