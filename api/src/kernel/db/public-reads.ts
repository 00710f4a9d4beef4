import pg from 'pg'
import type { QueryConfig, QueryResult, QueryResultRow } from 'pg'

type Lane = { client: pg.Client; opened: Promise<unknown>; isOpen: boolean; waiting: number }

/**
 * Reads of the public role that need no transaction of their own: named statements, many at once on few connections. Each
 * is sent without waiting for the one before it (node-postgres' pipelining), on the connection with the fewest unanswered.
 */
export class PublicReads {
  private readonly lanes: (Lane | undefined)[]
  private readonly url: string
  private readonly connectWithinMs: number

  /** @param connections at most this many, each opened when first needed and again after a loss */
  constructor(url: string, connections: number, connectWithinMs: number) {
    this.url = url
    this.connectWithinMs = connectWithinMs
    this.lanes = Array.from({ length: connections }, () => undefined)
  }

  /** @throws what `isAway` knows, where the database cannot be reached or the connection was lost before the answer */
  async query<Row extends QueryResultRow>(statement: QueryConfig): Promise<QueryResult<Row>> {
    const lane = this.leastBusy()
    lane.waiting += 1
    try {
      if (!lane.isOpen) await lane.opened
      return await lane.client.query<Row>(statement)
    } finally {
      lane.waiting -= 1
    }
  }

  /** Answers what was asked, then closes. */
  async close(): Promise<void> {
    await Promise.all(this.lanes.flatMap((lane) => (lane === undefined ? [] : [lane.client.end()])))
  }

  private leastBusy(): Lane {
    let best = 0
    for (let at = 1; at < this.lanes.length; at += 1) if (this.waitingAt(at) < this.waitingAt(best)) best = at
    return (this.lanes[best] ??= this.open(best))
  }

  private waitingAt(at: number): number {
    return this.lanes[at]?.waiting ?? 0
  }

  private open(at: number): Lane {
    const client = new pg.Client({
      connectionString: this.url,
      pipeline: true,
      connectionTimeoutMillis: this.connectWithinMs,
    })
    const lost = () => {
      if (this.lanes[at]?.client === client) this.lanes[at] = undefined
    }
    client.on('error', lost).on('end', lost)
    const opened = client.connect().then(() => (lane.isOpen = true))
    opened.catch(lost)
    const lane: Lane = { client, opened, isOpen: false, waiting: 0 }
    return lane
  }
}
