import pg from 'pg'

/** A table as the catalogue has it. */
export type Table = { name: string; columns: string[]; generated: string[]; keys: string[] }

/** A place in the log with its leaf and what opens it; whatever is not there is null. Bytes in base64, times as PostgreSQL writes them. */
export type Entry = {
  position: number | null
  /** The leaf that the position names. */
  placed: string | null
  id: string | null
  bytes: string | null
  hash: string | null
  at: string | null
  opens: string | null
  salt: string | null
  record: string | null
  process: string | null
  subject: string | null
}

/** Where the record is read from: a database, or an export of it. Rows are texts of jsonb as PostgreSQL writes them, in UTC. */
export interface Source {
  tables(): Promise<Table[]>
  /** Positions, leaves and openings: in the order of positions, then what has none. */
  entries(): AsyncIterable<Entry>
  /** Every row of a table, once, in no order. */
  rows(table: string): AsyncIterable<string>
  close(): Promise<void>
}

const rowsAtOnce = 2000

/** Reads within one transaction, so that everything is of one moment. */
export class DatabaseSource implements Source {
  private readonly client: pg.Client
  private cursors = 0
  private readonly isMine: boolean

  private constructor(client: pg.Client, isMine: boolean) {
    this.client = client
    this.isMine = isMine
  }

  static async open(url: string): Promise<DatabaseSource> {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 })
    client.on('error', () => undefined)
    await client.connect()
    await client.query(`begin isolation level repeatable read read only`)
    return DatabaseSource.within(client, true)
  }

  /** Reads what an open transaction sees; who opened it ends it. */
  static async within(client: pg.Client, isMine = false): Promise<DatabaseSource> {
    await client.query(
      `set local timezone = 'UTC'; set local row_security = off; set local search_path = public, pg_catalog`,
    )
    return new DatabaseSource(client, isMine)
  }

  async tables(): Promise<Table[]> {
    const { rows } = await this.client.query<Table>(
      `select c.relname as name,
         (select array_agg(a.attname::text order by a.attnum) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
         array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attgenerated <> '') as generated,
         array(select a.attname::text from pg_index i, unnest(i.indkey::smallint[]) with ordinality k (number, place), pg_attribute a
           where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid and a.attnum = k.number order by k.place) as keys
       from pg_class c where c.relkind in ('r', 'p') and c.relpersistence = 'p' and c.relnamespace = 'public'::regnamespace order by 1`,
    )
    return rows
  }

  async *rows(table: string): AsyncIterable<string> {
    const select = `select to_jsonb(t)::text as text from ${pg.escapeIdentifier(table)} t`
    for await (const { text } of this.cursor<{ text: string }>(select)) yield text
  }

  async *entries(): AsyncIterable<Entry> {
    for await (const { position, ...entry } of this.cursor<Entry & { position: string | null }>(
      `select p.position, p.leaf_id as placed, l.id, encode(l.bytes, 'base64') as bytes, encode(l.hash, 'base64') as hash,
         to_jsonb(l.at)#>>'{}' as at, s.leaf_id as opens, encode(s.salt, 'base64') as salt, encode(s.record, 'base64') as record,
         s.process, s.subject_id as subject
       from log_position p full join log_leaf l on l.id = p.leaf_id full join log_salt s on s.leaf_id = l.id
       order by p.position nulls last`,
    ))
      yield { ...entry, position: position === null ? null : Number(position) }
  }

  private async *cursor<Row extends pg.QueryResultRow>(select: string): AsyncIterable<Row> {
    const name = `verify_${(this.cursors += 1)}`
    await this.client.query(`declare ${name} no scroll cursor for ${select}`)
    for (;;) {
      const { rows } = await this.client.query<Row>(`fetch ${rowsAtOnce} from ${name}`)
      yield* rows
      if (rows.length < rowsAtOnce) break
    }
    await this.client.query(`close ${name}`)
  }

  async close(): Promise<void> {
    if (this.isMine) await this.client.end()
  }
}
