import { join } from 'node:path'
import { root } from '../house.ts'
import { endWith, onceAskedToStop } from './portal.ts'

type WorkerModule = { work(): Promise<{ close(): Promise<void> }> }

try {
  const { work } = (await import(join(root, 'api/dist/src/worker.js'))) as WorkerModule
  const worker = await work()
  onceAskedToStop(() => worker.close())
  console.log('The worker is at work.')
} catch (error) {
  endWith(error)
}
