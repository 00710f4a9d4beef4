import { DataSource } from 'typeorm'
import type { Pool } from 'pg'
import type { DatabaseUrls } from './migrate.ts'
import { SnakeCase } from './snake-case.ts'

/** The pools of one process, each with the login of its role. */
export class Databases {
  readonly app: DataSource
  readonly worker: DataSource
  readonly public: DataSource

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
        extra: { max, connectionTimeoutMillis: 2000, idleTimeoutMillis: 300_000 },
      })
    this.app = source(urls.appUrl, pool)
    this.worker = source(urls.workerUrl, 3)
    this.public = source(urls.publicUrl, Math.max(2, Math.floor(pool / 2)))
  }

  async open(): Promise<this> {
    await Promise.all([this.app.initialize(), this.worker.initialize(), this.public.initialize()])
    return this
  }

  /** Public reads: autocommit named statements on the public role's own pool. */
  get publicPool(): Pool {
    return (this.public.driver as unknown as { master: Pool }).master
  }

  async close(): Promise<void> {
    const open = [this.app, this.worker, this.public].filter((source) => source.isInitialized)
    await Promise.all(open.map((source) => source.destroy()))
  }
}
