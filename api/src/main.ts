import { accessSync, constants, mkdirSync } from 'node:fs'
import { agencyNow } from './kernel/agency-clock.ts'
import { anyone } from './kernel/auth/actor.ts'
import { demoAccounts } from './kernel/auth/demo-accounts.ts'
import { run } from './kernel/db/run.ts'
import { StartError } from './kernel/db/start-error.ts'
import type { Settings } from './kernel/settings.ts'
import { FileKeys } from './kernel/signing/keys.ts'
import { Readiness } from './health/index.ts'
import { createPortalApp } from './portal-app.ts'
import { prepareDatabase } from './prepare-database.ts'
import { startWorker } from './worker-loop.ts'

export { demoAccounts }

const drainMs = 20_000

/**
 * Prepares the database, serves web and API on one origin, and runs the worker in the same process, unless it is set apart.
 * @throws {StartError} one plain sentence
 */
export async function start(
  settings: Settings,
): Promise<{ url: string; port: number; isNewDemo: boolean; close(): Promise<void> }> {
  try {
    mkdirSync(settings.dataDir, { recursive: true, mode: 0o700 })
    accessSync(settings.dataDir, constants.W_OK)
  } catch (cause) {
    throw new StartError(`The folder ${settings.dataDir} cannot be written. Set PLACET_DATA_DIR to one that can.`, {
      cause,
    })
  }
  const { urls, isNewDemo } = await prepareDatabase(settings)
  const { nest, databases, portal } = await createPortalApp(settings, urls)
  // Who reads the published keys finds the one in force also before anything was signed.
  await nest.get(FileKeys).current('decisions', await run(databases.app, anyone, 'read', agencyNow))
  try {
    await nest.listen(settings.port, settings.host)
  } catch (cause) {
    await nest.close()
    await databases.close()
    if ((cause as { code?: string }).code === 'EADDRINUSE')
      throw new StartError(`Port ${settings.port} is taken. Set PORT to another one.`, { cause })
    throw cause
  }
  const server = nest.getHttpServer() as import('node:http').Server
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : settings.port
  if (portal.origin === '') portal.origin = `http://localhost:${port}`
  const worker =
    settings.worker === 'apart'
      ? undefined
      : startWorker(nest, (fault) => {
          nest.getHttpAdapter().getInstance().log.error({ err: fault }, 'worker')
        })
  return {
    url: portal.origin,
    port,
    isNewDemo,
    async close() {
      // P6: not ready, time for the proxy to notice, no new connections, an end to what is under way, then worker and pools.
      nest.get(Readiness).stopping = true
      await new Promise((resume) => setTimeout(resume, settings.proxySeconds * 1000))
      server.closeIdleConnections()
      const forced = setTimeout(() => {
        server.closeAllConnections()
      }, drainMs)
      await nest.close()
      clearTimeout(forced)
      await worker?.stop()
      await databases.close()
    },
  }
}
