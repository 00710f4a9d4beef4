import { StartError } from './kernel/db/start-error.ts'
import { readSettings } from './kernel/settings.ts'
import { migrate } from './kernel/db/migrate.ts'
import { legalMoves } from './kernel/legal-moves.ts'
import { createPortalApp } from './portal-app.ts'
import { startWorker } from './worker-loop.ts'

/** The worker as a process of its own: `npm run worker`, beside a server that was started without one. */
export async function work(): Promise<{ close(): Promise<void> }> {
  const settings = readSettings()
  const { owner } = settings.database
  if (owner === undefined) throw new StartError('DATABASE_OWNER_URL is missing.')
  const urls = await migrate(owner, legalMoves, settings.database)
  const { nest, databases } = await createPortalApp(settings, urls)
  const worker = startWorker(nest, (fault) => {
    nest.getHttpAdapter().getInstance().log.error({ err: fault }, 'worker')
  })
  return {
    async close() {
      await worker.stop()
      await nest.close()
      await databases.close()
    },
  }
}
