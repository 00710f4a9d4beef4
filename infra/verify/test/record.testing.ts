import pg from 'pg'
import { Arranger } from '../../../api/test/arrange.ts'
import { CheckpointSigner, Sequencer } from '../../../api/src/transparency-log/index.ts'
import { join } from 'node:path'
import { readKeys } from '../src/keys.ts'
import type { Key } from '../src/keys.ts'
import { DatabaseSource } from '../src/source.ts'
import type { Entry, Source, Table } from '../src/source.ts'
import { verify } from '../src/verify.ts'
import type { Question, Verdict } from '../src/verify.ts'

/** A record with one whole life of a case in it, and an insider who holds the superuser's password. */
export class Record {
  readonly a: Arranger
  readonly insider: pg.Client
  keys: readonly Key[] = []

  private constructor(a: Arranger, insider: pg.Client) {
    this.a = a
    this.insider = insider
  }

  static async open(): Promise<Record> {
    const a = await Arranger.open()
    const insider = new pg.Client({ connectionString: a.database.ownerUrl })
    await insider.connect()
    return new Record(a, insider)
  }

  async close(): Promise<void> {
    await this.insider.end()
    await this.a.close()
  }

  /** The worker's share: every leaf has its position, and a checkpoint covers them. */
  async settle(): Promise<void> {
    while ((await this.a.app.nest.get(Sequencer).tick()) > 0);
    await this.a.app.nest.get(CheckpointSigner).tick()
    this.keys = await readKeys(join(this.a.app.portal.dataDir, 'keys', 'published'))
  }

  get files(): string {
    return join(this.a.app.portal.dataDir, 'files', 'store')
  }

  async newestCheckpoint(): Promise<string> {
    return (await this.a.one<{ note: string }>(`select note from log_checkpoint order by size desc limit 1`)).note
  }

  /** The verdict after what the insider does past every trigger; all of it is taken back. */
  async after(change: string, values: unknown[] = [], more: Partial<Question> = {}): Promise<Verdict> {
    await this.insider.query('begin')
    try {
      await this.insider.query(`set local session_replication_role = replica`)
      await this.insider.query(change, values)
      return await this.verdict(more)
    } finally {
      await this.insider.query('rollback')
    }
  }

  /** As `after`, of a change in one table alone: the others are read once for all such changes. */
  async afterIn(table: string, change: string, more: Partial<Question> = {}): Promise<Verdict> {
    this.asItIs ??= await Remembered.read(await DatabaseSource.within(await this.begun()))
    await this.insider.query('rollback')
    const asItIs = this.asItIs
    await this.insider.query('begin')
    try {
      await this.insider.query(`set local session_replication_role = replica`)
      await this.insider.query(change)
      const live = await DatabaseSource.within(this.insider)
      const source: Source = {
        tables: () => asItIs.tables(),
        entries: () => (/^log_(leaf|position|salt)$/.test(table) ? live : asItIs).entries(),
        rows: (name) => (name === table ? live : asItIs).rows(name),
        close: () => live.close(),
      }
      return await verify({ source, keys: this.keys, files: this.files, ...more })
    } finally {
      await this.insider.query('rollback')
    }
  }

  private asItIs: Remembered | undefined

  private async begun(): Promise<pg.Client> {
    await this.insider.query('begin')
    return this.insider
  }

  /** Within the insider's transaction, or one of its own. */
  async verdict(more: Partial<Question> = {}): Promise<Verdict> {
    const source = await DatabaseSource.within(this.insider)
    return verify({ source, keys: this.keys, files: this.files, ...more })
  }
}

/** What a source held at one moment. */
class Remembered implements Source {
  private catalogue: Table[] = []
  private readonly log: Entry[] = []
  private readonly texts = new Map<string, string[]>()

  static async read(source: Source): Promise<Remembered> {
    const kept = new Remembered()
    kept.catalogue = await source.tables()
    for await (const entry of source.entries()) kept.log.push(entry)
    for (const { name } of kept.catalogue) {
      const texts: string[] = []
      for await (const text of source.rows(name)) texts.push(text)
      kept.texts.set(name, texts)
    }
    return kept
  }

  async tables(): Promise<Table[]> {
    return this.catalogue
  }

  async *entries(): AsyncIterable<Entry> {
    yield* this.log
  }

  async *rows(table: string): AsyncIterable<string> {
    yield* this.texts.get(table) ?? []
  }

  async close(): Promise<void> {}
}
