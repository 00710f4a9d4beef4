import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '../src/kernel/db/embedded-postgres.ts'
import { makeTemplate } from './template-database.ts'
import type { Template } from './template-database.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** the template that `cloneDatabase` copies */
    template: Template
  }
}

/** One PostgreSQL for the whole run, in a temporary folder, or the outside server that PLACET_TEST_DATABASE_OWNER_URL names. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const outside = process.env['PLACET_TEST_DATABASE_OWNER_URL']
  if (outside) {
    const { template, drop } = await makeTemplate(outside)
    project.provide('template', template)
    return drop
  }
  const folder = await mkdtemp(join(tmpdir(), 'placet-test-'))
  // Passable, so that root's Postgres account gets there and everything is gone with this folder.
  await chmod(folder, 0o711)
  const postgres = await startEmbeddedPostgres({
    dataDir: join(folder, 'data'),
    log: () => undefined,
    // A test's database need not survive a power cut; all else is as in earnest.
    settings: { fsync: 'off', max_connections: '200' },
  })
  const end = async () => {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const { template } = await makeTemplate(postgres.ownerUrl)
    project.provide('template', template)
  } catch (error) {
    await end()
    throw error
  }
  return end
}
