import { DataSource } from 'typeorm'
import type { Actor } from '../auth/actor.ts'
import type { DatabaseUrls } from './migrate.ts'
import { PublicReads } from './public-reads.ts'
import { SnakeCase } from './snake-case.ts'

/** One slow search may hold up one of them; the others answer meanwhile. */
const publicConnections = 3
const connectWithinMs = 2000

/** The pools of one process, each with the login of its role. */
export class Databases {
  readonly app: DataSource
  readonly worker: DataSource
  readonly public: DataSource
  readonly inspector: DataSource
  readonly publicReads: PublicReads
  /** For connections that only listen. */
  readonly listenUrl: string

  constructor(urls: DatabaseUrls, entities: Function[], pool: number) {
    const source = (url: string, max: number) =>
      new DataSource({
        type: 'postgres',
        url,
        entities,
        namingStrategy: new SnakeCase(),
        synchronize: false,
        migrationsRun: false,
        logging: false,
        poolErrorHandler: () => undefined,
        // A new connection plans everything anew: one that rests for a while is kept.
        extra: { max, connectionTimeoutMillis: connectWithinMs, idleTimeoutMillis: 300_000 },
      })
    this.app = source(urls.appUrl, pool)
    this.worker = source(urls.workerUrl, 3)
    this.public = source(urls.publicUrl, 2)
    this.inspector = source(urls.inspectorUrl, 3)
    this.listenUrl = urls.appUrl
    this.publicReads = new PublicReads(urls.publicUrl, publicConnections, connectWithinMs)
  }

  /** Where this person's reads come from: an inspector of no other role has a login that can change nothing. */
  readsOf(actor: Actor): DataSource {
    return actor.roles.every((role) => role === 'inspector') && actor.roles.length > 0 ? this.inspector : this.app
  }

  private get sources(): DataSource[] {
    return [this.app, this.worker, this.public, this.inspector]
  }

  async open(): Promise<this> {
    await Promise.all(this.sources.map((source) => source.initialize()))
    return this
  }

  async close(): Promise<void> {
    const open = this.sources.filter((source) => source.isInitialized)
    await Promise.all([this.publicReads.close(), ...open.map((source) => source.destroy())])
  }
}
