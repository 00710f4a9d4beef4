import { join } from 'node:path'
import { StartError } from '../../api/src/kernel/db/start-error.ts'
import { readSettings } from '../../api/src/kernel/settings.ts'
import type { Settings } from '../../api/src/kernel/settings.ts'
import { root } from '../house.ts'
import { endWith } from './portal.ts'

/** Of the built server, so that there is nothing to import when types are checked. */
type Preparation = { bringUpToDate(owner: string, settings: Settings): Promise<void> }

try {
  const settings = readSettings()
  const { owner } = settings.database
  if (!owner) throw new StartError('DATABASE_OWNER_URL is not set; it names the role that makes and changes tables.')
  const { bringUpToDate } = (await import(join(root, 'api/dist/src/prepare-database.js'))) as Preparation
  await bringUpToDate(owner, settings)
  console.log('The database is up to date.')
} catch (error) {
  endWith(error)
}
