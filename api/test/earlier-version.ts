import { DataSource } from 'typeorm'
import { migrations } from '../migrations/all.ts'

/** Brings a database with the extension pg_trgm to where an earlier version left it: every migration of before `time`, in milliseconds. */
export async function migrateBefore(ownerUrl: string, time: number): Promise<void> {
  const source = new DataSource({
    type: 'postgres',
    url: ownerUrl,
    migrations: migrations.filter(({ name }) => Number(/\d{13}$/.exec(name)?.[0]) < time),
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    extra: { options: '-c role=portal_owner' },
  })
  await source.initialize()
  try {
    await source.runMigrations()
  } finally {
    await source.destroy()
  }
}
