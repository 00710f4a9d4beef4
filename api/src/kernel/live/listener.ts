import pg from 'pg'

const againAfterMs = 1000

/** What is listened to: the id of a step of a case; the id of a person whose session ended or who was recused. */
export type Heard = { step(id: string): void; person(id: string): void; gap(): void }

/** One connection that listens for what other transactions tell at their COMMIT; opened at the first need, again after a loss. */
export class Listener {
  private client: pg.Client | undefined
  private retry: NodeJS.Timeout | undefined
  private closed = false
  private readonly url: string
  private readonly heard: Heard

  constructor(url: string, heard: Heard) {
    this.url = url
    this.heard = heard
  }

  /** Resolves when everything told from now on is heard. */
  async open(): Promise<void> {
    if (this.client !== undefined || this.closed) return
    const client = new pg.Client({ connectionString: this.url, connectionTimeoutMillis: 2000 })
    this.client = client
    const lost = () => {
      if (this.client !== client) return
      this.client = undefined
      this.heard.gap()
    }
    client.on('error', lost).on('end', lost)
    client.on('notification', ({ channel, payload = '' }) => {
      if (channel === 'placet_step') this.heard.step(payload)
      else this.heard.person(payload)
    })
    try {
      await client.connect()
      await client.query('listen placet_step; listen placet_person')
    } catch (cause) {
      lost()
      throw cause
    }
  }

  /** Tries again by itself for as long as somebody waits for news. */
  reopenLater(): void {
    if (this.closed) return
    clearTimeout(this.retry)
    this.retry = setTimeout(() => {
      this.open().catch(() => this.reopenLater())
    }, againAfterMs).unref()
  }

  async close(): Promise<void> {
    this.closed = true
    clearTimeout(this.retry)
    const { client } = this
    this.client = undefined
    await client?.end()
  }
}
