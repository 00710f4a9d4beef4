import { readSettings } from './kernel/settings.ts'
import { createPortalApp } from './portal-app.ts'
import { prepareDatabase } from './prepare-database.ts'
import { startWorker } from './worker-loop.ts'

/** The worker as a process of its own: `npm run worker`, beside a server with PLACET_WORKER=apart. */
export async function work(): Promise<{ close(): Promise<void> }> {
  const settings = readSettings()
  const { urls } = await prepareDatabase(settings)
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
