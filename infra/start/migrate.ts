import { join } from 'node:path'
import { StartError } from '../../api/src/kernel/db/start-error.ts'
import { readSettings } from '../../api/src/kernel/settings.ts'
import { root } from '../house.ts'
import { endWith } from './portal.ts'

type Migration = { migrate(ownerUrl: string, legal: unknown, given: object): Promise<unknown> }
type LegalMoves = { legalMoves: unknown }

try {
  const { database } = readSettings()
  if (!database.owner)
    throw new StartError('DATABASE_OWNER_URL is not set; it names the role that makes and changes tables.')
  const { migrate } = (await import(join(root, 'api/dist/src/kernel/db/migrate.js'))) as Migration
  const { legalMoves } = (await import(join(root, 'api/dist/src/kernel/legal-moves.js'))) as LegalMoves
  const { app, public: reader, worker } = database
  await migrate(database.owner, legalMoves, { app, public: reader, worker })
  console.log('The database is up to date.')
} catch (error) {
  endWith(error)
}
